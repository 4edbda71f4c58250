package org.cotangent.core;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.cotangent.op.Op;

/// Gives a meaning to operations: record them, push tangents along, carry a hidden axis, or write them down.
///
/// Interpreters that start later lie above those that started before; an operation goes to the highest one among its
/// operands.
public abstract class Interpreter {
    private static final AtomicLong LEVELS = new AtomicLong();

    private final long level = LEVELS.incrementAndGet();
    private final Thread owner = Thread.currentThread();
    private boolean ended;
    private List<SourceLine> lines;
    private Dimensions dimensions;

    /// The results of `op`; at least one operand is a tracer of this interpreter, or this is the current interpreter.
    public abstract List<Tensor> bind(Op op, List<Tensor> operands);

    /// What all tracers of one value have in common, such as its variable in a graph; a tensor further out where a
    /// tracer stands for one.
    public Object identity(Traced tracer) {
        return tracer;
    }

    /// The level of the interpreter that started last.
    static long newest() {
        return LEVELS.get();
    }

    /// Position in the stack of interpreters: higher is further in.
    public final long level() {
        return level;
    }

    /// The interpreter that this one's program is a part of; null where it is known by the values alone.
    public Interpreter enclosing() {
        return null;
    }

    /// The names of dimensions in this interpreter's function.
    final Dimensions dimensions() {
        dimensions = dimensions == null ? new Dimensions() : dimensions;
        return dimensions;
    }

    /// Marks the traced function as over; its tracers may not be used any more.
    public final void end() {
        ended = true;
    }

    /// The user's lines behind the operations that come now; null where they are on the stack.
    public final List<SourceLine> lines() {
        return lines;
    }

    public final void setLines(List<SourceLine> lines) {
        this.lines = lines;
    }

    final void checkUsable(Tensor tracer) {
        if (ended || Thread.currentThread() != owner) {
            throw new LeakedTracerException("use a traced value "
                    + (ended ? "after its function returned" : "on another thread"),
                    tracer.type() + " of " + getClass().getSimpleName(),
                    ended ? "return it from the traced function instead of keeping it in a field or list"
                            : "do the work on the thread that called the transformation, or transform inside the task");
        }
    }
}
