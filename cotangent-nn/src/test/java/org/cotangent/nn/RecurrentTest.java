package org.cotangent.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.Transforms.grad;
import static org.cotangent.Transforms.jit;

import java.util.List;
import org.cotangent.Fn1;
import org.cotangent.Fn2;
import org.cotangent.GradientCheck;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.junit.jupiter.api.Test;

class RecurrentTest {
    private static List<Cell<?>> cells() {
        var key = Ops.key(4);
        return List.of(RnnCell.of(key, 2, 3), GruCell.of(key, 2, 3), LstmCell.of(key, 2, 3)).stream()
                .<Cell<?>>map(c -> Leaves.convert(c, DType.FLOAT64)).toList();
    }

    private record Joint(Object layer, Tensor x) {
    }

    @Test
    void gradientsAreRight() {
        var x = RandomData.normal(1, 3, 2, 2);
        var weights = RandomData.normal(2, 3, 2, 6);
        for (var cell : cells()) {
            Fn1<Joint, Tensor> f = j -> Ops.sum(((Bidirectional) j.layer()).apply(j.x()).mul(weights));
            var report = GradientCheck.check(f, new Joint(new Bidirectional(cell, cell), x));
            assertThat(report.entries()).allMatch(e -> e.worstFirst() < 1e-6 && e.worstSecond() < 1e-4);
        }
    }

    @Test
    void partsOfASequenceAreTheSequence() {
        var x = RandomData.normal(3, 5, 2, 2);
        for (var cell : cells()) {
            halves(cell, x);
        }
    }

    private static <C> void halves(Cell<C> cell, Tensor x) {
        var layer = Recurrent.of(cell);
        var whole = layer.run(x, cell.zero(2));
        var first = layer.run(Ops.slice(x, 0, 0, 2), cell.zero(2));
        var second = layer.run(Ops.slice(x, 0, 2, 5), first.state());
        assertThat(Ops.allClose(whole.result(), Ops.concat(0, first.result(), second.result()), 1e-13, 1e-13)).isTrue();
        Leaves.zip(whole.state(), second.state(), (a, b) -> {
            assertThat(Ops.allClose(a, b, 1e-13, 1e-13)).isTrue();
            return a;
        });
        Fn2<Recurrent<C>, Tensor, Tensor> f = Recurrent::apply;
        for (var way : List.of(layer, layer.unroll())) {
            assertThat(Ops.allClose(jit(f).apply(way, x), whole.result(), 1e-13, 1e-13)).isTrue();
        }
        Fn2<Recurrent<C>, Tensor, Tensor> sum = (l, s) -> Ops.sum(Ops.square(l.apply(s)));
        Leaves.zip(grad(sum).apply(layer, x).cell(), grad(sum).apply(layer.unroll(), x).cell(), (a, b) -> {
            assertThat(Ops.allClose(a, b, 1e-12, 1e-12)).isTrue();
            return a;
        });
        var backward = layer.backwards().apply(Ops.flip(x, 0));
        assertThat(Ops.allClose(backward, Ops.flip(whole.result(), 0), 1e-13, 1e-13)).isTrue();
    }
}
