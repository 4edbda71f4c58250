package org.cotangent.rewrite;

import java.util.List;
import java.util.function.Supplier;
import org.cotangent.core.Tensor;
import org.cotangent.op.Op;

/// Looks for places where one of its rules applies.
interface Finder {
    /// The rule that was found, and the better form, which is written down when it is asked for.
    record Found(String rule, Supplier<Tensor> better) {
    }

    /// The operations that it looks at: rows of tables themselves, of operations with parameters any instance.
    List<Op> heads();

    /// The rule that applies, or null.
    Found find(Site site);

    /// A finder of one rule; `better` gives null where it does not apply.
    static Finder of(String rule, List<Op> heads, java.util.function.Function<Site, Supplier<Tensor>> better) {
        return new Finder() {
            @Override
            public List<Op> heads() {
                return heads;
            }

            @Override
            public Found find(Site site) {
                var found = better.apply(site);
                return found == null ? null : new Found(rule, found);
            }
        };
    }
}
