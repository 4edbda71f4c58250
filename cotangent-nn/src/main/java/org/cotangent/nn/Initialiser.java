package org.cotangent.nn;

import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// How the first weights of a layer are drawn: float32 numbers of a shape, from a random key.
@FunctionalInterface
public interface Initialiser {
    /// The standard deviation of a standard normal variable cut off at -2 and 2.
    double TRUNCATED = 0.87962566103423978;

    /// The first weights.
    Tensor draw(Tensor key, Fans fans, long... shape);

    /// All the same.
    static Initialiser constant(double value) {
        return (key, fans, shape) -> Ops.full(type(shape), value);
    }

    /// All 0.
    static Initialiser zeros() {
        return constant(0);
    }

    /// All 1.
    static Initialiser ones() {
        return constant(1);
    }

    /// Even over [low, high).
    static Initialiser uniform(double low, double high) {
        return (key, fans, shape) -> Ops.uniform(key, type(shape), low, high);
    }

    /// Normal with mean 0.
    static Initialiser normal(double deviation) {
        return (key, fans, shape) -> Ops.normal(key, type(shape)).mul(deviation);
    }

    /// Normal with mean 0, cut off at two standard deviations and brought to the given deviation again.
    static Initialiser truncatedNormal(double deviation) {
        return (key, fans, shape) -> Ops.truncatedNormal(key, type(shape), -2, 2).mul(deviation / TRUNCATED);
    }

    /// Even, with variance `2 / (in + out)`. Glorot, Bengio 2010.
    static Initialiser glorotUniform() {
        return spread((key, f, shape) -> even(key, 2.0 / (f.in() + f.out()), shape));
    }

    /// Normal, with variance `2 / (in + out)`. Glorot, Bengio 2010.
    static Initialiser glorotNormal() {
        return spread((key, f, shape) -> cut(key, 2.0 / (f.in() + f.out()), shape));
    }

    /// Even, with variance `2 / in`, for relu. He et al. 2015.
    static Initialiser heUniform() {
        return spread((key, f, shape) -> even(key, 2.0 / f.in(), shape));
    }

    /// Normal, with variance `2 / in`, for relu. He et al. 2015.
    static Initialiser heNormal() {
        return spread((key, f, shape) -> cut(key, 2.0 / f.in(), shape));
    }

    /// Even, with variance `1 / in`. LeCun et al. 1998.
    static Initialiser lecunUniform() {
        return spread((key, f, shape) -> even(key, 1.0 / f.in(), shape));
    }

    /// Normal, with variance `1 / in`. LeCun et al. 1998.
    static Initialiser lecunNormal() {
        return spread((key, f, shape) -> cut(key, 1.0 / f.in(), shape));
    }

    /// A matrix with orthonormal rows or columns, whichever are fewer, times `gain`; axes behind the first count as
    /// one. Saxe, McClelland, Ganguli 2013.
    static Initialiser orthogonal(double gain) {
        return (key, fans, shape) -> {
            long rows = shape[0];
            long columns = TensorType.of(DType.FLOAT64, shape).shape().count() / Math.max(1, rows);
            var drawn = Ops.normal(key, TensorType.of(DType.FLOAT64, rows, columns));
            return Orthogonal.of(drawn).mul(gain).to(DType.FLOAT32).reshape(shape);
        };
    }

    /// An empty layer divides by no fan.
    private static Initialiser spread(Initialiser drawn) {
        return (key, f, shape) -> drawn.draw(key, new Fans(Math.max(1, f.in()), Math.max(1, f.out())), shape);
    }

    private static Tensor even(Tensor key, double variance, long... shape) {
        double bound = Math.sqrt(3 * variance);
        return uniform(-bound, bound).draw(key, null, shape);
    }

    private static Tensor cut(Tensor key, double variance, long... shape) {
        return truncatedNormal(Math.sqrt(variance)).draw(key, null, shape);
    }

    private static TensorType type(long... shape) {
        return TensorType.of(DType.FLOAT32, shape);
    }
}
