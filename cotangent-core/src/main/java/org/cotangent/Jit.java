package org.cotangent;

import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Keys;
import org.cotangent.core.Structure;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.graph.KeyInputs;
import org.cotangent.op.Call;
import org.cotangent.rewrite.Passes;
import org.cotangent.rewrite.Rewriter;
import org.cotangent.runtime.Programs;

/// The programs that one call of `jit` has written down, found by the structure, static values and types of the
/// arguments.
final class Jit {
    private static final Logger LOG = System.getLogger("org.cotangent.jit");
    private static final int MOST = 64;
    /// Programs that are tried before keys are made.
    private static final int QUICK = 4;

    private record Key(List<Structure> structures, List<TensorType> types) {
    }

    record Program(Graph written, Graph graph, List<Tensor> captured, Structure result,
            List<Rewriter.Applied> applied, double seconds) {
    }

    private final Map<Key, Program> programs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Program> eldest) {
            return size() > MOST;
        }
    };
    private final List<String> log = new ArrayList<>();
    private final Object function;
    private volatile QuickCall[] quick = {};
    private volatile boolean[] donated;
    private Key last;
    private boolean now;

    /// No program yet; `function` is what the user gave, known by its class.
    Jit(Object function) {
        this.function = function;
    }

    /// The positions of the arguments whose memory calls may use for their results.
    void donate(int... arguments) {
        var flags = new boolean[java.util.Arrays.stream(arguments).max().orElse(-1) + 1];
        for (int a : arguments) {
            flags[a] = true;
        }
        donated = flags.length == 0 ? null : flags;
    }

    Object call(Function<List<Object>, Object> f, Object... arguments) {
        for (var q : quick) {
            var operands = q.operands(arguments);
            if (operands != null) {
                return q.run(operands, donated);
            }
        }
        return slowly(f, arguments);
    }

    private Object slowly(Function<List<Object>, Object> f, Object... arguments) {
        var flat = new Flattened(f, arguments);
        var program = program(flat);
        var known = QuickCall.of(flat, program);
        if (known != null) {
            remember(known);
            return known.run(known.operands(arguments), donated);
        }
        var operands = new ArrayList<>(flat.leaves());
        for (int i = 0; i < operands.size(); i++) {
            if (operands.get(i) instanceof Concrete c) {
                operands.set(i, c.asLiteral(false));
            }
        }
        operands.addAll(program.captured());
        if (Keys.isStrict()) {
            KeyInputs.of(program.graph()).forEach(i -> Keys.use("a staged function", operands.get(i)));
        }
        return program.result().build(Dispatch.bind(new Call(program.graph()), operands));
    }

    private synchronized void remember(QuickCall call) {
        var kept = Math.min(quick.length, QUICK - 1);
        var all = new QuickCall[kept + 1];
        all[0] = call;
        System.arraycopy(quick, 0, all, 1, kept);
        quick = all;
    }

    Program program(Function<List<Object>, Object> f, Object... arguments) {
        return program(new Flattened(f, arguments));
    }

    String profile(Function<List<Object>, Object> f, int runs, Object... arguments) {
        var flat = new Flattened(f, arguments);
        var program = program(flat);
        return Programs.of(program.graph()).profile(operands(flat, program), runs);
    }

    List<StepTime> times(Function<List<Object>, Object> f, int runs, Object... arguments) {
        var flat = new Flattened(f, arguments);
        var program = program(flat);
        return Programs.of(program.graph()).times(operands(flat, program), runs).stream()
                .map(t -> new StepTime(t.step(), t.seconds(), t.bytes(), t.operations())).toList();
    }

    Tiers tiers(Function<List<Object>, Object> f, Object... arguments) {
        var program = program(f, arguments);
        var p = Programs.of(program.graph()).progress();
        return new Tiers(program.seconds(), p.first(), p.ready(), p.runs());
    }

    private static List<Concrete> operands(Flattened flat, Program program) {
        var operands = new ArrayList<Concrete>();
        flat.leaves().forEach(t -> operands.add(t.concrete().asLiteral(false)));
        program.captured().forEach(t -> operands.add(t.concrete()));
        return operands;
    }

    synchronized void compileNow() {
        now = true;
        quick = new QuickCall[0];
        programs.values().forEach(p -> Programs.of(p.graph()).compileNow());
    }

    synchronized List<String> log() {
        var all = new ArrayList<>(log);
        programs.values().forEach(p -> all.addAll(Programs.of(p.graph()).lines()));
        return List.copyOf(all);
    }

    private synchronized Program program(Flattened flat) {
        var key = new Key(flat.structures(), flat.leaves().stream().map(Tensor::type).toList());
        var program = programs.get(key);
        if (program == null) {
            program = write(flat, key);
            programs.put(key, program);
            if (now) {
                Programs.of(program.graph()).compileNow();
            }
            note(key, program);
            last = key;
        }
        return program;
    }

    private static Program write(Flattened flat, Key key) {
        long start = System.nanoTime();
        var named = Naming.named("f", flat, key.types(), flat.names(), flat.roles());
        var staged = named.staged();
        var names = flat.names(named.roots(flat.structures().size()));
        staged.captured().forEach(_ -> names.add(null));
        var written = staged.graph().withInputNames(names);
        var passes = Passes.run(written);
        return new Program(written, passes.getLast().after(), staged.captured(), flat.result(),
                passes.stream().flatMap(p -> p.applied().stream()).toList(), (System.nanoTime() - start) / 1e9);
    }

    private void warn(String warning) {
        if (warning != null) {
            log.add(warning);
            LOG.log(Logger.Level.WARNING, warning);
        }
    }

    private void note(Key key, Program program) {
        if (last == null) {
            warn(Afresh.noticed(function));
        }
        var why = last == null ? "first call" : !last.structures().equals(key.structures())
                ? "structure or static values " + key.structures() + " instead of " + last.structures()
                        + "; what changes from call to call (such as a learning rate) should be a tensor"
                : "types " + key.types() + " instead of " + last.types();
        var line = "traced " + program.graph().equations().size() + " equations: " + why
                + (program.captured().isEmpty() ? "" : "; captured "
                        + program.captured().stream().map(Tensor::type).toList());
        log.add(line);
        LOG.log(Logger.Level.DEBUG, line);
    }
}
