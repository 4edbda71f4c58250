package org.cotangent.testkit;

import static org.cotangent.Transforms.jit;
import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.core.DType;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.op.Barrier;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Call;
import org.cotangent.op.Callback;
import org.cotangent.op.Convert;
import org.cotangent.op.CustomRule;
import org.cotangent.op.Dot;
import org.cotangent.op.IgammaShape;
import org.cotangent.op.Iota;
import org.cotangent.op.LogSoftmax;
import org.cotangent.op.LogSumExp;
import org.cotangent.op.HostCall;
import org.cotangent.op.Named;
import org.cotangent.op.NoGradient;
import org.cotangent.op.Place;
import org.cotangent.op.Permute;
import org.cotangent.op.Polygamma;
import org.cotangent.op.PowInt;
import org.cotangent.op.RandomBits;
import org.cotangent.op.RandomGamma;
import org.cotangent.op.RandomPoisson;
import org.cotangent.op.Reduce;
import org.cotangent.op.Remat;
import org.cotangent.op.Reshape;
import org.cotangent.op.Select;
import org.cotangent.op.Softmax;
import org.cotangent.op.Stop;
import org.cotangent.op.Sum;
import org.cotangent.op.Variate;

/// Samples of the operations that everything else is made of.
final class CoreSamples {
    private static final SplittableRandom RANDOM = new SplittableRandom(11);

    private CoreSamples() {
    }

    static Tensor f64(long... sizes) {
        return Numbers.random(TensorType.of(DType.FLOAT64, sizes), RANDOM);
    }

    static List<Sample> samples() {
        var out = new ArrayList<Sample>();
        for (int k : new int[] {-2, -1, 0, 1, 4, 7}) {
            out.add(Sample.of(new PowInt(k), tensor(0.7, -1.3, 2.1)));
        }
        out.add(Sample.of(new Polygamma(1), tensor(0.7, 3.1)));
        out.add(Sample.of(new Reshape(Shape.of(3, 2)), f64(2, 3)));
        out.add(Sample.of(new Permute(List.of(2, 0, 1)), f64(2, 3, 4)));
        out.add(Sample.of(new Broadcast(Shape.of(2, 3, 4), List.of(1)), f64(3)));
        out.add(Sample.of(new Broadcast(Shape.of(2, 0), List.of(0)), f64(2)));
        for (var axes : List.of(List.of(0), List.of(1), List.of(0, 2), List.of(0, 1, 2))) {
            out.add(Sample.of(new Sum(axes), f64(2, 3, 4)));
            for (var kind : List.of(Reduce.Kind.MAX, Reduce.Kind.MIN)) {
                out.add(Sample.of(new Reduce(kind, axes), f64(2, 3, 4)));
            }
            out.add(Sample.of(new Reduce(Reduce.Kind.OR, axes), f64(2, 3, 4).gt(0)));
            out.add(Sample.of(new LogSumExp(axes), f64(2, 3, 4)));
            out.add(Sample.of(new Softmax(axes), f64(2, 3, 4)));
            out.add(Sample.of(new LogSoftmax(axes), f64(2, 3, 4)));
        }
        out.add(Sample.of(new Sum(List.of(0)), f64(0, 3)));
        out.add(Sample.atKink(new Reduce(Reduce.Kind.MAX, List.of(0)), tensor(1.0, 3, 3, 2)));
        out.add(Sample.of(new Convert(DType.FLOAT64), f64(3)));
        out.add(Sample.of(new Convert(DType.INT32), tensor(1.7, -2.9, Double.NaN, 1e300)));
        out.add(Sample.of(new Select(), tensor(1, 0, 1).eq(scalar(1)), f64(3), f64(3)));
        out.add(Sample.of(new Select(), tensor(1, 0, 1).eq(scalar(1)), scalar(0.0), f64(3)));
        out.add(Sample.of(new Iota(TensorType.of(DType.INT32, 3, 2), 1)));
        out.add(Sample.atKink(new Stop(), f64(3)));
        out.add(Sample.of(new Barrier(1), f64(3), f64(2)));
        draws(out);
        calls(out);
        dots(out);
        return out;
    }

