package org.cotangent.runtime;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.graph.Graph;
import org.cotangent.schedule.MemoryPlan;
import org.cotangent.schedule.Schedule;

/// The programs that run in this process: each begins equation by equation on the kernels of the jar, and is compiled
/// on a background thread when it proves hot. Equal graphs are one program.
///
/// `-Dcotangent.compile=off` never compiles, `now` compiles before the first run, `lazy` (the default) when hot.
public final class Programs {
    /// When programs are compiled.
    public enum Mode { OFF, LAZY, NOW }

    private static final System.Logger LOG = System.getLogger("org.cotangent.compile");
    private static final int MOST = 512;
    private static final int LINES = 1000;
    /// Equations of a program that is compiled at most.
    private static final int LARGEST = 20_000;
    /// Runs, or nanoseconds spent, after which a program is compiled.
    private static final int HOT_CALLS = 20;
    private static final long HOT_CALLS_NANOS = 1_000_000;
    private static final long HOT_NANOS = 20_000_000;
    private static final Mode MODE = mode(System.getProperty("cotangent.compile"));
    private static final boolean WARM = !"false".equals(System.getProperty("cotangent.compile.warm"));
    /// Equations of all programs that are remembered, but for the newest.
    private static final long MOST_EQUATIONS = 50_000;
    private static final LinkedHashMap<Key, Programs> ALL = new LinkedHashMap<>(64, 0.75f, true);
    private static long equations;
    private static final List<String> LINES_LOG = new ArrayList<>();

    /// Equal graphs whose inputs and results lie alike are one program.
    private record Key(Graph graph, List<Boolean> far) {
    }

    private final Graph graph;
    private final List<Boolean> far;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private volatile Program program;
    private volatile Program first;
    private boolean asked;
    private boolean failed;
    private long calls;
    private long nanos;
    private final long born = System.nanoTime();
    private volatile long firstNanos;
    private volatile long readyNanos;
    private volatile long callsBefore;

    private Programs(Key key) {
        this.graph = key.graph;
        this.far = key.far;
    }

