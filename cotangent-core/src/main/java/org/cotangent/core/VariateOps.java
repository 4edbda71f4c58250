package org.cotangent.core;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.op.Op;
import org.cotangent.op.RandomBits;
import org.cotangent.op.RandomGamma;
import org.cotangent.op.Variate;

/// Continuous distributions. Results have the key's axes, then those of the parameters or of the type asked for;
/// gradients with respect to parameters go through the samples (reparameterised).
public class VariateOps extends KeyOps {
    VariateOps() {
    }

    /// Float32 numbers of the exponential distribution of rate 1.
    public static Tensor exponential(Tensor key, long... sizes) {
        return exponential(key, TensorType.of(DType.FLOAT32, sizes));
    }

    /// Numbers of the exponential distribution of rate 1, never 0; divide by a rate for another one.
    public static Tensor exponential(Tensor key, TensorType type) {
        return standard("exponential", key, Variate.EXPONENTIAL, type);
    }

    /// Float32 numbers of the standard Gumbel distribution.
    public static Tensor gumbel(Tensor key, long... sizes) {
        return gumbel(key, TensorType.of(DType.FLOAT32, sizes));
    }

    /// Numbers of the standard Gumbel distribution, -log(-log(U)), that of the largest of many; argmax of
    /// `logits + gumbel` is a categorical sample.
    public static Tensor gumbel(Tensor key, TensorType type) {
        return convert(neg(log(wide("gumbel", key, type))), type.dtype());
    }

    /// Numbers of the standard logistic distribution, log(U / (1 - U)).
    public static Tensor logisticVariate(Tensor key, TensorType type) {
        var e = wide("logisticVariate", key, type);
        return convert(neg(add(e, log1mexp(neg(e)))), type.dtype());
    }

    /// Numbers of the standard Laplace distribution, of density exp(-|x|) / 2.
    public static Tensor laplace(Tensor key, TensorType type) {
        var e = wide("laplace", key, type);
        return convert(where(coin(key, type.shape()), e, neg(e)), type.dtype());
    }

    /// Numbers of the standard Cauchy distribution, tan(pi (U - 1/2)).
    public static Tensor cauchy(Tensor key, TensorType type) {
        var u = draw("cauchy", key, Variate.UNIFORM, type.with(type.dtype().compute()), DRAW);
        return convert(tan(mul(sub(u, scalar(0.5)), scalar(Math.PI))), type.dtype());
    }

    /// Standard normal numbers between limits.
    public static Tensor truncatedNormal(Tensor key, TensorType type, double low, double high) {
        return truncatedNormal(key, type, scalar(low), scalar(high));
    }

    /// Standard normal numbers between limits, which are broadcast to the type and may be differentiated.
    ///
    /// The inverse of the error function of a uniform number between those of the limits: near 5 standard deviations
    /// (f32) or 8 (f64) on one side its steps become coarse; the samples stay within the limits.
    public static Tensor truncatedNormal(Tensor key, TensorType type, Tensor low, Tensor high) {
        var dtype = type.dtype().compute();
        var a = strong(low, dtype);
        var b = strong(high, dtype);
        var u = draw("truncatedNormal", key, Variate.UNIFORM, type.with(dtype), DRAW);
        var root = scalar(Math.sqrt(0.5));
        var from = erf(mul(a, root));
        var to = erf(mul(b, root));
        var edge = scalar(dtype == DType.FLOAT64 ? 1 - 0x1p-53 : 1 - 0x1p-24);
        var inside = min(max(add(from, mul(sub(to, from), u)), neg(edge)), edge);
        return convert(min(max(mul(erfInv(inside), scalar(Math.sqrt(2))), a), b), type.dtype());
    }

    /// Gamma variates of rate 1 and the given shapes (concentrations), one for each of their elements; divide by a
    /// rate for another one. Differentiable with respect to the concentration.
    public static Tensor gamma(Tensor key, Tensor concentration) {
        return exp(gammaLog(key, concentration));
    }

    /// The logarithms of gamma variates, which do not underflow for small concentrations.
    public static Tensor gammaLog(Tensor key, Tensor concentration) {
        return ofParameters("gamma", new RandomGamma(), key, concentration);
    }

    /// Beta variates, one for each element of the parameters broadcast to each other; differentiable with respect to
    /// both.
    public static Tensor beta(Tensor key, Tensor a, Tensor b) {
        var shape = add(a, b).type();
        var x = gammaLog(foldIn(key, 0), broadcastTo(strong(a, shape.dtype()), shape.shape()));
        var y = gammaLog(foldIn(key, 1), broadcastTo(strong(b, shape.dtype()), shape.shape()));
        return logistic(sub(x, y));
    }

    /// Dirichlet variates along the last axis, which add up to 1; differentiable with respect to the concentrations.
    public static Tensor dirichlet(Tensor key, Tensor concentration) {
        return Ops.softmax(gammaLog(key, concentration), -1);
    }

    /// One sample for each element of the parameter, behind the axes of the key.
    static Tensor ofParameters(String by, Op op, Tensor key, Tensor parameter) {
        var k = plain(key);
        Keys.use(by, k);
        var dtype = parameter.dtype().isFloat() ? parameter.dtype() : DType.FLOAT32;
        var full = k.rank() == 0 ? parameter : broadcastTo(parameter, Shape.of(LongStream.concat(
                Arrays.stream(k.shape().sizes()), Arrays.stream(parameter.shape().sizes())).toArray()));
        var out = Dispatch.bind(op, List.of(k, strong(full, dtype.compute()))).getFirst();
        return out.dtype().isFloat() ? convert(out, dtype) : out;
    }

    private static Tensor wide(String by, Tensor key, TensorType type) {
        return draw(by, key, Variate.EXPONENTIAL, type.with(type.dtype().compute()), DRAW);
    }

    /// True or false, from a stream of its own.
    static Tensor coin(Tensor key, Shape shape) {
        var bits = Dispatch.bind(new RandomBits(Variate.BITS,
                new TensorType(shape, DType.INT32), COIN), plain(key));
        return lt(bits, scalar(0));
    }
}
