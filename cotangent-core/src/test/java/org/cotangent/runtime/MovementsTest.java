package org.cotangent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.core.Ops.*;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Elements;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Concat;
import org.cotangent.op.DynamicSlice;
import org.cotangent.op.DynamicUpdate;
import org.cotangent.op.Flip;
import org.cotangent.op.Fold;
import org.cotangent.op.Gather;
import org.cotangent.op.IndexMode;
import org.cotangent.op.Op;
import org.cotangent.op.Pad;
import org.cotangent.op.Permute;
import org.cotangent.op.Scatter;
import org.cotangent.op.Slice;
import org.cotangent.op.Split;
import org.cotangent.op.Unfold;
import org.cotangent.storage.Storage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Bulk movement against the reference, on tensors large enough to lie off the heap and to be split over the workers.
class MovementsTest {
    private final SplittableRandom random = new SplittableRandom(3);

    private Concrete x(DType dtype, long... sizes) {
        var s = Storage.allocate(dtype.cell(), Shape.of(sizes).count());
        for (long i = 0; i < s.count(); i++) {
            Elements.setDouble(dtype, s, i, random.nextInt(-1000, 1000));
        }
        return Concrete.of(TensorType.of(dtype, sizes), s);
    }

    private static List<Long> l(long... numbers) {
        return LongStream.of(numbers).boxed().toList();
    }

    private static void same(Op op, Tensor... operands) {
        var concrete = Arrays.stream(operands).map(Tensor::concrete).toList();
        var slow = op.evaluate(concrete, op.typeOf(concrete.stream().map(Concrete::type).toList()));
        var fast = Dispatch.bind(op, List.of(operands));
        for (int i = 0; i < slow.size(); i++) {
            var want = slow.get(i).storage().segment();
            assertThat(fast.get(i).type()).isEqualTo(slow.get(i).type());
            assertThat(want.mismatch(fast.get(i).concrete().storage().segment())).as("%s, result %d", op, i)
                    .isEqualTo(-1);
        }
    }

    private Tensor indices(int n, int bound) {
        return tensor(random.ints(n, 0, bound).toArray()).reshape(n, 1);
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void movesLargeTensorsAsTheReferenceDoes(DType dtype) {
        var square = x(dtype, 300, 259);
        same(new Permute(List.of(1, 0)), square);
        same(new Permute(List.of(2, 0, 3, 1)), x(dtype, 9, 33, 17, 20));
        same(new Permute(List.of(0, 2, 1)), x(dtype, 20, 70, 65));
        same(new Broadcast(Shape.of(300, 5, 77), List.of(0)), x(dtype, 300));
        same(new Broadcast(Shape.of(300, 5, 77), List.of(2)), x(dtype, 77));
        same(new Broadcast(Shape.of(90, 900), List.of()), x(dtype));
        same(new Flip(List.of(0, 1)), square);
        same(new Flip(List.of(1)), square);
        same(new Slice(l(3, 1), l(299, 258), l(2, 3)), square);
        same(new Slice(l(3, 1), l(6, 258), l(1, 1)), square);
        same(new Pad(l(3, -2), l(-1, 4), l(0, 1)), square, x(dtype));
        same(new Pad(l(100, 100), l(300, 40), l(0, 2)), x(dtype, 8, 9), x(dtype));
        same(new Concat(1), square, x(dtype, 300, 3), square);
        same(new Split(1, l(1, 158, 100)), square);
        same(new DynamicSlice(l(290, 200), IndexMode.ERROR), square, scalar(7L), scalar(50L));
        same(new DynamicUpdate(IndexMode.ERROR), square, x(dtype, 2, 200), scalar(7L), scalar(50L));
        same(new Unfold(l(3, 3), l(1, 2), l(1, 1), l(0, 0), l(0, 0)), square);
        same(new Unfold(l(3, 2), l(1, 2), l(2, 1), l(2, 1), l(0, 3)), square);
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void readsAndWritesByIndexAsTheReferenceDoes(DType dtype) {
        var square = x(dtype, 300, 259);
        var vector = x(dtype, 300 * 259);
        same(new Gather(List.of(0), l(1, 259), 0, 0, IndexMode.ERROR), square, indices(700, 300));
        same(new Gather(List.of(1), l(300, 1), 0, 1, IndexMode.ERROR), square, indices(400, 259));
        same(new Gather(List.of(1), l(1), 1, 0, IndexMode.ERROR), square, indices(30000, 259).reshape(300, 100, 1));
        same(new Gather(List.of(0), l(1), 0, 0, IndexMode.FILL), vector, indices(90000, 100000));
        same(new Gather(List.of(0), l(2, 1), 0, 0, IndexMode.CLIP), square, indices(5, 400));
        var set = Scatter.Kind.SET;
        same(new Scatter(set, List.of(0), 0, 0, IndexMode.ERROR), square, indices(700, 300), x(dtype, 700, 1, 259));
        same(new Scatter(set, List.of(1), 0, 1, IndexMode.DROP), square, indices(400, 300), x(dtype, 300, 400, 1));
        same(new Scatter(set, List.of(0), 0, 0, IndexMode.ERROR), vector, indices(70, 1000), x(dtype, 70, 1));
        if (dtype != DType.BOOL && !dtype.isHalf()) {
            var add = Scatter.Kind.ADD;
            same(new Scatter(add, List.of(0), 0, 0, IndexMode.ERROR), square, indices(700, 300), x(dtype, 700, 1, 259));
            same(new Scatter(add, List.of(0), 0, 1, IndexMode.ERROR), square, indices(20, 200), x(dtype, 100, 20, 2));
            same(new Scatter(add, List.of(0), 0, 0, IndexMode.DROP), vector, indices(9000, 100000), x(dtype, 9000, 1));
            same(new Fold(l(300, 259), l(3, 3), l(1, 2), l(1, 1), l(0, 0), l(0, 0)), x(dtype, 298, 129, 3, 3));
            same(new Fold(l(40, 50), l(2, 3), l(2, 2), l(2, 1), l(1, 0), l(1, 2)), x(dtype, 3, 20, 25, 2, 3));
        }
    }
}
