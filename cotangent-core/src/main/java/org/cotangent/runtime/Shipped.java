package org.cotangent.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.codegen.KernelStore;
import org.cotangent.codegen.StepLoop;
import org.cotangent.graph.Graph;
import org.cotangent.graph.HeldGraphs;
import org.cotangent.schedule.Schedule;
import org.cotangent.schedule.Step;

/// Programs whose loops were emitted before and lie in a jar: they run on scalar code from the jar at once, and on
/// its vector code when that has become hot.
public final class Shipped {
    private Shipped() {
    }

    /// The class files of all loops that a program and the graphs within it need, by name.
    public static Map<String, byte[]> kernels(Graph g) {
        var out = new LinkedHashMap<String, byte[]>();
        for (var s : schedules(g)) {
            loops(s).forEach(l -> out.putAll(KernelStore.emitted(l)));
        }
        return out;
    }

    /// The program, ready to run on loops that `find` gives by name.
    public static Programs begin(Graph g, Function<String, byte[]> find) {
        var store = new KernelStore(find);
        var programs = Programs.of(g);
        var quick = store.inScalar(() -> {
            var program = new Program(Schedule.of(g));
            program.prepare(false);
            return program;
        });
        // Shared from here on: whoever compiles the program, or a graph within it, finds them emitted.
        store.in(() -> {
            schedules(g).forEach(s -> loops(s).forEach(l -> l.prepare(false)));
            return null;
        });
        programs.begin(quick, "began " + g.name() + " on " + store.found() + " kernels of its jar"
                + (store.missed() == 0 ? "" : "; " + store.missed() + " had to be made"));
        return programs;
    }

    private static List<StepLoop> loops(Schedule s) {
        return s.steps().stream().filter(Step::loops)
                .map(t -> StepLoop.of(t, Products::rows, java.util.Set.of())).toList();
    }

    /// Those of the program and of the graphs that its steps run by themselves: bodies of loops, branches.
    private static List<Schedule> schedules(Graph g) {
        var out = new ArrayList<Schedule>();
        var main = Schedule.of(g);
        out.add(main);
        for (var held : HeldGraphs.innerFirst(main.graph())) {
            if (held != main.graph()) {
                out.add(Schedule.of(held));
            }
        }
        return out;
    }
}
