package org.cotangent.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.core.Ops.arange;
import static org.cotangent.core.Ops.reshape;
import static org.cotangent.core.Ops.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;
import org.junit.jupiter.api.Test;

/// Orders, batches, and runs that are continued.
class ExamplesTest {
    record Pair(Tensor x, Tensor y) {
    }

    private static Indexed<Pair> pairs(int n) {
        return Examples.rows(new Pair(reshape(arange(0, 2 * n, 1, DType.FLOAT32), n, 2),
                arange(0, n, 1, DType.INT32)));
    }

    private static <T> List<T> all(Examples<T> examples, long epoch, long from) {
        var out = new ArrayList<T>();
        try (var c = examples.open(epoch, from)) {
            c.forEachRemaining(out::add);
        }
        return out;
    }

    private static List<Double> labels(Examples<Pair> examples, long epoch, long from) {
        return all(examples, epoch, from).stream()
                .flatMap(p -> java.util.Arrays.stream(p.y().toDoubleArray()).boxed()).toList();
    }

    @Test
    void rowsInBatchesKeepPairsTogether() {
        for (var b : all(pairs(10).shuffled(1).batched(3, false), 0, 0)) {
            var x = b.x().toDoubleArray();
            var y = b.y().toDoubleArray();
            for (int i = 0; i < y.length; i++) {
                assertThat(x[2 * i]).isEqualTo(2 * y[i]);
                assertThat(x[2 * i + 1]).isEqualTo(2 * y[i] + 1);
            }
        }
        assertThat(pairs(10).batched(3, false).size()).hasValue(4);
        assertThat(all(pairs(10).batched(3, true), 0, 0)).hasSize(3);
    }

    @Test
    void everyEpochHasItsOwnOrderAndCanBeContinued() {
        var shuffled = pairs(101).shuffled(7);
        var first = labels(shuffled, 0, 0);
        assertThat(first).isNotEqualTo(labels(shuffled, 1, 0)).isEqualTo(labels(pairs(101).shuffled(7), 0, 0))
                .isNotEqualTo(labels(pairs(101).shuffled(8), 0, 0));
        assertThat(first.stream().sorted().toList()).isEqualTo(IntStream.range(0, 101).mapToObj(i -> (double) i)
                .toList());
        var batches = shuffled.batched(10, false).map(p -> p).prefetched(2);
        assertThat(labels(batches, 3, 4)).isEqualTo(labels(shuffled, 3, 40));
        var mixed = pairs(101).map(p -> p).mixed(3, 16);
        assertThat(labels(mixed, 1, 30)).isEqualTo(labels(mixed, 1, 0).subList(30, 101));
        assertThat(labels(mixed, 1, 0)).isNotEqualTo(labels(mixed, 0, 0)).doesNotHaveDuplicates();
    }

    @Test
    void partsOfASplitShareNothing() {
        var parts = pairs(50).split(3, 0.8, 0.1, 0.1);
        var seen = new ArrayList<Double>();
        parts.forEach(p -> seen.addAll(labels(p, 0, 0)));
        assertThat(parts).extracting(Indexed::count).containsExactly(40L, 5L, 5L);
        assertThat(seen).hasSize(50).doesNotHaveDuplicates();
        assertThat(labels(parts.getFirst().batched(7, false), 0, 0)).isEqualTo(labels(parts.getFirst(), 0, 0));
    }

    @Test
    void examplesOfAListAreStacked() {
        var batches = all(Examples.of(List.of(tensor(1.0, 2), tensor(3.0, 4), tensor(5.0, 6))).batched(2, false), 0, 0);
        assertThat(batches.getFirst().toDoubleArray()).containsExactly(1, 2, 3, 4);
        assertThat(batches.getFirst().shape().sizes()).containsExactly(2, 2);
        assertThat(batches.getLast().shape().sizes()).containsExactly(1, 2);
        assertThatThrownBy(() -> Examples.rows(new Pair(tensor(1.0, 2), tensor(1.0))))
                .isInstanceOf(StructureException.class).hasMessageContaining("2 rows in x and 1 in y");
    }

    @Test
    void aFailureOnTheOtherThreadIsThrownHereAndClosingEndsTheThread() {
        Examples<Integer> broken = pairs(5).map(p -> {
            throw new IllegalStateException("broken");
        });
        try (var c = broken.prefetched(2).open(0, 0)) {
            assertThatThrownBy(c::hasNext).hasMessage("broken");
        }
        var c = pairs(100_000).map(p -> p).prefetched(1).open(0, 0);
        c.next();
        c.close();
        assertThat(Thread.getAllStackTraces().keySet()).noneMatch(t -> t.getName().equals("cotangent-prefetch"));
    }

    @Test
    void piecesOfATextAndTheirNextTokens() {
        var tokens = Characters.of("hello world");
        assertThat(tokens.decode(tokens.encode("low"))).isEqualTo("low");
        assertThat(Characters.of(tokens.alphabet()).size()).isEqualTo(tokens.size()).isEqualTo(8);
        assertThatThrownBy(() -> tokens.encode("x")).hasMessageContaining("U+0078");
        var pieces = Windows.of(tokens.encode("hello world"), 4, 4);
        assertThat(pieces.count()).isEqualTo(2);
        var last = pieces.get(1);
        assertThat(tokens.decode(ints(last.inputs())) + "|" + tokens.decode(ints(last.targets())))
                .isEqualTo("o wo| wor");
        assertThatThrownBy(() -> Windows.of(new int[4], 4, 1)).hasMessageContaining("more than 4 int32 tokens");
    }

    @Test
    void drawnPiecesTakeAllOfATextEquallyOften() {
        int length = 5;
        var all = Windows.of(java.util.stream.IntStream.range(0, 53).toArray(), length, 1);
        var drawn = all.drawn(3, 12);
        assertThat(drawn.count()).isEqualTo(12);
        var starts = new java.util.ArrayList<Long>();
        for (int e = 0; e < 3; e++) {
            for (int i = 0; i < 12; i++) {
                starts.add(drawn.place(e, i));
            }
        }
        for (int pass = 0; pass < 4; pass++) {
            var one = starts.subList(9 * pass, 9 * pass + 9);
            assertThat(one.stream().map(s -> s % length).distinct()).hasSize(1);
            assertThat(one).doesNotHaveDuplicates().allMatch(s -> s + length <= 52).isNotEqualTo(one.stream().sorted()
                    .toList());
        }
        assertThat(all.drawn(3, 12).place(2, 1)).isEqualTo(starts.get(25));
        assertThat(java.util.stream.LongStream.range(0, 9).map(i -> all.drawn(4, 12).place(0, i)).boxed().toList())
                .isNotEqualTo(starts.subList(0, 9));
        try (var c = drawn.batched(2, true).open(1, 1)) {
            assertThat(ints(Ops.select(c.next().inputs(), 1, 0))).containsExactly(starts.get(14).intValue(),
                    starts.get(15).intValue());
        }
        assertThat(Windows.of(new int[6], 5, 1).drawn(1, 3).place(0, 2)).isZero();
    }

    private static int[] ints(Tensor t) {
        return java.util.Arrays.stream(t.toDoubleArray()).mapToInt(d -> (int) d).toArray();
    }
}
