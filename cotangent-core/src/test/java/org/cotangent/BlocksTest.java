package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;
import org.junit.jupiter.api.Test;

class BlocksTest {
    private record Line(Tensor slope, Tensor level) {
    }

    private static final Fn1<Line, Tensor> F = l -> sum(square(l.slope.mul(tensor(1.0, 2)))).mul(exp(sum(l.level)));
    private static final Line AT = new Line(tensor(0.5, -1), tensor(0.25, 0));

    @Test
    void aHessianOverARecordIsCompiledWithItsBlocks() {
        var eager = hessian(F).apply(AT);
        var compiled = jit(hessian(F)).apply(AT);
        assertThat(compiled.pairs()).isEqualTo(eager.pairs()).hasSize(4);
        for (var pair : eager.pairs()) {
            assertThat(compiled.get(pair.row(), pair.column()).toDoubleArray())
                    .containsExactly(eager.get(pair.row(), pair.column()).toDoubleArray(), within(1e-12));
        }
        assertThat(eager.get("slope", "slope").toDoubleArray()).containsExactly(new double[] {
                2 * Math.exp(0.25), 0, 0, 8 * Math.exp(0.25)}, within(1e-12));
    }

    @Test
    void aPairThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> hessian(F).apply(AT).get("slope", "height"))
                .isInstanceOf(StructureException.class).hasMessageContaining("height").hasMessageContaining("level");
    }
}
