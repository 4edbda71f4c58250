package org.cotangent.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.Transforms.in;
import static org.cotangent.Transforms.jit;
import static org.cotangent.Transforms.out;
import static org.cotangent.Transforms.vmap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cotangent.Axes;
import org.cotangent.Fn1;
import org.cotangent.Fn2;
import org.cotangent.GradientCheck;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.Window;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What must hold for every layer: right gradients of parameters and input, one example as in a batch, staged as run.
class LayersTest {
    /// A layer, and an input with the batch in front.
    private record Case(Layer<?> layer, Tensor x) {
    }

    private static final Tensor KEY = Ops.key(7);

    private static Map<String, Case> cases() {
        var m = new LinkedHashMap<String, Case>();
        var rows = RandomData.normal(1, 3, 4);
        m.put("dense", new Case(Dense.of(KEY, 4, 3), rows));
        m.put("dense without bias", new Case(Dense.of(KEY, 4, 3).unbiased(), rows));
        m.put("conv1d", new Case(Convolution.of(KEY, 2, 3, Window.SAME.stride(2), 3), RandomData.normal(2, 2, 2, 5)));
        m.put("conv2d in groups", new Case(Convolution.of(KEY, 2, 4, Window.VALID.pad(1).groups(2), 2, 2),
                RandomData.normal(3, 2, 2, 3, 3)));
        m.put("conv3d", new Case(Convolution.of(KEY, 1, 2, Window.VALID, 2, 1, 2).unbiased(),
                RandomData.normal(4, 2, 1, 2, 2, 3)));
        m.put("transposed", new Case(ConvolutionTranspose.of(KEY, 2, 2, Window.VALID.stride(2), 2, 2),
                RandomData.normal(5, 2, 2, 2, 2)));
        m.put("largest", new Case(Pooling.largest(2, 2), RandomData.normal(6, 2, 1, 4, 4)));
        m.put("mean pool", new Case(Pooling.mean(2).moving(Window.SAME.stride(1)), RandomData.normal(7, 2, 2, 4)));
        m.put("mean inside", new Case(new Pooling(Pooling.Kind.MEAN_INSIDE, List.of(2L), Window.SAME.stride(1)),
                RandomData.normal(8, 2, 2, 4)));
        m.put("global pool", new Case(Pooling.global(), RandomData.normal(9, 2, 3, 2, 2)));
        m.put("flatten", new Case(new Flatten(), RandomData.normal(10, 2, 3, 2)));
        m.put("layer norm", new Case(moved(LayerNorm.of(4)), rows));
        m.put("rms norm", new Case(moved(RmsNorm.of(4)), rows));
        m.put("group norm", new Case(moved(GroupNorm.of(4, 2)), RandomData.normal(11, 2, 4, 3)));
        m.put("batch norm", new Case(moved(BatchNorm.of(3)), RandomData.normal(12, 4, 3, 2)));
        m.put("attention", new Case(Attention.of(KEY, 4, 2), RandomData.normal(13, 2, 3, 4)));
        m.put("grouped causal attention with rotation", new Case(Attention.of(KEY, 8, 4, 2).causally().with(
                new Rotary(100, true)), RandomData.normal(14, 1, 3, 8)));
        m.put("attention in one group", new Case(Attention.of(KEY, 4, 2, 1).with(Rotary.standard()),
                RandomData.normal(15, 2, 2, 4)));
        m.put("block", new Case(EncoderBlock.of(KEY, 4, 2).causally(), RandomData.normal(16, 1, 3, 4)));
        m.put("residual", new Case(new Residual<>(Dense.of(KEY, 4, 4)), rows));
        m.put("sequence", new Case(Sequential.of(Dense.of(KEY, 4, 5), Activation.TANH, LayerNorm.of(5),
                new Dropout(0.5), Dense.of(KEY, 5, 2)), rows));
        return m;
    }

    /// With other weights than the even ones at the beginning.
    private static <L> L moved(L layer) {
        var seed = new long[] {100};
        return Leaves.map(layer, t -> t.add(RandomData.normal(seed[0]++, t.shape().sizes()).to(t.dtype())));
    }

    private record Joint(Object layer, Tensor x) {
    }

    @SuppressWarnings("unchecked")
    private static Tensor run(Object layer, Tensor x) {
        var l = (Layer<Object>) layer;
        return l.apply(x, l.start() == null ? null : Leaves.convert(l.start(), x.dtype()));
    }

    private static Stream<DynamicTest> each(Function<Case, Runnable> check) {
        return cases().entrySet().stream().map(e -> DynamicTest.dynamicTest(e.getKey(), () -> check.apply(new Case(
                Leaves.convert(e.getValue().layer(), DType.FLOAT64), e.getValue().x())).run()));
    }

    @TestFactory
    Stream<DynamicTest> gradientsAreRight() {
        return each(c -> () -> {
            var weights = RandomData.normal(99, run(c.layer(), c.x()).shape().sizes());
            Fn1<Joint, Tensor> f = j -> Ops.sum(run(j.layer(), j.x()).mul(weights));
            var report = GradientCheck.check(f, new Joint(c.layer(), c.x()));
            assertThat(report.entries()).allMatch(e -> e.worstFirst() < 1e-6 && e.worstSecond() < 1e-4);
        });
    }

    @TestFactory
    Stream<DynamicTest> oneExampleIsAsInABatch() {
        return each(c -> () -> {
            Fn2<Object, Tensor, Tensor> single = (l, x) -> Ops.select(run(l, Ops.expandDims(x, 0)), 0, 0);
            var mapped = vmap(single, in(Axes.NONE, 0), out(0)).apply(c.layer(), c.x());
            assertThat(Ops.allClose(mapped, run(c.layer(), c.x()), 1e-12, 1e-12)).isTrue();
        });
    }

    @TestFactory
    Stream<DynamicTest> stagedIsAsRun() {
        return each(c -> () -> {
            Fn2<Object, Tensor, Tensor> f = LayersTest::run;
            assertThat(Ops.allClose(jit(f).apply(c.layer(), c.x()), run(c.layer(), c.x()), 1e-12, 1e-12)).isTrue();
        });
    }

    @TestFactory
    Stream<DynamicTest> float32StaysFloat32() {
        return cases().entrySet().stream().map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
            var y = run(e.getValue().layer(), e.getValue().x().to(DType.FLOAT32));
            assertThat(y.dtype()).isEqualTo(DType.FLOAT32);
        }));
    }
}
