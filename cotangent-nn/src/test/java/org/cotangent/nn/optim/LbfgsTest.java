package org.cotangent.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.cotangent.Fn1;
import org.cotangent.Transforms;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.nn.RandomData;
import org.junit.jupiter.api.Test;

class LbfgsTest {
    private record Point(Tensor x, Tensor y) {
    }

    private static Tensor rosenbrock(Point p) {
        return Ops.square(Ops.scalar(1).sub(p.x())).add(Ops.square(p.y().sub(Ops.square(p.x()))).mul(100));
    }

    @Test
    void findsTheMinimumOfRosenbrock() {
        Fn1<Point, Tensor> f = LbfgsTest::rosenbrock;
        var found = Lbfgs.standard().minimise(f, new Point(Ops.scalar(-1.2), Ops.scalar(1.0)), 1e-10, 100);
        assertThat(found.isConverged()).isTrue();
        assertThat(found.point().x().item()).isCloseTo(1, within(1e-8));
        assertThat(found.point().y().item()).isCloseTo(1, within(1e-8));
        assertThat(found.evaluations()).isLessThan(80);
    }

    @Test
    void findsTheMinimumInManyDimensions() {
        long n = 50;
        var scale = Ops.exp(Ops.linspace(0, 6, n, org.cotangent.core.DType.FLOAT64));
        var centre = RandomData.normal(1, n);
        Fn1<Tensor, Tensor> f = x -> Ops.sum(Ops.logCosh(x.sub(centre)).mul(scale));
        var found = Lbfgs.standard().minimise(f, RandomData.normal(2, n), 1e-9, 500);
        assertThat(found.isConverged()).isTrue();
        assertThat(Ops.allClose(found.point(), centre, 1e-7, 1e-7)).isTrue();
    }

    @Test
    void fitsTheSmallNetwork() {
        Fn1<Regression.Mlp, Tensor> f = Regression::loss;
        var found = Lbfgs.standard().minimise(f, Regression.start(), 1e-8, 200);
        assertThat(found.value()).isLessThan(5e-4);
    }

    @Test
    void saysThatItDidNotConverge() {
        Fn1<Tensor, Tensor> f = x -> Ops.sum(Ops.exp(x));
        var found = Lbfgs.standard().minimise(f, Ops.tensor(0.0), 1e-12, 3);
        assertThat(found.isConverged()).isFalse();
        assertThat(found.iterations()).isEqualTo(3);
    }

    /// On a quadratic function in three variables directions that remember everything end at the minimum.
    @Test
    void stepsAsAnOptimiser() {
        var a = Ops.tensor(new double[][] {{3, 1, 0}, {1, 2, .5}, {0, .5, 1}});
        var b = Ops.tensor(1.0, -2, .5);
        Fn1<Tensor, Tensor> f = p -> Ops.dot(p, Ops.matmul(a, p)).div(2).sub(Ops.dot(b, p));
        var o = Lbfgs.standard();
        var step = Transforms.jit((Stepped<Tensor> s) -> o.update(s.params(), Transforms.grad(f).apply(s.params()),
                s.state()));
        Tensor x = Ops.tensor(2.0, -1, 0.5);
        var s = new Stepped<>(x, o.start(x));
        for (int i = 0; i < 25; i++) {
            s = step.apply(s);
        }
        assertThat(Ops.allClose(Ops.matmul(a, s.params()), b, 1e-8, 1e-8)).isTrue();
    }
}
