package org.cotangent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Elements;
import org.cotangent.core.TensorType;
import org.cotangent.op.ArgReduce;
import org.cotangent.op.Conv;
import org.cotangent.op.CumSum;
import org.cotangent.op.Cumulative;
import org.cotangent.op.Op;
import org.cotangent.op.Recurrence;
import org.cotangent.op.Reduce;
import org.cotangent.op.Sort;
import org.cotangent.op.Sum;
import org.cotangent.op.TopK;
import org.cotangent.storage.Storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Fast reductions, running operations and sorts have the bits of the reference evaluation.
class OrderedKernelsTest {
    private static final SplittableRandom RANDOM = new SplittableRandom(3);
    private final FastKernels fast = new FastKernels();

    /// Few different values, so that there are ties, with zeros of both signs and, for floats, NaN.
    private static Concrete values(DType dtype, boolean nan, long... sizes) {
        var type = TensorType.of(dtype, sizes);
        var s = Storage.allocate(dtype.cell(), type.shape().count());
        for (long i = 0; i < s.count(); i++) {
            int v = RANDOM.nextInt(-20, 20);
            double x = nan && v == 7 ? Double.NaN : v == 3 ? -0.0 : v * 0.37;
            Elements.setDouble(dtype, s, i, dtype.isFloat() ? x : v);
        }
        return Concrete.of(type, s);
    }

    static Stream<Op> along() {
        var out = new ArrayList<Op>();
        for (int axis = 0; axis < 3; axis++) {
            for (boolean flag : new boolean[] {false, true}) {
                out.add(new Sort(axis, 1, flag));
                out.add(new TopK(2, axis, flag));
                out.add(new CumSum(axis, flag));
                for (var kind : Cumulative.Kind.values()) {
                    out.add(new Cumulative(kind, axis, flag));
                }
            }
            out.add(new ArgReduce(ArgReduce.Kind.MAX, axis));
            out.add(new ArgReduce(ArgReduce.Kind.MIN, axis));
        }
        for (var axes : List.of(List.of(0), List.of(1), List.of(2), List.of(0, 1), List.of(0, 2), List.of(0, 1, 2))) {
            out.add(new Sum(axes));
            out.add(new Reduce(Reduce.Kind.PROD, axes));
            out.add(new Reduce(Reduce.Kind.MAX, axes));
        }
        return out.stream();
    }

    @ParameterizedTest
    @MethodSource("along")
    void fastIsReference(Op op) {
        for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32, DType.INT64, DType.INT32)) {
            same(op, values(dtype, false, 3, 70, 5));
            same(op, values(dtype, false, 2, 5, 200));
            same(op, values(dtype, dtype.isFloat(), 3, 40, 2));
        }
    }

    @ParameterizedTest
    @MethodSource("along")
    void emptyAxesAreFine(Op op) {
        if (!(op instanceof TopK) && !(op instanceof ArgReduce)) {
            same(op, values(DType.FLOAT64, false, 0, 4, 5));
            same(op, values(DType.FLOAT64, false, 3, 0, 5));
            same(op, values(DType.FLOAT64, false, 3, 4, 0));
        }
    }

    @ParameterizedTest
    @MethodSource("several")
    void fastIsReferenceOfSeveral(Op op, List<Concrete> operands) {
        same(op, operands.toArray(Concrete[]::new));
    }

    static Stream<Arguments> several() {
        var out = new ArrayList<Arguments>();
        for (boolean flag : new boolean[] {false, true}) {
            for (int axis = 0; axis < 2; axis++) {
                out.add(Arguments.of(new Sort(axis, 2, flag), List.of(values(DType.FLOAT32, true, 60, 70),
                        values(DType.INT64, false, 60, 70), values(DType.INT32, false, 60, 70))));
                out.add(Arguments.of(new Recurrence(axis, flag),
                        List.of(values(DType.FLOAT64, false, 30, 40), values(DType.FLOAT64, false, 30, 40))));
            }
        }
        return out.stream();
    }

    @Test
    void longsSortExactly() {
        var x = Concrete.of(TensorType.of(DType.INT64, 5),
                Storage.ofArray(new long[] {Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 1, -1, 0}));
        var y = fast.evaluate(new Sort(0, 1, false), List.of(x), List.of(x.type())).getFirst();
        assertThat(y.storage().array())
                .isEqualTo(new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE - 1, Long.MAX_VALUE});
    }

    @Test
    void convolutionsAgreeWithTheReference() {
        var x = values(DType.FLOAT64, false, 2, 6, 9, 8);
        var w = values(DType.FLOAT64, false, 4, 3, 3, 2);
        var op = new Conv(List.of(2L, 1L), List.of(1L, -1L), List.of(2L, 0L), List.of(2L, 1L), List.of(1L, 3L), 2);
        var types = op.typeOf(List.of(x.type(), w.type()));
        var got = fast.evaluate(op, List.of(x, w), types).getFirst().toDoubleArray();
        assertThat(got).containsExactly(op.evaluate(List.of(x, w), types).getFirst().toDoubleArray(),
                Offset.offset(1e-12));
    }

    private void same(Op op, Concrete... operands) {
        var in = List.of(operands);
        var types = op.typeOf(in.stream().map(Concrete::type).toList());
        var want = op.evaluate(in, types);
        var got = fast.evaluate(op, in, types);
        for (int i = 0; i < types.size(); i++) {
            assertThat(got.get(i).type()).isEqualTo(types.get(i));
            assertThat(got.get(i).toDoubleArray()).as("%s of %s", op, operands[0].type())
                    .isEqualTo(want.get(i).toDoubleArray());
        }
    }
}
