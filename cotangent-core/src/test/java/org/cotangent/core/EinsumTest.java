package org.cotangent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.core.Ops.*;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EinsumTest {
    private static Tensor range(long... sizes) {
        return sin(arange(Shape.of(sizes).count(), DType.FLOAT64)).reshape(sizes);
    }

    private static void same(Tensor got, Tensor want) {
        assertThat(got.type()).isEqualTo(want.type());
        assertThat(allClose(got, want, 1e-13, 1e-13)).as("%s and %s", got, want).isTrue();
    }

    @Test
    void saysWhatOtherFunctionsSay() {
        var a = range(3, 4);
        var b = range(4, 5);
        same(einsum("ij,jk->ik", a, b), matmul(a, b));
        same(einsum("ij,jk", a, b), matmul(a, b));
        same(einsum("ij->ji", a), transpose(a));
        same(einsum("ij->", a), sum(a));
        same(einsum("ij,ij->j", a, a), sum(square(a), 0));
        same(einsum("i,j->ij", range(3), range(2)), outer(range(3), range(2)));
        same(einsum("bij,bjk->bik", range(2, 3, 4), range(2, 4, 5)), matmul(range(2, 3, 4), range(2, 4, 5)));
        same(einsum("...ij,...jk->...ik", range(6, 1, 3, 4), range(2, 4, 5)),
                matmul(range(6, 1, 3, 4), range(2, 4, 5)));
        same(einsum(" i j , ", range(3, 4), scalar(2.0)), range(3, 4).mul(2));
    }

    @Test
    void repeatedNamesTakeDiagonals() {
        var a = range(3, 3);
        same(einsum("ii->i", a), diagonal(a));
        same(einsum("ii", a), sum(diagonal(a)));
        same(einsum("iji->j", range(1, 3, 1)), range(3));
        same(einsum("iii->i", range(2, 2, 2)),
                stack(List.of(index(range(2, 2, 2), 0, 0, 0), index(range(2, 2, 2), 1, 1, 1)), 0));
        same(einsum("ii,ij->j", a, range(3, 2)), matmul(diagonal(a), range(3, 2)));
    }

    @Test
    void sizesOfOneFitAnySize() {
        same(einsum("ij,ij->ij", range(3, 1), range(3, 4)), mul(range(3, 1), range(3, 4)));
        same(einsum("ij,jk->ik", range(3, 1), range(4, 2)), mul(range(3, 1), sum(range(4, 2), KeepDims.YES, 0)));
    }

    @Test
    void longFormulasContractInAGoodOrder() {
        var a = range(2, 100);
        var b = range(100, 3);
        var c = range(3, 100);
        var d = range(100, 2);
        same(einsum("ab,bc,cd,de->ae", a, b, c, d), matmul(matmul(a, b), matmul(c, d)));
        same(multiDot(range(100), b, c, range(100)), dot(dot(range(100), b), dot(c, range(100))));
        var many = new Tensor[10];
        Arrays.fill(many, range(2, 2));
        var power = range(2, 2);
        for (int i = 1; i < 10; i++) {
            power = matmul(power, range(2, 2));
        }
        same(einsum("ab,bc,cd,de,ef,fg,gh,hi,ij,jk->ak", many), power);
    }

    @Test
    void emptyAxesGiveZeros() {
        same(einsum("ij,jk->ik", zeros(TensorType.of(DType.FLOAT64, 2, 0)), zeros(TensorType.of(DType.FLOAT64, 0, 3))),
                zeros(TensorType.of(DType.FLOAT64, 2, 3)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ij->ji->ij | one -> at most", "ij,jk->ik | one term an operand", "i->i | name every axis",
                "ij->ik | each one once",
        "ij->ii | each one once", "i1->i | use letters", "....ij->ij | use letters"})
    void badFormulasAreExplained(String formula, String message) {
        assertThatThrownBy(() -> einsum(formula, range(2, 3))).isInstanceOf(ShapeException.class)
                .hasMessageContaining(message);
    }

    @Test
    void sizesThatDisagreeAreNamed() {
        assertThatThrownBy(() -> einsum("ij,jk->ik", range(2, 3), range(4, 2))).isInstanceOf(ShapeException.class)
                .hasMessageContaining("`j`").hasMessageContaining("4").hasMessageContaining("3");
    }
}
