package org.cotangent.nn.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.cotangent.core.Ops.*;

import java.util.stream.Stream;
import org.cotangent.Fn1;
import org.cotangent.Transforms;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Densities integrate to 1, and maps between free and constrained numbers have the determinants that they claim.
class DensitiesTest {
    private static Tensor number(double v) {
        return tensor(v).reshape();
    }

    private static DynamicTest integral(String name, Density density, double low, double high, double mass) {
        return DynamicTest.dynamicTest(name, () -> {
            int n = 400_001;
            double h = (high - low) / (n - 1);
            var x = linspace(low, high, n, DType.FLOAT64);
            var inner = sum(exp(density.at(x))).item() - (exp(density.at(number(low))).item()
                    + exp(density.at(number(high))).item()) / 2;
            assertThat(inner * h).isCloseTo(mass, within(1e-4));
        });
    }

    @TestFactory
    Stream<DynamicTest> integrateToOne() {
        return Stream.of(
                integral("normal", Densities.normal(1, 2), -20, 22, 1),
                integral("halfNormal", Densities.halfNormal(2), 0, 30, 1),
                integral("logNormal", Densities.logNormal(0.2, 0.5), 1e-9, 40, 1),
                integral("cauchy", Densities.cauchy(1, 0.5), -9, 11, 2 / Math.PI * Math.atan(20)),
                integral("halfCauchy", Densities.halfCauchy(2), 0, 200, 2 / Math.PI * Math.atan(100)),
                integral("studentT", Densities.studentT(number(5), number(1), number(2)), -400, 400, 1),
                integral("laplace", Densities.laplace(number(0.5), number(1.5)), -40, 41, 1),
                integral("exponential", Densities.exponential(number(0.7)), 0, 40, 1),
                integral("gamma", Densities.gamma(3, 2), 1e-9, 40, 1),
                integral("inverseGamma", Densities.inverseGamma(number(4), number(2)), 1e-9, 400, 1),
                integral("beta", Densities.beta(number(2.5), number(3)), 1e-9, 1 - 1e-9, 1),
                integral("uniform", Densities.uniform(-1, 3), -1, 3, 1));
    }

    @Test
    void probabilitiesAddUpToOne() {
        var counts = arange(200, DType.FLOAT64);
        assertThat(sum(exp(Densities.poissonLog(number(Math.log(30))).at(counts))).item()).isCloseTo(1, within(1e-10));
        var few = arange(13, DType.FLOAT64);
        assertThat(sum(exp(Densities.binomialLogits(number(12), number(0.4)).at(few))).item()).isCloseTo(1,
                within(1e-10));
        assertThat(sum(exp(Densities.bernoulliLogits(number(-0.8)).at(tensor(0.0, 1)))).item()).isCloseTo(1,
                within(1e-12));
    }

    @Test
    void outsideThereIsNothingAndNoNaN() {
        for (var d : new Density[] {Densities.logNormal(0, 1), Densities.gamma(2, 1), Densities.halfCauchy(1),
            Densities.beta(number(2), number(2)), Densities.inverseGamma(number(2), number(1))}) {
            assertThat(d.at(number(-1)).item()).isEqualTo(Double.NEGATIVE_INFINITY);
            Fn1<Tensor, Tensor> f = x -> d.at(x);
            assertThat(Transforms.grad(f).apply(number(-1)).item()).isZero();
        }
    }

    private static DynamicTest map(String name, Constraint c, double... free) {
        return DynamicTest.dynamicTest(name, () -> {
            var u = tensor(free);
            var x = c.of(u);
            assertThat(c.free(x.shape())).isEqualTo(u.shape());
            assertThat(c.inverse(x).toDoubleArray()).containsExactly(free, within(1e-9));
            var j = Transforms.jacobian((Tensor v) -> slice(c.of(v), 0, 0, free.length)).apply(u);
            // lower triangular: the determinant is the product of the diagonal
            double logDet = 0;
            for (int i = 0; i < free.length; i++) {
                logDet += Math.log(index(j, i, i).item());
            }
            assertThat(c.logJacobian(u).item()).isCloseTo(logDet, within(1e-9));
        });
    }

    @TestFactory
    Stream<DynamicTest> mapsHaveTheirDeterminants() {
        return Stream.of(map("real", Constraint.REAL, 0.3, -2), map("positive", Constraint.POSITIVE, 0.3, -2),
                map("between", Constraint.between(-1, 4), 0.3, -2, 5), map("ordered", Constraint.ORDERED, 0.3, -2, 1),
                map("one", Constraint.ORDERED, 0.3), map("simplex", Constraint.SIMPLEX, 0.3, -2, 1));
    }

    @Test
    void aSimplexAddsUpAndZeroIsEqualShares() {
        assertThat(sum(Constraint.SIMPLEX.of(tensor(0.4, -3, 2))).item()).isCloseTo(1, within(1e-12));
        assertThat(Constraint.SIMPLEX.of(tensor(0.0, 0, 0)).toDoubleArray()).containsExactly(new double[] {0.25, 0.25,
            0.25, 0.25}, within(1e-12));
    }
}
