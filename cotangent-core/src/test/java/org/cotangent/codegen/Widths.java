package org.cotangent.codegen;

import java.util.function.Supplier;

/// Makes the loops of compiled programs in a chosen form, for tests of all of them in one process.
public final class Widths {
    private Widths() {
    }

    /// Runs `body` with loops made for vectors of `bits` bits; -1 for scalar code only.
    public static <T> T with(int bits, Supplier<T> body) {
        return ScopedValue.where(Loop.BITS, bits).call(body::get);
    }
}
