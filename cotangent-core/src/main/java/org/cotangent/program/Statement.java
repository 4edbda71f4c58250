package org.cotangent.program;

import java.util.List;

/// `name = expression`, `f(a, b) = expression` or, at the end, an expression alone (`name` is null).
record Statement(Token start, String name, List<String> parameters, List<Step> code) {
    boolean isFunction() {
        return parameters != null;
    }
}
