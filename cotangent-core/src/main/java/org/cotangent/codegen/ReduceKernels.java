package org.cotangent.codegen;

import java.lang.System.Logger.Level;
import java.lang.constant.ClassDesc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.cotangent.codegen.Emitter.Form;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReduceOp;
import org.cotangent.lane.ReductionTree;

/// The kernels of one reduction: scalar at first, vector when they have been compiled behind the caller's back and pay.
final class ReduceKernels {
    private static final int TYPES = LaneType.values().length;
    private static final AtomicReferenceArray<ReduceKernels> ALL =
            new AtomicReferenceArray<>(ReduceOp.values().length * TYPES);
    /// Rows of a call while vector code is cold and slow.
    private static final int FEW_ROWS = 4;
    private static final long HOT = 1_000_000;

    private final ReduceOp op;
    private final LaneType type;
    private final ReduceKernel scalar;
    private volatile ReduceKernel array;
    private volatile ReduceKernel direct;
    private long heat;
    private boolean asked;

    private ReduceKernels(ReduceOp op, LaneType type) {
        this.op = op;
        this.type = type;
        this.scalar = load(Form.SCALAR);
        this.array = scalar;
        this.direct = scalar;
    }

    static ReduceKernels of(ReduceOp op, LaneType type) {
        int at = op.ordinal() * TYPES + type.ordinal();
        var known = ALL.get(at);
        if (known != null) {
            return known;
        }
        ALL.compareAndSet(at, null, new ReduceKernels(op, type));
        return ALL.get(at);
    }

    /// The bare input as a program.
    static LaneProgram bare(LaneType type) {
        return new LaneProgram("bare." + type.name().toLowerCase(), List.of(type), Lane.input(0, type));
    }

    private static String name(ReduceOp op, LaneType type) {
        return "reduce_" + op.name().toLowerCase() + "_" + type.name().toLowerCase();
    }

    /// The name of the shipped class.
    static ClassDesc shipped(ReduceOp op, LaneType type, Form form) {
        return ClassDesc.of(KernelClasses.SHIPPED, name(op, type) + (form == Form.SCALAR ? "$S" : "$V"));
    }

    private ReduceKernel load(Form form) {
        var name = shipped(op, type, form);
        try {
            return (ReduceKernel) Class.forName(name.packageName() + "." + name.displayName()).getConstructor()
                .newInstance();
        } catch (ClassNotFoundException e) {
            return emit(bare(type), op, new ReduceEmitter(form, 0));
        } catch (ReflectiveOperationException | LinkageError e) {
            System.getLogger("org.cotangent.codegen").log(Level.WARNING, "shipped kernel " + name.displayName()
                + " does not load; it is emitted afresh", e);
            return emit(bare(type), op, new ReduceEmitter(form, 0));
        }
    }

    /// Defines a hidden class for the reduction of a program's results.
    static ReduceKernel emit(LaneProgram program, ReduceOp op, ReduceEmitter emitter) {
        var bytes = emitter.emit(program, op, 0, ClassDesc.of(Kernel.class.getPackageName(), "Reducing"));
        try {
            return (ReduceKernel) MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass().getConstructor()
                .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no kernel for " + op + " of " + program.name(), e);
        }
    }

    ReduceKernel scalar() {
        return scalar;
    }

    /// The kernel for about `n` elements, on the heap or off it.
    ReduceKernel pick(long n, boolean heap) {
        if (!asked && (heat += n) > HOT) {
            ask();
        }
        return heap ? array : direct;
    }

    /// Has the vector form compiled in the background, once.
    void ask() {
        if (!asked) {
            asked = true;
            VectorWarmer.ask(this::warm);
        }
    }

    /// Compiles the vector form and takes it where it is faster; whether it was taken for arrays.
    synchronized boolean warm() {
        asked = true;
        if (array == scalar && KernelClasses.vectors()) {
            compete(load(Form.VECTOR));
        }
        return array != scalar;
    }

    private void compete(ReduceKernel vector) {
        int rows = ReductionTree.ROWS;
        int width = ReductionTree.columns(type);
        var in = new Object[] {Cells.array(type, rows * width)};
        var partial = Cells.array(type, 2 * width);
        var segments = new MemorySegment[] {Arena.ofAuto().allocate(rows * width * 8L, 64)};
        VectorWarmer.compete(FEW_ROWS, n -> vector.columns(in, null, partial, 0, width, Math.min(n, rows), width, 0),
            n -> scalar.columns(in, null, partial, 0, width, Math.min(n, rows), width, 0));
        if (VectorWarmer.compete(FEW_ROWS, n -> vector.rows(in, null, partial, 0, Math.min(n, rows), 0),
                n -> scalar.rows(in, null, partial, 0, Math.min(n, rows), 0))) {
            array = vector;
        }
        VectorWarmer.compete(FEW_ROWS,
                n -> vector.columnsOff(segments, null, partial, 0, width, Math.min(n, rows), width, 0),
            n -> scalar.columns(in, null, partial, 0, width, Math.min(n, rows), width, 0));
        if (VectorWarmer.compete(FEW_ROWS, n -> vector.rowsOff(segments, null, partial, 0, Math.min(n, rows), 0),
                n -> scalar.rows(in, null, partial, 0, Math.min(n, rows), 0))) {
            direct = vector;
        }
    }
}
