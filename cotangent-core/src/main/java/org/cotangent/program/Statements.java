package org.cotangent.program;

import java.util.ArrayList;
import java.util.List;

/// Reads single statements.
final class Statements {
    private Statements() {
    }

    static Statement read(Words words) {
        var start = words.peek();
        if (words.startsFunction()) {
            words.next();
            var parameters = parameters(words);
            return new Statement(start, start.text(), parameters, Expression.read(words));
        }
        if (start.kind() == Token.Kind.NAME && words.peek(1).is("=")) {
            words.next();
            words.next();
            return new Statement(start, checked(words, start), null, Expression.read(words));
        }
        return new Statement(start, null, null, Expression.read(words));
    }

    private static List<String> parameters(Words words) {
        var names = new ArrayList<String>();
        words.next();
        while (!words.peek().is(")")) {
            var t = words.next();
            if (t.kind() == Token.Kind.NAME) {
                if (names.contains(checked(words, t))) {
                    throw words.error(t, "the parameter " + t.shown() + " twice", "give each parameter its own name");
                }
                names.add(t.text());
            }
        }
        words.next();
        words.next();
        return List.copyOf(names);
    }

    private static String checked(Words words, Token t) {
        if (Words.RESERVED.contains(t.text())) {
            throw words.error(t, t.shown() + " as a name", "it stands for itself; choose another name");
        }
        return t.text();
    }
}
