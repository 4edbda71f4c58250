package org.cotangent.core;

import java.util.ArrayList;

/// Which of a tensor's own elements continue it beyond its ends, shown for `a b c d` with two more at each end.
public enum PadMode {
    /// `a a | a b c d | d d`.
    EDGE,
    /// `c b | a b c d | c b`; the padding is smaller than the axis.
    REFLECT,
    /// `b a | a b c d | d c`; the padding is at most the axis.
    SYMMETRIC,
    /// `c d | a b c d | a b`; the padding is at most the axis.
    WRAP;

    Tensor pad(Tensor x, int axis, long low, long high) {
        long n = x.size(axis);
        long most = this == EDGE ? (n == 0 ? 0 : Long.MAX_VALUE) : this == REFLECT ? Math.max(0, n - 1) : n;
        if (low < 0 || high < 0 || low > most || high > most) {
            throw new ShapeException("pad axis " + axis + " by " + low + " and " + high + " in mode " + this, x.type()
                    .toString(),
                    most == Long.MAX_VALUE ? "give numbers of 0 or more" : "this mode takes 0 to " + most
                            + " here; pad in two steps for more");
        }
        var parts = new ArrayList<Tensor>();
        if (low > 0) {
            parts.add(before(x, axis, n, low));
        }
        parts.add(x);
        if (high > 0) {
            parts.add(behind(x, axis, n, high));
        }
        return Ops.concat(parts, axis);
    }

    private Tensor before(Tensor x, int axis, long n, long k) {
        return switch (this) {
            case EDGE -> Ops.repeat(Ops.slice(x, axis, 0, 1), k, axis);
            case REFLECT -> Ops.flip(Ops.slice(x, axis, 1, k + 1), axis);
            case SYMMETRIC -> Ops.flip(Ops.slice(x, axis, 0, k), axis);
            case WRAP -> Ops.slice(x, axis, n - k, n);
        };
    }

    private Tensor behind(Tensor x, int axis, long n, long k) {
        return switch (this) {
            case EDGE -> Ops.repeat(Ops.slice(x, axis, n - 1, n), k, axis);
            case REFLECT -> Ops.flip(Ops.slice(x, axis, n - 1 - k, n - 1), axis);
            case SYMMETRIC -> Ops.flip(Ops.slice(x, axis, n - k, n), axis);
            case WRAP -> Ops.slice(x, axis, 0, k);
        };
    }
}
