package org.cotangent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Shape comments that are run.
class DimensionsTest {
    private static void fails(ThrowingCallable body, String... parts) {
        assertThatThrownBy(body).isInstanceOf(ShapeException.class).hasMessageContainingAll(parts);
    }

    @Test
    void namesNumbersAnythingAndTheRest() {
        var x = ones(2, 3, 4, 3);
        for (var good : new String[] {"a b c b", "2 b _ 3", "a ...", "... b", "a ... b", "... a b c b", "a b c b ...",
            "  a\tb c   b ", "_ _ _ _", "..."}) {
            assertThat(x.check(good)).isSameAs(x);
        }
        assertThat(ones().check("").rank()).isZero();
    }

    @Test
    void whatDoesNotAgreeIsAnError() {
        var x = ones(2, 3, 4);
        fails(() -> x.check("a b"), "read f32[2,3,4] as `a b`", "rank 3", "name 3 dimensions");
        fails(() -> x.check("a b c d ..."), "rank 3", "at most 3");
        fails(() -> x.check("a b 5"), "size 4 where 5 is wanted");
        fails(() -> x.check("a b a"), "size 4 for `a`, which is 2, from DimensionsTest.java:");
        fails(() -> x.check("a b c-d"), "the word `c-d`");
        fails(() -> x.check("... a ..."), "`...` twice");
        fails(() -> x.check("a b 99999999999999999999"), "the word `99999999999999999999`");
        fails(() -> x.check(""), "name 3 dimensions");
    }

    @Test
    void inATracedCallNamesHoldThroughout() {
        Tensor two = ones(2, 3);
        Tensor other = ones(5, 3);
        fails(() -> jit((Tensor x, Tensor y) -> x.check("n d").matmul(y.check("n d").transpose())).apply(two, other),
                "size 5 for `n`, which is 2");
        fails(() -> vmap((Tensor x, Tensor y) -> sum(x.check("n")).add(sum(y.check("n")))).apply(ones(4, 2),
                ones(4, 3)), "for `n`, which is 2");
        fails(() -> grad((Tensor x) -> sum(x.check("n").mul(concat(0, x, x).check("n")))).apply(ones(3)),
                "size 6 for `n`, which is 3");
        fails(() -> jit((Tensor x) -> grad((Tensor y) -> sum(y.check("n"))).apply(concat(0, x, x)).add(
                sum(x.check("n")))).apply(ones(3)), "size 3 for `n`, which is 6");
        fails(() -> jvp((Tensor x) -> grad((Tensor y) -> sum(y.check("n").mul(y)).add(sum(concat(0, x, x).check("n"))))
                .apply(x)).apply(ones(3), ones(3)), "size 6 for `n`, which is 3");
    }

    @Test
    void everyCallBeginsAnew() {
        var f = jit((Tensor x) -> x.check("n").mul(x));
        assertThat(f.apply(ones(2)).shape()).isEqualTo(Shape.of(2));
        assertThat(f.apply(ones(3)).shape()).isEqualTo(Shape.of(3));
        assertThat(ones(2).check("n").size(0)).isEqualTo(2);
        assertThat(ones(3).check("n").size(0)).isEqualTo(3);
    }

    @Test
    void anObjectTiesTensorsInEagerCode() {
        var names = new Dimensions();
        names.check(ones(2, 3), "n d");
        fails(() -> names.check(ones(4), "d"), "size 4 for `d`, which is 3");
        assertThat(names.check(ones(3), "d").rank()).isEqualTo(1);
    }

    @Test
    void laterMessagesCiteTheNames() {
        var q = ones(4, 3).check("time dim");
        var w = ones(2, 5).check("in out");
        fails(() -> q.matmul(w), "dimension `time` is 4, `dim` is 3 in operand 1, from DimensionsTest.java:",
                "dimension `in` is 2, `out` is 5 in operand 2, from DimensionsTest.java:", "contracted sizes");
        fails(() -> q.add(w), "`time` is 4", "`out` is 5 in operand 2");
        fails(() -> where(gt(q, scalar(0)), w, scalar(0)), "`in` is 2, `out` is 5 in operand 2");
        fails(() -> jit((Tensor x, Tensor y) -> x.check("time dim").matmul(y)).apply(ones(4, 3), ones(2, 5)),
                "`time` is 4, `dim` is 3 in operand 1");
        assertThatThrownBy(() -> q.matmul(ones(2, 5)))
                .satisfies(e -> assertThat(e.getMessage().split("`time`", -1)).hasSize(2));
    }
}
