package org.cotangent.runtime;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.cotangent.codegen.Conversions;
import org.cotangent.codegen.LaneKernels;
import org.cotangent.codegen.NumberKind;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Kernels;
import org.cotangent.core.Shape;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.lane.ReduceOp;
import org.cotangent.op.ArgReduce;
import org.cotangent.op.Binary;
import org.cotangent.op.Broadcast;
import org.cotangent.op.Call;
import org.cotangent.op.Control;
import org.cotangent.op.Conv;
import org.cotangent.op.Convert;
import org.cotangent.op.CumSum;
import org.cotangent.op.Cumulative;
import org.cotangent.op.Dot;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Factorization;
import org.cotangent.op.Indexing;
import org.cotangent.op.Movement;
import org.cotangent.op.Normalizing;
import org.cotangent.op.Op;
import org.cotangent.op.RandomBits;
import org.cotangent.op.RandomGamma;
import org.cotangent.op.RandomPoisson;
import org.cotangent.op.Recurrence;
import org.cotangent.op.Reduce;
import org.cotangent.op.Select;
import org.cotangent.op.Sort;
import org.cotangent.op.Sum;
import org.cotangent.op.TopK;
import org.cotangent.op.Tries;
import org.cotangent.schedule.PoolBack;
import org.cotangent.schedule.PoolMax;
import org.cotangent.storage.Storage;

/// Runs operations on generated kernels and libraries; what has no fast path runs on its reference evaluation.
public final class FastKernels implements Kernels {
    private static final long GRAIN = 1 << 15;
    private static final LaneKernels[] SELECT = selects();

    @Override
    public List<Concrete> evaluate(Op op, List<Concrete> operands, List<TensorType> types) {
        return switch (op) {
            case Call c -> Programs.of(c.graph()).run(operands);
            case Elementwise e -> List.of(elementwise(e, operands.toArray(Concrete[]::new), types.getFirst()));
            case Convert _ -> List.of(convert(operands.getFirst(), types.getFirst()));
            case Select _ -> List.of(select(operands, types.getFirst()));
            case Dot d -> List.of(MatrixProducts.dot(d, operands.get(0), operands.get(1), types.getFirst()));
            case Broadcast b when b.axes().isEmpty() -> List.of(repeated(operands.getFirst(), b.shape()));
            case Movement m -> m.evaluate(operands, types, Movements::move);
            case Indexing i -> Movements.evaluate(i, operands, types);
            case Sum s -> List.of(Reductions.run(ReduceOp.SUM, operands.getFirst(), s.axes(), types.getFirst()));
            case Reduce r -> List.of(Reductions.run(r.kind().combine(), operands.getFirst(), r.axes(),
                    types.getFirst()));
            case CumSum c -> List.of(Running.run(ReduceOp.SUM, null, operands.getFirst(), c.axis(), c.reverse()));
            case Cumulative c -> List.of(Running.run(c.kind().combine(), null, operands.getFirst(), c.axis(),
                    c.reverse()));
            case Recurrence r -> List.of(Running.run(ReduceOp.SUM, operands.get(0), operands.get(1), r.axis(),
                    r.reverse()));
            case Sort s -> Orders.sort(s, operands, types);
            case TopK t -> Orders.topK(t, operands.getFirst(), types);
            case Conv c -> List.of(Convolutions.run(c, operands.get(0), operands.get(1), types.getFirst()));
            case Factorization f -> List.of(Factorizations.run(f, operands, types.getFirst()));
            case Normalizing n -> List.of(Normalizations.run(n, operands.getFirst(), types.getFirst()));
            case ArgReduce a -> List.of(Orders.arg(a, operands.getFirst(), types.getFirst()));
            case RandomGamma g -> tries(g::fill, operands, types.getFirst());
            case RandomPoisson p -> tries(p::fill, operands, types.getFirst());
            case RandomBits r -> List.of(RandomFill.run(r, operands.getFirst(), types.getFirst()));
            case PoolMax p -> PoolLoops.max(p, operands.getFirst(), types);
            case PoolBack p -> PoolLoops.back(p, operands.get(0), operands.get(1), types);
            case Control c -> Loops.run(c, operands, types);
            default -> op.evaluate(operands, types);
        };
    }

