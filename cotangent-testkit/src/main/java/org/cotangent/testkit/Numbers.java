package org.cotangent.testkit;

import java.util.SplittableRandom;
import org.cotangent.core.Concrete;
import org.cotangent.core.Elements;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// Makes and takes apart concrete tensors without the operations that are under test.
public final class Numbers {
    private Numbers() {
    }

    /// Uniform numbers in [-1, 1) (integers: truncated thousandfold).
    public static Tensor random(TensorType type, SplittableRandom random) {
        return random(type, random, -1, 1);
    }

    /// Uniform numbers in [low, high).
    public static Tensor random(TensorType type, SplittableRandom random, double low, double high) {
        var s = Storage.allocate(type.dtype().cell(), type.shape().count());
        for (long i = 0; i < s.count(); i++) {
            double v = low + (high - low) * random.nextDouble();
            Elements.setDouble(type.dtype(), s, i, type.dtype().isFloat() ? v : Math.rint(v));
        }
        return Concrete.of(type, s);
    }

    /// Two tensors one after the other along the leading axis.
    static Tensor concatenate(Concrete a, Concrete b) {
        var type = a.type().with(a.shape().with(0, a.size(0) + b.size(0)));
        var s = Storage.allocate(type.dtype().cell(), type.shape().count());
        long n = a.shape().count();
        for (long i = 0; i < s.count(); i++) {
            copy(i < n ? a : b, i < n ? i : i - n, s, i);
        }
        return Concrete.of(type, s);
    }

    /// One index along the leading axis.
    static Tensor row(Concrete all, long row) {
        var type = all.type().with(all.shape().remove(0));
        var s = Storage.allocate(type.dtype().cell(), type.shape().count());
        for (long i = 0; i < s.count(); i++) {
            copy(all, row * s.count() + i, s, i);
        }
        return Concrete.of(type, s);
    }

    private static void copy(Concrete from, long i, Storage to, long j) {
        if (from.dtype().isInt()) {
            Elements.setLong(from.dtype(), to, j, from.getLong(i));
        } else {
            Elements.setDouble(from.dtype(), to, j, from.getDouble(i));
        }
    }
}
