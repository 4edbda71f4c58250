package org.cotangent.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.Transforms.jit;

import org.cotangent.Fn2;
import org.cotangent.Fn3;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.junit.jupiter.api.Test;

class AttentionTest {
    private static Attention attention(int groups) {
        return Leaves.convert(Attention.of(Ops.key(1), 8, 4, groups).causally().with(Rotary.standard()),
                DType.FLOAT64);
    }

    /// Tokens one by one, or some at once, through the cache give what all at once give.
    @Test
    void aCacheGivesTheSame() {
        var x = RandomData.normal(1, 2, 6, 8);
        for (int groups : new int[] {1, 2, 4}) {
            var a = attention(groups);
            var wanted = a.apply(x);
            Fn3<Attention, Tensor, KvCache, Passed<KvCache>> f = Attention::next;
            var next = jit(f);
            var cache = a.cache(8, 2);
            for (int i = 0; i < 6; i = i == 0 ? 3 : i + 1) {
                int n = i == 0 ? 3 : 1;
                var passed = next.apply(a, Ops.slice(x, 1, i, i + n), cache);
                cache = passed.state();
                assertThat(Ops.allClose(passed.result(), Ops.slice(wanted, 1, i, i + n), 1e-12, 1e-12)).isTrue();
            }
            assertThat(cache.length().item()).isEqualTo(6);
        }
    }

    @Test
    void blocksWithCachesGiveTheSame() {
        var block = Leaves.convert(EncoderBlock.of(Ops.key(2), 8, 2).causally(), DType.FLOAT64);
        var x = RandomData.normal(2, 5, 8);
        var cache = block.attention().cache(5);
        var wanted = block.apply(x, null);
        for (int i = 0; i < 5; i++) {
            var passed = block.next(Ops.slice(x, 0, i, i + 1), cache);
            cache = passed.state();
            assertThat(Ops.allClose(passed.result(), Ops.slice(wanted, 0, i, i + 1), 1e-12, 1e-12)).isTrue();
        }
    }

    @Test
    void aFullCacheIsAnError() {
        var a = attention(4);
        var full = a.next(RandomData.normal(1, 4, 8), a.cache(4)).state();
        assertThatThrownBy(() -> a.next(RandomData.normal(1, 1, 8), full)).isInstanceOf(ShapeException.class)
                .hasMessageContaining("longer cache");
    }

    @Test
    void laterTokensAreNotSeen() {
        var a = attention(2);
        var x = RandomData.normal(3, 6, 8);
        var changed = Ops.concat(0, Ops.slice(x, 0, 0, 3), RandomData.normal(4, 3, 8));
        assertThat(Ops.allClose(Ops.slice(a.apply(x), 0, 0, 3), Ops.slice(a.apply(changed), 0, 0, 3), 1e-14, 1e-14))
                .isTrue();
    }

    /// Heads that share keys and values are heads whose keys and values are copies.
    @Test
    void groupedHeadsAreHeadsWithCopies() {
        var a = Leaves.convert(Attention.of(Ops.key(1), 8, 4, 2), DType.FLOAT64);
        var full = new Attention(a.queries(), copied(a.keys()), copied(a.values()), a.output(), 4, 4, false, null);
        var x = RandomData.normal(5, 2, 3, 8);
        assertThat(Ops.allClose(a.apply(x), full.apply(x), 1e-13, 1e-13)).isTrue();
        var mask = Ops.gt(RandomData.normal(6, 2, 3, 3), Ops.scalar(0));
        assertThat(Ops.allClose(a.attend(x, x, x, mask), full.attend(x, x, x, mask), 1e-13, 1e-13)).isTrue();
    }

    private static Dense copied(Dense d) {
        return new Dense(Ops.repeat(d.weight().reshape(8, 2, 2), 2, 1).reshape(8, 8),
                Ops.repeat(d.bias().reshape(2, 2), 2, 0).reshape(8));
    }

    /// Products of turned queries and keys depend on the distance alone, and lengths stay.
    @Test
    void rotationsKnowDistances() {
        var q = RandomData.normal(7, 1, 6);
        var k = RandomData.normal(8, 1, 6);
        for (var r : new Rotary[] {new Rotary(100, true), new Rotary(100, false)}) {
            Fn2<Long, Long, Double> product = (i, j) -> Ops.sum(r.apply(q, Ops.tensor(i)).mul(r.apply(k,
                    Ops.tensor(j)))).item();
            assertThat(product.apply(3L, 1L)).isCloseTo(product.apply(12L, 10L), org.assertj.core.data.Offset
                    .offset(1e-12));
            assertThat(Math.abs(product.apply(3L, 1L) - product.apply(3L, 2L))).isGreaterThan(1e-3);
            assertThat(Ops.norm(r.apply(q, Ops.tensor(5L))).item()).isCloseTo(Ops.norm(q).item(),
                    org.assertj.core.data.Offset.offset(1e-12));
        }
        assertThatThrownBy(() -> Rotary.standard().apply(RandomData.normal(1, 2, 3))).isInstanceOf(
                ShapeException.class);
    }

    @Test
    void widthsThatDoNotDivide() {
        assertThatThrownBy(() -> Attention.of(Ops.key(1), 10, 4)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Attention.of(Ops.key(1), 8, 4, 3)).isInstanceOf(ShapeException.class);
    }
}