    @Override
    public Concrete evaluate(Op op, Concrete a) {
        if (op instanceof Elementwise e && e.domain().takes(a.dtype())) {
            var type = a.type().with(e.resultType(a.dtype()));
            return elementwise(e, new Concrete[] {a}, type);
        }
        if (op instanceof Broadcast b && a.rank() == 0 && b.axes().isEmpty()) {
            return repeated(a, b.shape());
        }
        return Kernels.super.evaluate(op, a);
    }

    private static Concrete repeated(Concrete scalar, Shape shape) {
        var out = Storage.allocate(scalar.dtype().cell(), shape.count());
        out.fill(Movements.bits(scalar.storage(), 0));
        return Concrete.of(scalar.type().with(shape), out);
    }

    @Override
    public Concrete evaluate(Op op, Concrete a, Concrete b) {
        if (op instanceof Elementwise e && a.dtype() == b.dtype() && e.domain().takes(a.dtype())) {
            var shape = a.rank() == 0 ? b.shape() : a.shape();
            if (b.rank() == 0 || shape.equals(b.shape())) {
                return elementwise(e, new Concrete[] {a, b}, new TensorType(shape, e.resultType(a.dtype())));
            }
        }
        return Kernels.super.evaluate(op, a, b);
    }

    @Override
    public List<Concrete> evaluate(Graph g, List<Concrete> arguments) {
        return Programs.of(g).run(arguments);
    }

    @Override
    public void addInto(Concrete sum, Concrete more) {
        run(RowKernels.of(Binary.ADD, sum.dtype()), new Storage[] {sum.storage(), more.storage()}, new boolean[2],
                sum.storage());
    }

    private Concrete elementwise(Elementwise op, Concrete[] operands, TensorType type) {
        if (op instanceof Binary b && b.refusesZero(operands[0].dtype())) {
            op.checkDivisor(List.of(operands));
        }
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        var in = new Storage[operands.length];
        var single = new boolean[in.length];
        for (int i = 0; i < in.length; i++) {
            in[i] = operands[i].storage();
            single[i] = operands[i].rank() == 0 && type.rank() > 0;
        }
        run(RowKernels.of(op, operands[0].dtype()), in, single, out);
        return Concrete.of(type, out);
    }

    private static Concrete convert(Concrete x, TensorType type) {
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        var from = kind(x.dtype());
        var to = kind(type.dtype());
        Workers.run(0, out.count(), GRAIN, (first, last) -> Conversions.run(from, x.storage(), to, out, first, last));
        return Concrete.of(type, out);
    }

    private static NumberKind kind(DType dtype) {
        return switch (dtype) {
            case BOOL -> NumberKind.BOOL;
            case INT32 -> NumberKind.I32;
            case INT64 -> NumberKind.I64;
            case FLOAT16 -> NumberKind.F16;
            case BFLOAT16 -> NumberKind.BF16;
            case FLOAT32 -> NumberKind.F32;
            case FLOAT64 -> NumberKind.F64;
        };
    }

    private static Concrete select(List<Concrete> operands, TensorType type) {
        if (type.dtype().isHalf()) {
            return new Select().evaluate(operands, List.of(type)).getFirst();
        }
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        var in = new Storage[3];
        var single = new boolean[3];
        for (int i = 0; i < 3; i++) {
            in[i] = operands.get(i).storage();
            single[i] = operands.get(i).rank() == 0 && type.rank() > 0;
        }
        run(SELECT[type.dtype().ordinal()], in, single, out);
        return Concrete.of(type, out);
    }

    private static List<Concrete> tries(Tries.Fill fill, List<Concrete> operands, TensorType type) {
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        Workers.run(0, out.count(), 256, (from, to) -> fill.of(operands, out, from, to));
        return List.of(Concrete.of(type, out));
    }

    private static LaneKernels[] selects() {
        var all = new LaneKernels[DType.values().length];
        for (var d : DType.values()) {
            all[d.ordinal()] = d.isHalf() ? null : LaneKernels.of(Select.program(d));
        }
        return all;
    }

    private static void run(LaneKernels kernel, Storage[] in, boolean[] single, Storage out) {
        long grain = kernel.grain();
        if (out.count() < 2 * grain) {
            kernel.run(in, single, out, 0, out.count());
        } else {
            Workers.run(0, out.count(), grain, (from, to) -> kernel.run(in, single, out, from, to));
        }
    }
}
