package org.cotangent.runtime;

import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.op.Elementwise;
import org.cotangent.op.OpPrograms;
import org.cotangent.storage.Storage;
import org.cotangent.trace.Stage;

/// Random programs of what loops are made of: elementwise operations of all kinds, broadcasts along both axes, sums,
/// extremes and products of rows, of columns and of everything, movements.
final class RandomLoops {
    private static final List<Elementwise> ROWS = OpPrograms.rows().toList();

    private final SplittableRandom random;
    private final DType dtype;
    private final long rows;
    private final long columns;
    private final List<Tensor> pool = new ArrayList<>();

    private RandomLoops(SplittableRandom random, DType dtype, long rows, long columns) {
        this.random = random;
        this.dtype = dtype;
        this.rows = rows;
        this.columns = columns;
    }

    /// A program of `steps` steps over operands of `rows` times `columns` elements and the like.
    static Graph program(long seed, DType dtype, long rows, long columns, int steps) {
        var types = List.of(new TensorType(Shape.of(rows, columns), dtype),
                new TensorType(Shape.of(rows, columns), dtype), new TensorType(Shape.of(columns), dtype),
                new TensorType(Shape.of(rows), dtype), new TensorType(Shape.SCALAR, dtype),
                new TensorType(Shape.of(rows, columns), DType.BOOL));
        return Stage.trace("random" + seed, in -> new RandomLoops(new SplittableRandom(seed), dtype, rows, columns)
                .write(in, steps), types, null, null).graph();
    }

    private List<Tensor> write(List<Tensor> in, int steps) {
        pool.addAll(in);
        for (int s = 0; s < steps; s++) {
            var next = step();
            if (next != null) {
                pool.add(next);
            }
        }
        var results = new ArrayList<Tensor>();
        for (int i = pool.size() - 1; i >= 6 && results.size() < 4; i -= 1 + random.nextInt(3)) {
            results.add(pool.get(i));
        }
        results.add(pool.getLast());
        return results;
    }

    private Tensor step() {
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> unary();
            case 3, 4, 5, 6 -> binary();
            case 7 -> choice();
            case 8 -> converted();
            case 9 -> reduced(false);
            case 10 -> reduced(true);
            case 11 -> random.nextInt(3) == 0 && full() instanceof Tensor t && dtype.isFloat()
                    ? random.nextBoolean() ? softmax(t, -1) : logSoftmax(t, -1) : unary();
            case 12 -> moved();
            default -> any(dtype);
        };
    }

    private Tensor any(DType d) {
        for (int tries = 0; tries < 20; tries++) {
            var t = pool.get(random.nextInt(pool.size()));
            if (t.dtype() == d) {
                return t;
            }
        }
        return pool.getFirst();
    }

    private Tensor full() {
        for (int tries = 0; tries < 20; tries++) {
            var t = pool.get(random.nextInt(pool.size()));
            if (t.dtype() == dtype && t.shape().equals(Shape.of(rows, columns))) {
                return t;
            }
        }
        return pool.getFirst();
    }

    private Tensor unary() {
        var x = any(dtype);
        var op = row(1);
        return op == null ? x : Dispatch.bind(op, x);
    }

    private Elementwise row(int arity) {
        for (int tries = 0; tries < 50; tries++) {
            var op = ROWS.get(random.nextInt(ROWS.size()));
            boolean divides = op instanceof org.cotangent.op.Binary b && b.refusesZero(dtype);
            if (op.arity() == arity && op.domain().takes(dtype) && !divides) {
                return op;
            }
        }
        return null;
    }

    /// Two operands, one of them made to fit the other, as `Ops` does it.
    private Tensor binary() {
        var op = row(2);
        var x = any(dtype);
        var y = any(dtype);
        if (op == null) {
            return x;
        }
        if (random.nextInt(5) == 0) {
            return dtype.isFloat() ? add(x, scalar(0.75)) : mul(x, scalar(3));
        }
        x = fit(x);
        y = fit(y);
        return Dispatch.bind(op, x, y);
    }

    /// The value along rows or columns.
    private Tensor fit(Tensor x) {
        return fit(x, full());
    }

    private Tensor fit(Tensor x, Tensor otherwise) {
        if (x.rank() == 2 && x.size(0) == rows && x.size(1) == columns) {
            return x;
        }
        if (x.rank() == 1 && x.size(0) == rows && (rows != columns || random.nextBoolean())) {
            return broadcastTo(x.reshape(rows, 1), Shape.of(rows, columns));
        }
        return x.rank() == 0 || x.rank() == 1 && x.size(0) == columns ? broadcastTo(x, Shape.of(rows, columns))
                : x.dtype() == DType.BOOL ? lt(otherwise, scalar(0)) : otherwise;
    }

    private Tensor choice() {
        var mask = any(DType.BOOL);
        if (mask.dtype() != DType.BOOL || random.nextBoolean()) {
            mask = lt(fit(any(dtype)), fit(any(dtype)));
            pool.add(mask);
        }
        return where(fit(mask, full()), fit(any(dtype)), random.nextBoolean() ? scalar(2) : fit(any(dtype)));
    }

    private Tensor converted() {
        var all = List.of(DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.INT64, DType.BOOL);
        var there = convert(any(dtype), all.get(random.nextInt(all.size())));
        pool.add(there);
        return convert(there, dtype);
    }

    private Tensor reduced(boolean restore) {
        var x = any(dtype);
        if (x.rank() == 0) {
            return x;
        }
        int axis = random.nextInt(4) == 0 ? 0 : x.rank() - 1;
        if (random.nextInt(4) == 0) {
            return switch (random.nextInt(3)) {
                case 0 -> sum(x);
                case 1 -> max(x);
                default -> min(x);
            };
        }
        var r = switch (random.nextInt(4)) {
            case 0 -> max(x, axis);
            case 1 -> min(x, axis);
            case 2 -> prod(x, axis);
            default -> sum(x, axis);
        };
        return restore && x.rank() == 2 && axis == 1 ? sub(x, broadcastTo(r.reshape(r.size(0), 1), x.shape()))
                : r;
    }

    private Tensor moved() {
        var x = full();
        return switch (random.nextInt(4)) {
            case 0 -> x.reshape(rows * columns);
            case 1 -> x.reshape(rows * columns).reshape(rows, columns);
            case 2 -> permute(permute(x, 1, 0), 1, 0);
            default -> rows == columns ? permute(x, 1, 0) : x;
        };
    }

    /// Operands for a program.
    static List<Concrete> operands(Graph g, long seed) {
        var random = new SplittableRandom(seed);
        return g.inputTypes().stream().map(t -> operand(t, random)).toList();
    }

    private static Concrete operand(TensorType type, SplittableRandom random) {
        var s = Storage.allocate(type.dtype().cell(), type.shape().count());
        for (long i = 0; i < s.count(); i++) {
            double x = random.nextInt(40) == 0 ? random.nextDouble(-1e6, 1e6) : random.nextDouble(-3, 3);
            switch (type.dtype()) {
                case FLOAT32 -> s.setFloat(i, (float) x);
                case FLOAT64 -> s.setDouble(i, x);
                case INT32 -> s.setInt(i, (int) (x * 2));
                case INT64 -> s.setLong(i, (long) (x * 2));
                default -> s.setByte(i, (byte) (x > 0 ? 1 : 0));
            }
        }
        return Concrete.of(type, s);
    }
}