    private static void draws(List<Sample> out) {
        for (var variate : Variate.values()) {
            for (var dtype : DType.values()) {
                if (variate.gives(dtype)) {
                    out.add(Sample.of(new RandomBits(variate, TensorType.of(dtype, 3), 0), tensor(4L, -7)));
                }
            }
        }
        out.add(Sample.atKink(new RandomGamma(), tensor(4L, -7), tensor(new double[][] {{0.3, 2}, {1, 9}})));
        out.add(Sample.of(new RandomPoisson(), tensor(4L, -7), convert(tensor(0.3, 20), DType.FLOAT32)));
        out.add(Sample.of(new IgammaShape(1), tensor(0.7, 3.1, 12), tensor(0.4, 3.3, 20)));
        out.add(Sample.of(new NoGradient("a test"), tensor(0.3f, 0.7f)));
    }

    private static void calls(List<Sample> out) {
        var inner = jit((Tensor x, Tensor y) -> sin(x).mul(y).add(exp(x))).graphFor(f64(3), f64(3));
        out.add(Sample.of(new Call(inner), f64(3), f64(3)));
        out.add(Sample.of(new Remat(inner, "nothing", 0), f64(3), f64(3)));
        var more = jit((Tensor x, Tensor y) -> List.of(sin(x).mul(y).add(exp(x)), sin(x), exp(x))).graphFor(f64(3),
                f64(3));
        out.add(Sample.of(new Remat(more, "some", 2), f64(3), f64(3)));
        out.add(Sample.of(new Named("a"), f64(3)));
        out.add(Sample.of(new Place(0), f64(3)));
        var doubled = Callback.of("double", in -> List.of(in.getFirst().mul(2)));
        out.add(Sample.of(new HostCall(doubled, List.of(TensorType.of(DType.INT64, 3)), HostCall.Effect.PURE,
                HostCall.Batching.EACH, List.of()), tensor(1L, 2, 3)));
        var pushed = jit((List<Tensor> in) -> in.get(3).mul(cos(in.get(0)).mul(in.get(1)).add(exp(in.get(0))))
                .add(in.get(4).mul(sin(in.get(0)))));
        var forward = pushed.graphFor(List.of(f64(3), f64(3), f64(3), f64(3), f64(3)));
        out.add(Sample.of(new CustomRule(inner, forward, true, 2), f64(3), f64(3)));
        var pulled = jit((List<Tensor> in) -> List.of(in.get(3).mul(cos(in.get(0)).mul(in.get(1)).add(exp(in.get(0)))),
                in.get(3).mul(sin(in.get(0)))));
        var reverse = pulled.graphFor(List.of(f64(3), f64(3), f64(3), f64(3)));
        out.add(Sample.of(new CustomRule(inner, reverse, false, 2), f64(3), f64(3)));
    }

    private static void dots(List<Sample> out) {
        out.add(Sample.of(new Dot(List.of(1), List.of(0), List.of(), List.of()), f64(3, 4), f64(4, 2)));
        out.add(Sample.of(new Dot(List.of(0), List.of(0), List.of(), List.of()), f64(4), f64(4)));
        out.add(Sample.of(new Dot(List.of(), List.of(), List.of(), List.of()), f64(3), f64(2)));
        out.add(Sample.of(new Dot(List.of(2), List.of(1), List.of(0), List.of(0)), f64(2, 3, 4), f64(2, 4, 5)));
        out.add(Sample.of(new Dot(List.of(3, 1), List.of(0, 2), List.of(2), List.of(3)), f64(2, 3, 5, 4),
                f64(4, 6, 3, 5)));
        out.add(Sample.of(new Dot(List.of(1), List.of(0), List.of(), List.of()), f64(3, 0), f64(0, 2)));
    }
}
