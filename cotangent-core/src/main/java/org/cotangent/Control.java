package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cotangent.LoopTrace.Flat;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Keys;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.op.Cond;
import org.cotangent.op.Hoist;
import org.cotangent.op.While;

/// Choices and loops that are part of the program: their functions are written down once, whatever the number of
/// iterations, run eagerly and under `jit`, and can be differentiated in both modes to any order and batched.
///
/// Carries, rows and results are tensors or nestings of records, lists and maps of tensors. What a function captures
/// is a constant of the loop, and gets its gradient like every other value.
@SuppressWarnings("unchecked")
public final class Control {
    private Control() {
    }

    /// What `yes` gives where the bool scalar holds, else what `no` gives; only that one runs.
    ///
    /// Under `vmap` with a condition for each example both run, and each example takes its own.
    public static <R> R cond(Tensor condition, Supplier<R> yes, Supplier<R> no) {
        return cond(condition, x -> yes.get(), x -> no.get(), List.of());
    }

    /// As above, of functions of an argument.
    public static <A, R> R cond(Tensor condition, Fn1<A, R> yes, Fn1<A, R> no, A argument) {
        if (!condition.type().equals(TensorType.of(DType.BOOL))) {
            throw new DTypeException("choose between two branches", "a condition of type " + condition.type(),
                    "give a bool scalar, such as x.gt(0); choose element by element with where(...)");
        }
        return choose(Ops.convert(condition, DType.INT32), argument, List.of(no, yes), List.of("no", "yes"));
    }

    /// What branch number `index` gives for the argument; `index` is an integer scalar, and a number that no branch
    /// has is a [org.cotangent.core.NumericsException].
    public static <A, R> R switchCase(Tensor index, A argument, List<Fn1<A, R>> branches) {
        if (!index.dtype().isInt() || index.rank() != 0 || branches.isEmpty()) {
            throw new DTypeException("choose between " + branches.size() + " branches", "an index of type "
                    + index.type(), "give an integer scalar and at least one branch");
        }
        var names = new ArrayList<String>();
        for (int i = 0; i < branches.size(); i++) {
            names.add("case_" + i);
        }
        return choose(Ops.convert(index, DType.INT32), argument, branches, names);
    }

    private static <A, R> R choose(Tensor index, A argument, List<Fn1<A, R>> branches, List<String> names) {
        var flat = Flat.of(argument, "x");
        var traces = new ArrayList<LoopTrace>();
        Keys.branches(branches.stream().map(f -> (Supplier<Boolean>) () -> traces.add(LoopTrace.of(
                names.get(traces.size()), in -> f.apply((A) flat.structure().build(in)), flat.types(), flat.paths(),
                traces.isEmpty() ? null : traces.getFirst().resultTypes()))).toList());
        LoopTrace.useKeys(traces, flat.leaves());
        for (int i = 0; i < branches.size(); i++) {
            if (!traces.get(i).result().equals(traces.getFirst().result())) {
                throw new StructureException("choose between branches", names.getFirst() + " that gives "
                        + traces.getFirst().result() + " and " + names.get(i) + " that gives "
                        + traces.get(i).result(), "return values of one form from all branches");
            }
        }
        var captured = LoopTrace.captured(traces);
        var operands = new ArrayList<Tensor>(List.of(index instanceof org.cotangent.core.Concrete c
                ? c.asLiteral(false) : index));
        operands.addAll(captured);
        operands.addAll(flat.leaves());
        var op = new Cond(traces.stream().map(t -> t.closed(captured)).toList());
        return (R) traces.getFirst().result().build(Hoist.bind(op, operands));
    }

    /// The carry after running `body` as long as `condition`, a bool scalar, holds.
    ///
    /// Reverse mode needs no bound on the number of iterations: see [Keep#bytes] for the memory it may use.
    public static <C> C whileLoop(Fn1<C, Tensor> condition, Fn1<C, C> body, C start) {
        return whileLoop(Loop.named("loop"), condition, body, start);
    }

    /// As above, with a name and a choice of memory for the way back.
    public static <C> C whileLoop(Loop loop, Fn1<C, Tensor> condition, Fn1<C, C> body, C start) {
        var flat = Flat.of(start, "carry");
        Function<List<Tensor>, C> built = in -> (C) flat.structure().build(in);
        var decides = LoopTrace.of(loop.name() + "_goes_on", in -> condition.apply(built.apply(in)), flat.types(),
                flat.paths(), null);
        var step = Keys.repeated("loop " + loop.name(), () -> LoopTrace.of(loop.name(),
                in -> body.apply(built.apply(in)), flat.types(), flat.paths(), flat.types()));
        LoopTrace.useKeys(List.of(step), flat.leaves());
        step.checkCarry(flat, -1);
        var captured = LoopTrace.captured(List.of(decides, step));
        var operands = new ArrayList<>(captured);
        operands.addAll(flat.leaves());
        var keep = loop.keep() == null ? Keep.ALL : loop.keep();
        var op = new While(decides.closed(captured), step.closed(captured), captured.size(), keep.bytes());
        return (C) flat.structure().build(Hoist.bind(op, operands));
    }

    /// The carry after `body(i, carry)` for i = 0 to n - 1; i is an i64 scalar.
    public static <C> C fori(long n, C start, Fn2<Tensor, C, C> body) {
        return fori(Loop.named("fori"), n, start, body);
    }

