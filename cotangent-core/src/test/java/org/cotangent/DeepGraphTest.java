package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.cotangent.Transforms.grad;
import static org.cotangent.Transforms.jit;
import static org.cotangent.Transforms.jvp;
import static org.cotangent.core.Ops.sin;
import static org.cotangent.core.Ops.tensor;

import org.cotangent.core.Tensor;
import org.cotangent.core.Variable;
import org.cotangent.graph.Parser;
import org.cotangent.graph.Verifier;
import org.junit.jupiter.api.Test;

/// Very deep chains: recorded, differentiated twice, printed and evaluated without recursion, on the test's own thread.
///
/// `-Dcotangent.large=true` makes all chains 10^6 operations deep.
class DeepGraphTest {
    private static final boolean LARGE = Boolean.getBoolean("cotangent.large");
    private static final Tensor X = tensor(0.5).reshape();

    private static TensorFn chain(int depth) {
        return x -> {
            var y = x;
            for (int i = 0; i < depth; i++) {
                y = (i & 1) == 0 ? sin(y) : y.add(x);
            }
            return y;
        };
    }

    /// Value, first and second derivative of the chain in plain arithmetic.
    private static double[] reference(int depth) {
        double y = 0.5;
        double d = 1;
        double e = 0;
        for (int i = 0; i < depth; i++) {
            if ((i & 1) == 0) {
                e = Math.cos(y) * e - Math.sin(y) * d * d;
                d = Math.cos(y) * d;
                y = Math.sin(y);
            } else {
                y += 0.5;
                d += 1;
            }
        }
        return new double[] {y, d, e};
    }

    @Test
    void aMillionOperationsInReverseEager() {
        int depth = 1_000_000;
        var want = reference(depth);
        assertThat(grad(chain(depth)).apply(X).item()).isCloseTo(want[1], within(1e-9));
        var v = Variable.param(X);
        chain(depth).apply(v).backward();
        assertThat(v.grad().item()).isCloseTo(want[1], within(1e-9));
    }

    @Test
    void secondOrderBothWays() {
        int depth = LARGE ? 1_000_000 : 100_000;
        var want = reference(depth);
        assertThat(grad(grad(chain(depth))).apply(X).item()).isCloseTo(want[2], within(1e-9));
        assertThat(jvp(grad(chain(depth))).apply(X, tensor(1.0).reshape()).tangent().item())
                .isCloseTo(want[2], within(1e-9));
    }

    @Test
    void writtenDownPrintedReadAndRun() {
        int depth = LARGE ? 1_000_000 : 50_000;
        var want = reference(depth);
        var first = jit(grad(chain(depth)));
        assertThat(first.apply(X).item()).isCloseTo(want[1], within(1e-9));
        var graph = Verifier.verify(first.graphFor(X));
        assertThat(graph.equations().size()).isGreaterThan(depth);
        assertThat(Parser.parse(graph.toString())).isEqualTo(graph);
        var second = jit(grad(grad(chain(depth / 5))));
        assertThat(second.apply(X).item()).isCloseTo(reference(depth / 5)[2], within(1e-9));
    }
}
