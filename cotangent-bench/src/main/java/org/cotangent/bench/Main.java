package org.cotangent.bench;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Measures workloads in this process and prints a line of JSON for each: `Main [--eager] [--profile] [--peer]
/// WORKLOAD...`; with `--peer` the line that the programs of other libraries print.
///
/// Whoever wants a workload's first result or memory gives it a process of its own, as [Fresh] does.
public final class Main {
    private static final int RUNS = 30;

    private Main() {
    }

    /// The command line.
    public static void main(String[] arguments) {
        Set<String> options = new TreeSet<>();
        List<String> names = new java.util.ArrayList<>();
        for (var a : arguments) {
            if (a.startsWith("--")) {
                options.add(a);
            } else {
                names.add(a);
            }
        }
        var mode = options.contains("--eager") ? Mode.EAGER : Mode.COMPILED;
        for (var w : Workloads.named(names)) {
            System.out.println(line(w, mode, options));
        }
        System.out.flush();
    }

    private static String line(Workload w, Mode mode, Set<String> options) {
        var work = w.work().apply(mode);
        var measured = Stopwatch.measure(w, mode, Settings.ofProperties(), work);
        if (options.contains("--peer")) {
            return measured.peerLine(String.valueOf(Main.class.getPackage().getImplementationVersion()));
        }
        return measured.json(options.contains("--profile") ? Profile.of(work, RUNS).json() : "");
    }
}