    /// As above, with a name and a choice of what is kept for the way back.
    public static <C> C fori(Loop loop, long n, C start, Fn2<Tensor, C, C> body) {
        return scan(loop.times(n), (Indexed<C> c, Object none) -> new Carried<>(
                new Indexed<>(c.index().add(loop.reverse() ? -1 : 1), body.apply(c.index(), c.carry())), null),
                new Indexed<>(Ops.full(TensorType.of(DType.INT64), loop.reverse() ? n - 1 : 0), start), null)
                .carry().carry();
    }

    /// The carry after `body(i, carry)` for i = from to below `to`, integer scalars that may be computed.
    public static <C> C fori(Loop loop, Tensor from, Tensor to, C start, Fn2<Tensor, C, C> body) {
        if (!from.dtype().isInt() || !to.dtype().isInt() || from.rank() + to.rank() != 0) {
            throw new DTypeException("run loop " + loop.name(), "bounds " + from.type() + " and " + to.type(),
                    "give integer scalars");
        }
        var last = Ops.convert(to, DType.INT64);
        return whileLoop(loop, (Indexed<C> c) -> c.index().lt(last),
                c -> new Indexed<>(c.index().add(1), body.apply(c.index(), c.carry())),
                new Indexed<>(Ops.convert(from, DType.INT64), start)).carry();
    }

    /// A carry with the counter of the loop.
    record Indexed<C>(Tensor index, C carry) {
    }

    /// The last carry, and all rows that the body gives, for the rows of `xs` along axis 0.
    public static <C, X, Y> Carried<C, Y> scan(Fn2<C, X, Carried<C, Y>> body, C start, X xs) {
        return scan(Loop.named("scan"), body, start, xs);
    }

    /// As above for `length` iterations without rows to read.
    public static <C, Y> Carried<C, Y> scan(long length, Fn1<C, Carried<C, Y>> body, C start) {
        return scan(Loop.named("scan").times(length), (c, none) -> body.apply(c), start, null);
    }

    /// As above, with a name, a direction, a length where `xs` is null, and a choice of what is kept for the way back.
    public static <C, X, Y> Carried<C, Y> scan(Loop loop, Fn2<C, X, Carried<C, Y>> body, C start, X xs) {
        var carry = Flat.of(start, "carry");
        var rows = Flat.of(xs, "x");
        long length = length(loop, rows);
        var types = new ArrayList<>(carry.types());
        rows.types().forEach(t -> types.add(t.with(t.shape().remove(0))));
        var names = new ArrayList<>(carry.paths());
        names.addAll(rows.paths());
        int n = carry.leaves().size();
        var step = Keys.repeated("loop " + loop.name(), () -> LoopTrace.of(loop.name(),
                in -> body.apply((C) carry.structure().build(in.subList(0, n)),
                        (X) rows.structure().build(in.subList(n, in.size()))), types, names, carry.types()));
        LoopTrace.useKeys(List.of(step), Stream.concat(carry.leaves().stream(), rows.leaves().stream()).toList());
        step.checkCarry(carry, 0);
        var captured = LoopTrace.captured(List.of(step));
        var operands = new ArrayList<>(captured);
        operands.addAll(carry.leaves());
        operands.addAll(rows.leaves());
        var all = Scans.run(step.closed(captured), length, captured.size(), n, loop, operands);
        return (Carried<C, Y>) step.result().build(all);
    }

    private static long length(Loop loop, Flat rows) {
        long length = loop.length();
        for (int i = 0; i < rows.leaves().size(); i++) {
            var t = rows.leaves().get(i).type();
            if (t.rank() == 0 || length >= 0 && t.shape().size(0) != length) {
                throw new ShapeException("run loop " + loop.name(), rows.paths().get(i) + " of type " + t
                        + (length < 0 ? "" : " for " + length + " iterations"),
                        "give tensors with one row along axis 0 for each iteration");
            }
            length = t.shape().size(0);
        }
        if (length < 0) {
            throw new ShapeException("run loop " + loop.name(), "no rows to read and no length",
                    "say how often with Loop.times(n), or use fori or whileLoop");
        }
        return length;
    }

    /// `f` of every row of `xs` along axis 0, one after the other; the results are stacked.
    public static <X, Y> Y map(Fn1<X, Y> f, X xs) {
        return scan(Loop.named("map"), (Object none, X x) -> new Carried<>(none, f.apply(x)), null, xs).out();
    }

    /// As above, `chunk` rows at a time: each chunk is one batch, as under `vmap`.
    public static <X, Y> Y map(long chunk, Fn1<X, Y> f, X xs) {
        return new Mapped<>(chunk, f).run(xs);
    }

    /// The running results `x0, f(x0, x1), f(f(x0, x1), x2), ...` along axis 0 of an `f` for which it does not matter
    /// where brackets stand, in a number of steps that grows with the logarithm of the length.
    ///
    /// `f` is written for single elements; it is batched.
    public static <X> X associativeScan(Fn2<X, X, X> f, X xs) {
        return associativeScan(f, xs, 0, false);
    }

    /// As above along another axis, or from the last element to the first: `f(x1, x2)` then stands before `x0`'s.
    public static <X> X associativeScan(Fn2<X, X, X> f, X xs, int axis, boolean reverse) {
        return new Prefixes<>(f, xs, axis).run(reverse);
    }

}
