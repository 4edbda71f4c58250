package org.cotangent.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.util.List;
import java.util.function.Supplier;
import org.cotangent.Carried;
import org.cotangent.Control;
import org.cotangent.TensorFn;
import org.cotangent.core.DType;
import org.cotangent.core.KeyReuseException;
import org.cotangent.core.Keys;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.junit.jupiter.api.Test;

/// The strict mode counts uses in the user's program.
class KeysTest {
    private static void reused(Supplier<?> body) {
        assertThatThrownBy(() -> Keys.strict(body)).isInstanceOf(KeyReuseException.class);
    }

    @Test
    void bothLinesAreNamed() {
        assertThatThrownBy(() -> Keys.strict(() -> {
            var k = key(1);
            normal(k, 3);
            return uniform(k, 3);
        })).isInstanceOf(KeyReuseException.class)
                .hasMessageContaining("cannot use a key in uniform")
                .hasMessageMatching("(?s).*used in normal at KeysTest.java:\\d+.*where: KeysTest.java:\\d+.*");
        var k = key(1);
        assertThat(normal(k, 3).toDoubleArray()).isEqualTo(normal(k, 3).toDoubleArray());
    }

    @Test
    void equalKeysAreOneKey() {
        reused(() -> normal(key(3), 2).add(normal(key(3), 4, 2)));
        reused(() -> {
            var keys = split(key(3), 2);
            return normal(index(keys, 0), 2).add(normal(keys, 2));
        });
        reused(() -> split(key(4), 2).add(split(key(4), 2)));
        reused(() -> gamma(key(4), tensor(1.0)).add(normal(key(4), 1)));
        assertThatCode(() -> Keys.strict(() -> {
            var keys = split(key(3), 3);
            normal(index(keys, 0), 2);
            uniform(foldIn(index(keys, 1), 1), 2);
            uniform(foldIn(index(keys, 1), 2), 2);
            beta(index(keys, 2), tensor(2.0), tensor(1.0));
            return laplace(index(keys, 1), TensorType.of(DType.FLOAT32, 2));
        })).doesNotThrowAnyException();
    }

    @Test
    void stagedAndTransformedPrograms() {
        TensorFn twice = k -> normal(k, 2).add(normal(k, 2));
        reused(() -> jit(twice).apply(key(1)));
        reused(() -> vmap(twice).apply(split(key(1), 2)));
        TensorFn indexed = keys -> normal(index(keys, 0), 2).add(uniform(index(keys, 0), 2));
        reused(() -> jit(indexed).apply(split(key(1), 2)));
        TensorFn once = k -> normal(k, 2);
        var staged = jit(once);
        staged.apply(key(9));
        reused(() -> staged.apply(key(1)).add(staged.apply(key(1))));
        reused(() -> staged.apply(key(1)).add(normal(key(1), 2)));
        assertThatCode(() -> Keys.strict(() -> {
            var keys = split(key(1), 3);
            TensorFn noisy = x -> sum(mul(mul(x, x), normal(index(keys, 2), 2)));
            grad(noisy).apply(tensor(1f, 2f));
            return vmap(once).apply(slice(keys, 0, 0, 2)).add(staged.apply(key(5)));
        })).doesNotThrowAnyException();
    }

    @Test
    void loopsAndChoices() {
        assertThatThrownBy(() -> Keys.strict(() -> {
            var k = key(1);
            return Control.fori(3, zeros(2), (i, x) -> x.add(normal(k, 2)));
        })).isInstanceOf(KeyReuseException.class).hasMessageContaining("every iteration of loop fori");
        assertThatCode(() -> Keys.strict(() -> {
            var keys = split(key(1), 3);
            Control.fori(3, zeros(2), (i, x) -> x.add(normal(foldIn(key(7), i), 2)));
            Control.cond(tensor(1.0).reshape().gt(0), () -> normal(index(keys, 0), 2),
                    () -> uniform(index(keys, 0), 2));
            return Control.scan(3, (Tensor k) -> {
                var two = split(k, 2);
                return new Carried<>(index(two, 0), normal(index(two, 1), 2));
            }, index(keys, 1));
        })).doesNotThrowAnyException();
        reused(() -> {
            var k = key(2);
            Control.scan(3, (Tensor c) -> new Carried<>(foldIn(c, 1), normal(c, 2)), k);
            return normal(k, 1);
        });
        reused(() -> {
            var k = key(2);
            Control.cond(tensor(1.0).reshape().gt(0), () -> normal(k, 2), () -> zeros(2));
            return normal(k, 1);
        });
    }

    @Test
    void branchesAndIterations() {
        Supplier<Tensor> draw = () -> normal(key(1), 2);
        assertThatCode(() -> Keys.strict(() -> Keys.branches(List.of(draw, draw)))).doesNotThrowAnyException();
        reused(() -> {
            Keys.branches(List.of(draw, () -> zeros(2)));
            return draw.get();
        });
        assertThatThrownBy(() -> Keys.strict(() -> Keys.repeated("scan", draw))).isInstanceOf(KeyReuseException.class)
                .hasMessageContaining("every iteration of scan");
        TensorFn carried = k -> normal(k, 2);
        assertThatCode(() -> Keys.strict(() -> Keys.repeated("scan", () -> jit(carried).graphFor(key(1)))))
                .doesNotThrowAnyException();
        assertThat(Keys.isStrict()).isFalse();
        assertThat(Keys.branches(List.of(draw)).getFirst().toDoubleArray()).isEqualTo(draw.get().toDoubleArray());
    }
}
