package org.cotangent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.cotangent.core.Ops.*;

import java.util.function.BiFunction;
import org.cotangent.Transforms;
import org.junit.jupiter.api.Test;

/// Shape errors in programs that are written down say where each dimension came from.
class OriginsTest {
    private static String message(BiFunction<Tensor, Tensor, Tensor> f, Tensor x, Tensor w) {
        var e = catchThrowableOfType(ShapeException.class, () -> Transforms.jit((Tensor a, Tensor b) -> f.apply(a, b))
                .apply(x, w));
        return e.getMessage();
    }

    @Test
    void dimensionsLeadBackToInputs() {
        var text = message((x, w) -> relu(x.matmul(w)).transpose().add(x), ones(4, 3), ones(3, 5));
        assertThat(text).contains("operand 1: f32[5, 4]\n" + " ".repeat(24) + "|  `- 4: axis 0 of the input `",
                "\n" + " ".repeat(24) + "`- 5: axis 1 of the input `", "operand 2, `", "f32[4,3]\n", "f32[3,5]\n");
    }

    @Test
    void newDimensionsHaveTheLineThatMadeThem() {
        var text = message((x, w) -> concat(0, x, x).matmul(w), ones(4, 3), ones(2, 5));
        assertThat(text).contains("`- 8: made by concat at OriginsTest.java:").contains("`- 3: axis 1 of the input");
        assertThat(message((x, w) -> sum(x, 0).add(sum(w, 0)), ones(4, 3), ones(2, 5)))
                .contains("`- 3: axis 1 of the input").contains("`- 5: axis 1 of the input");
        assertThat(message((x, w) -> x.reshape(4, 3, 1).add(w), ones(4, 3), ones(2, 5)))
                .contains("`- 3: axis 1 of the input").contains("`- 1: made by reshape");
        assertThat(message((x, w) -> softmax(x).add(ones(7)), ones(4, 3), ones(2, 5)))
                .contains("`- 3: axis 1 of the input");
    }

    @Test
    void broadcastingFollowsTheOperandThatHasTheSize() {
        assertThat(message((x, w) -> x.add(w).matmul(ones(9, 2)), ones(4, 1), ones(1, 5)))
                .contains("`- 4: axis 0 of the input").contains("`- 5: axis 1 of the input");
    }

    @Test
    void itIsSaidOnceAndNotOfNumbers() {
        var text = message((x, w) -> x.matmul(w), ones(4, 3), ones(2, 5));
        assertThat(text.split("operand 1", -1)).hasSize(2);
        var eager = catchThrowableOfType(ShapeException.class, () -> ones(4, 3).matmul(ones(2, 5)));
        assertThat(eager.getMessage()).doesNotContain("operand 1");
    }
}
