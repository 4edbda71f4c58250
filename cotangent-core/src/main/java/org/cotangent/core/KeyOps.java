package org.cotangent.core;

import org.cotangent.op.BitsBinary;
import org.cotangent.op.RandomBits;
import org.cotangent.op.Variate;

/// Keys of random numbers, and the draws that everything else is made of.
///
/// A key is an int64 scalar; keys are int64 tensors of any shape, and what is drawn from them has their axes first.
/// A draw is a function of its key: the same key gives the same numbers, so each is used once. Element i of a draw
/// (row-major) does not depend on the shape, so a draw begins like every longer draw of its dtype from the same key.
public class KeyOps extends LinalgOps {
    /// The stream of counters that draws take.
    static final int DRAW = 0;
    /// The stream that gives new keys.
    static final int SPLIT = 1;
    /// The stream whose first number is the key that data are folded into.
    static final int FOLD = 2;
    /// The stream for a second number beside the draw.
    static final int COIN = 3;

    KeyOps() {
    }

    /// The key of a seed.
    public static Tensor key(long seed) {
        return Concrete.literal(DType.INT64, seed).asLiteral(false);
    }

    /// `n` new keys from one, as an int64 vector (behind the axes of several); the first of them are the same for
    /// every `n`. The old key is used up.
    public static Tensor split(Tensor key, int n) {
        return draw("split", key, Variate.BITS, TensorType.of(DType.INT64, n), SPLIT);
    }

    /// Another name of [#split(Tensor, int)], which program texts use: there `split` is that of tensors.
    public static Tensor splitKey(Tensor key, int n) {
        return split(key, n);
    }

    /// A new key from a key and a number, such as that of a step or a layer.
    public static Tensor foldIn(Tensor key, long data) {
        return foldIn(key, Concrete.literal(DType.INT64, data));
    }

    /// A new key from a key and a whole number, elementwise. The old key may be folded with other numbers, and nothing
    /// that is drawn or split from it meets the new one.
    public static Tensor foldIn(Tensor key, Tensor data) {
        if (data instanceof Concrete c && c.isLiteral() && c.dtype().isFloat()
                && c.getDouble(0) == Math.rint(c.getDouble(0))) {
            return foldIn(key, Concrete.literal(DType.INT64, c.getLong(0)));
        }
        if (!data.dtype().isInt()) {
            throw new DTypeException("fold data into a key", data.type().toString(), "give whole numbers, i32 or i64");
        }
        var inner = Dispatch.bind(new RandomBits(Variate.BITS, TensorType.of(DType.INT64), FOLD), plain(key));
        return Promotion.binary(BitsBinary.THREEFRY, inner, convert(data, DType.INT64));
    }

    /// Random bits of dtype i32 or i64.
    public static Tensor bits(Tensor key, DType dtype, long... sizes) {
        return draw("bits", key, Variate.BITS, TensorType.of(dtype, sizes), DRAW);
    }

    /// Float32 numbers from [0, 1), multiples of 2^-24.
    public static Tensor uniform(Tensor key, long... sizes) {
        return uniform(key, TensorType.of(DType.FLOAT32, sizes));
    }

    /// Numbers from [0, 1): multiples of 2^-53 (f64), 2^-24 (f32), 2^-11 (f16) or 2^-8 (bf16), all equally likely.
    public static Tensor uniform(Tensor key, TensorType type) {
        return unit("uniform", key, type);
    }

    /// Numbers from [low, high): low + (high - low) u, and the number below high where that rounds to high.
    public static Tensor uniform(Tensor key, TensorType type, double low, double high) {
        return uniform(key, type, scalar(low), scalar(high));
    }

    /// The same with tensors as limits, which are broadcast to the type and may be differentiated.
    public static Tensor uniform(Tensor key, TensorType type, Tensor low, Tensor high) {
        var x = convert(add(low, mul(sub(high, low), unit("uniform", key, type))), type.dtype());
        var top = Ops.stopGradient(strong(high, type.dtype()));
        return where(lt(x, top), x, below(top));
    }

    /// A literal as an ordinary scalar of the dtype.
    static Tensor strong(Tensor x, DType dtype) {
        var y = convert(x, dtype);
        return y instanceof Concrete c ? c.asLiteral(false) : y;
    }

    /// The next smaller number.
    private static Tensor below(Tensor x) {
        if (!x.dtype().isHalf()) {
            return nextafter(x, strong(scalar(Double.NEGATIVE_INFINITY), x.dtype()));
        }
        double step = x.dtype() == DType.FLOAT16 ? 0x1p-11 : 0x1p-8;
        return convert(sub(convert(x, DType.FLOAT32), max(mul(abs(x), scalar(step)), scalar(0x1p-24))), x.dtype());
    }

    /// Float32 numbers of mean 0 and variance 1.
    public static Tensor normal(Tensor key, long... sizes) {
        return normal(key, TensorType.of(DType.FLOAT32, sizes));
    }

    /// Normally distributed numbers of mean 0 and variance 1.
    public static Tensor normal(Tensor key, TensorType type) {
        return standard("normal", key, Variate.NORMAL, type);
    }

    /// Normally distributed numbers; mean and standard deviation are broadcast and may be differentiated.
    public static Tensor normal(Tensor key, TensorType type, Tensor mean, Tensor deviation) {
        return convert(add(mean, mul(deviation, normal(key, type))), type.dtype());
    }

    /// Normally distributed numbers of a mean and a standard deviation.
    public static Tensor normal(Tensor key, TensorType type, double mean, double deviation) {
        return normal(key, type, scalar(mean), scalar(deviation));
    }

    /// One of the draws of the closed set; half precision is rounded from float32.
    static Tensor standard(String by, Tensor key, Variate variate, TensorType type) {
        return convert(draw(by, key, variate, type.with(type.dtype().compute()), DRAW), type.dtype());
    }

    /// Numbers from [0, 1); those of half precision have as few bits as they hold, so that none rounds to 1.
    static Tensor unit(String by, Tensor key, TensorType type) {
        if (!type.dtype().isHalf()) {
            return draw(by, key, Variate.UNIFORM, type, DRAW);
        }
        int digits = type.dtype() == DType.FLOAT16 ? 11 : 8;
        var bits = draw(by, key, Variate.BITS, type.with(DType.INT32), DRAW);
        var whole = convert(shrLogical(bits, scalar(32 - digits)), DType.FLOAT32);
        return convert(mul(whole, scalar(Math.scalb(1.0, -digits))), type.dtype());
    }

    static Tensor draw(String by, Tensor key, Variate variate, TensorType type, int stream) {
        var plain = plain(key);
        Keys.use(by, plain);
        return Dispatch.bind(new RandomBits(variate, type, stream), plain);
    }

    /// The key as an ordinary tensor: a whole number serves as one.
    static Tensor plain(Tensor key) {
        return key instanceof Concrete c && c.isLiteral() && c.dtype().isInt()
                ? convert(c, DType.INT64).concrete().asLiteral(false) : key;
    }
}