    static Mode mode(String text) {
        if (text == null) {
            return Mode.LAZY;
        }
        try {
            return Mode.valueOf(text.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("-Dcotangent.compile=" + text + "; write off, lazy or now", e);
        }
    }

    /// The program of a graph.
    public static Programs of(Graph g) {
        return of(g, List.of());
    }

    /// The program of a graph; `far` marks inputs, and after them results, that lie off the heap though they are small.
    static Programs of(Graph g, List<Boolean> far) {
        var key = new Key(g, far);
        synchronized (ALL) {
            var found = ALL.get(key);
            if (found == null) {
                found = new Programs(key);
                ALL.put(key, found);
                equations += g.equations().size();
                while (ALL.size() > 1 && (ALL.size() > MOST || equations > MOST_EQUATIONS)) {
                    equations -= ALL.pollFirstEntry().getKey().graph.equations().size();
                }
            }
            return found;
        }
    }

    /// What was compiled, why, and how long it took: one line each, the newest last.
    public static List<String> log() {
        synchronized (LINES_LOG) {
            return List.copyOf(LINES_LOG);
        }
    }

    /// What was done with this program: one line each.
    public List<String> lines() {
        return List.copyOf(lines);
    }

    private void report(String line) {
        lines.add(line);
        note(line);
    }

    private static void note(String line) {
        synchronized (LINES_LOG) {
            if (LINES_LOG.size() == LINES) {
                LINES_LOG.removeFirst();
            }
            LINES_LOG.add(line);
        }
        LOG.log(Level.DEBUG, line);
    }

    /// The results on concrete arguments whose types have been checked.
    public List<Concrete> run(List<Concrete> arguments) {
        return run(arguments, null);
    }

    /// The same; arguments that `ends` marks (null: none) are donated: they are gone afterwards, and their memory is
    /// used again.
    public List<Concrete> run(List<Concrete> arguments, boolean[] ends) {
        var compiled = ready();
        if (compiled != null) {
            return run(compiled, arguments, ends);
        }
        var out = interpret(arguments);
        if (ends != null) {
            Donation.end(arguments, ends, out);
        }
        return out;
    }

    /// The compiled program, or null while there is none.
    Program ready() {
        if (program == null && MODE == Mode.NOW) {
            compile("asked for by -Dcotangent.compile=now");
        }
        return program;
    }

    /// Takes note of a run by single kernels.
    void spent(long more) {
        firstNanos = calls == 0 ? more : firstNanos;
        nanos += more;
        calls++;
        if (MODE == Mode.LAZY && !asked && (calls >= HOT_CALLS && nanos > HOT_CALLS_NANOS || nanos > HOT_NANOS)) {
            asked = true;
            Background.ask(this);
        }
    }

    /// Runs on this form, whose code is there and not hot, until a hot one has been made, which begins now.
    void begin(Program quick, String why) {
        first = quick;
        report(why);
        if (MODE == Mode.LAZY && !asked && program == null) {
            asked = true;
            Background.ask(this);
        }
    }

    private static List<Concrete> run(Program compiled, List<Concrete> arguments, boolean[] ends) {
        return Dispatch.current() == null ? compiled.run(arguments, ends)
                : Dispatch.with(null, () -> compiled.run(arguments, ends));
    }

    private List<Concrete> interpret(List<Concrete> arguments) {
        long start = System.nanoTime();
        var quick = first;
        var out = quick != null ? run(quick, arguments, null) : graph.oneByOne(arguments);
        spent(System.nanoTime() - start);
        return out;
    }

    /// Compiles the program on this thread, unless it has been; returns when its code is hot.
    public void compileNow() {
        compile("asked for");
    }

    private synchronized void compile(String why) {
        if (program != null || failed) {
            return;
        }
        long start = System.nanoTime();
        try {
            if (graph.equations().size() > LARGEST) {
                failed = true;
                report("not compiled: " + graph.name() + " has " + graph.equations().size()
                    + " equations; write repeated parts as loops (fori, scan), whose bodies are compiled");
                return;
            }
            var schedule = Schedule.of(graph);
            var made = new Program(schedule, far);
            made.prepare(WARM);
            callsBefore = calls;
            readyNanos = System.nanoTime() - born;
            program = made;
            report(String.format(Locale.ROOT, "compiled %s: %d equations in %d steps, %d fused; %s; %.0f ms",
                graph.name(),
                schedule.graph().equations().size(), schedule.steps().size(),
                schedule.steps().stream().filter(s -> s.loops()).count(), why,
                (System.nanoTime() - start) / 1e6));
            if (callsBefore > 0) {
                report(String.format(Locale.ROOT, "steady %s: after %.2f s and %d runs; the first run took %.1f ms",
                    graph.name(), readyNanos / 1e9, callsBefore, firstNanos / 1e6));
            }
        } catch (RuntimeException | LinkageError e) {
            failed = true;
            report("not compiled: " + graph.name() + " stays on single kernels: " + e);
            LOG.log(Level.WARNING, "a program could not be compiled and stays on single kernels", e);
            if (MODE == Mode.NOW) {
                throw e;
            }
        }
    }

    /// How a program came to its compiled form: seconds of its first run, seconds from when it was known until compiled
    /// code took over (NaN where it has not), runs until then.
    public record Progress(double first, double ready, long runs) {
    }

    /// How far this program is.
    public Progress progress() {
        boolean done = program != null;
        return new Progress(firstNanos / 1e9, done ? readyNanos / 1e9 : Double.NaN, done ? callsBefore : calls);
    }

    /// Whether compiled code is in use.
    public boolean isCompiled() {
        return program != null;
    }

    /// The steps that its compiled form has; made for this call where it is not compiled.
    public Schedule schedule() {
        var compiled = program;
        return compiled != null ? compiled.schedule() : Schedule.of(graph);
    }

    /// Where the values inside its compiled form lie.
    public MemoryPlan plan() {
        var compiled = program;
        return compiled != null ? compiled.plan() : MemoryPlan.of(Schedule.of(graph));
    }

    /// Runs the compiled form a number of times and says where the time goes.
    public String profile(List<Concrete> arguments, int runs) {
        compileNow();
        return program == null ? String.join("\n", lines) : program.profile(arguments, runs);
    }

    /// A step of a compiled program, its shortest time, the bytes that it moves and the operations that it makes.
    public record Timed(String step, double seconds, long bytes, double operations) {
    }

    /// Runs the compiled form a number of times and measures its steps; no steps where it could not be compiled.
    public List<Timed> times(List<Concrete> arguments, int runs) {
        compileNow();
        var compiled = program;
        if (compiled == null) {
            return List.of();
        }
        var times = compiled.times(arguments, runs);
        var out = new ArrayList<Timed>();
        for (int i = 0; i < times.length; i++) {
            var s = compiled.schedule().steps().get(i);
            out.add(new Timed(s.toString(), times[i] / 1e9, s.bytes(), s.flops()));
        }
        return List.copyOf(out);
    }

    private static final class Background {
        private static final LinkedBlockingQueue<Programs> QUEUE = new LinkedBlockingQueue<>();
        private static final Thread THREAD = Thread.ofPlatform().daemon().name("cotangent-compile")
            .priority(Thread.MIN_PRIORITY).start(Background::loop);

        static void ask(Programs p) {
            THREAD.threadId();
            QUEUE.add(p);
        }

        private static void loop() {
            while (true) {
                try {
                    var p = QUEUE.take();
                    p.compile("hot after " + p.calls + " runs, " + p.nanos / 1_000_000 + " ms");
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }
}
