package org.cotangent;

import java.util.List;
import java.util.function.Function;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Graph;
import org.cotangent.rewrite.Passes;
import org.cotangent.runtime.Programs;

/// A function that is written down once for each structure and type of its arguments and run as a graph from then on.
///
/// Values that the function captured are inputs of the graph, hidden ones; Java numbers and strings are part of it.
public abstract sealed class JitFn {
    private final Function<List<Object>, Object> function;
    private final Jit jit;

    private JitFn(Object user, Function<List<Object>, Object> function) {
        this.function = function;
        this.jit = new Jit(user);
    }

    /// One line for each time the function was traced, with the reason, and for each time it was compiled.
    public List<String> log() {
        return jit.log();
    }

    /// The program for arguments like these, traced if it was not.
    public Graph graphFor(Object... arguments) {
        return jit.program(function, arguments).graph();
    }

    /// The stability rewrites that were applied to the program for arguments like these, with the user's lines.
    public List<Rewrite> rewritesFor(Object... arguments) {
        return jit.program(function, arguments).applied().stream().filter(Rewrite::changes).map(Rewrite::of).toList();
    }

    /// The passes over the program for arguments like these: the program before and after each, and every rewrite.
    public List<Pass> passesFor(Object... arguments) {
        return passes(Integer.MAX_VALUE, arguments);
    }

    /// The program for arguments like these after its first `rewrites` single rewrites: 0 is the program as written.
    public Graph programAfter(int rewrites, Object... arguments) {
        return passes(rewrites, arguments).getLast().after();
    }

    /// For each stability rule that was applied to the program for arguments like these: the errors of both of its
    /// sides against true values, and where they differ on infinities and NaN. Takes seconds.
    public List<Certificate> certificatesFor(Object... arguments) {
        return Certificate.of(jit.program(function, arguments).applied());
    }

    private List<Pass> passes(int most, Object... arguments) {
        return Passes.run(jit.program(function, arguments).written(), most).stream().map(d -> new Pass(d.name(),
                d.why(), d.before(), d.after(), d.applied().stream().map(Rewrite::of).toList())).toList();
    }

    /// How the program for arguments like these is cut into steps: fused loops and single operations in the order in
    /// which they run, each with the bytes that it moves.
    public String scheduleFor(Object... arguments) {
        return Programs.of(graphFor(arguments)).schedule().toString();
    }

    /// Where the values inside the program for arguments like these lie while it runs compiled: bytes, the steps
    /// between which each is kept, and the user's line that made it.
    public String planFor(Object... arguments) {
        return Programs.of(graphFor(arguments)).plan().toString();
    }

    /// Compiles the program for arguments like these, runs it on them a number of times, and says for each step its
    /// shortest time, bytes and operations a second.
    public String profile(int runs, Object... arguments) {
        return jit.profile(function, runs, arguments);
    }

    /// As [#profile], in numbers: the steps in the order in which they run, each with its shortest time; none where the
    /// program could not be compiled.
    public List<StepTime> stepTimes(int runs, Object... arguments) {
        return jit.times(function, runs, arguments);
    }

    /// How the program for arguments like these came to run as fast as it does, traced if it was not: the times to its
    /// first result and to compiled code.
    public Tiers tiersFor(Object... arguments) {
        return jit.tiers(function, arguments);
    }

    /// Compiles the programs traced so far now and waits until their code is hot; programs traced later are compiled
    /// before their first run.
    public void compileNow() {
        jit.compileNow();
    }

    final Object call(Object... arguments) {
        return jit.call(function, arguments);
    }

    /// This function, whose calls from now on take the memory of the arguments at these positions (0 is the first) for
    /// what they make: for parameters and the state of optimisers, of which each call gives new ones. A donated tensor
    /// is gone with the call; touching it afterwards is a [org.cotangent.core.DonatedException]. Memory that others
    /// look at too (arrays and segments of yours, slices) is left alone. Inside of other transforms nothing is taken.
    ///
    /// @throws IndexOutOfBoundsException for a position that the function does not have
    public abstract JitFn donating(int... arguments);

    final void donate(int arity, int... arguments) {
        for (int a : arguments) {
            java.util.Objects.checkIndex(a, arity);
        }
        jit.donate(arguments);
    }

    /// Of a tensor function.
    public static final class Tensors extends JitFn implements TensorFn {
        Tensors(Object user, Function<List<Object>, Object> function) {
            super(user, function);
        }

        @Override
        public Tensors donating(int... arguments) {
            donate(1, arguments);
            return this;
        }

        @Override
        public Tensor apply(Tensor x) {
            return (Tensor) call(x);
        }
    }

    /// Of a function of one argument.
    public static final class One<A, R> extends JitFn implements Fn1<A, R> {
        One(Object user, Function<List<Object>, Object> function) {
            super(user, function);
        }

        @Override
        public One<A, R> donating(int... arguments) {
            donate(1, arguments);
            return this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public R apply(A x) {
            return (R) call(x);
        }
    }

    /// Of a function of two arguments.
    public static final class Two<A, B, R> extends JitFn implements Fn2<A, B, R> {
        Two(Object user, Function<List<Object>, Object> function) {
            super(user, function);
        }

        @Override
        public Two<A, B, R> donating(int... arguments) {
            donate(2, arguments);
            return this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public R apply(A x, B y) {
            return (R) call(x, y);
        }
    }

    /// Of a function of three arguments.
    public static final class Three<A, B, C, R> extends JitFn implements Fn3<A, B, C, R> {
        Three(Object user, Function<List<Object>, Object> function) {
            super(user, function);
        }

        @Override
        public Three<A, B, C, R> donating(int... arguments) {
            donate(3, arguments);
            return this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public R apply(A x, B y, C z) {
            return (R) call(x, y, z);
        }
    }

    /// Of a function of four arguments.
    public static final class Four<A, B, C, D, R> extends JitFn implements Fn4<A, B, C, D, R> {
        Four(Object user, Function<List<Object>, Object> function) {
            super(user, function);
        }

        @Override
        public Four<A, B, C, D, R> donating(int... arguments) {
            donate(4, arguments);
            return this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public R apply(A x, B y, C z, D w) {
            return (R) call(x, y, z, w);
        }
    }
}
