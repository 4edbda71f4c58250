package org.cotangent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotangent.bench.Fresh;
import org.cotangent.bench.Workload;
import org.cotangent.bench.Workloads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cotangent bench`: measures workloads, each in a process of its own.
@Command(name = "bench",
        description = "Measure workloads: time of a step, to the first result, to the steady state; memory.",
        footer = "Without a name all of them, which takes minutes. A name such as W1 stands for all its sizes. "
                + "Nothing else should run meanwhile; noisy marks what was disturbed.")
final class BenchCommand extends CommonCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print one JSON document for each workload.")
    private boolean json;

    @Option(names = "--list", description = "List the workloads instead.")
    private boolean list;

    @Option(names = "--eager", description = "Run the programs operation by operation, uncompiled.")
    private boolean eager;

    @Option(names = "--profile", description = "Add each step's time and how near it is to the machine's limits.")
    private boolean profile;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of the programs; all processors without it.")
    private int threads;

    @Parameters(arity = "0..*", paramLabel = "WORKLOAD", description = "Names, such as W3 or W1-1000.")
    private List<String> names = new ArrayList<>();

    @Override
    public Integer call() {
        var chosen = chosen();
        if (list) {
            list(chosen);
            return Main.DONE;
        }
        var options = new ArrayList<String>();
        if (eager) {
            options.add("--eager");
        }
        if (profile) {
            options.add("--profile");
        }
        for (var w : chosen) {
            var line = Fresh.measure(w, threads, options);
            out().println(json ? line : BenchTable.text(line));
            out().flush();
        }
        return Main.DONE;
    }

    private List<Workload> chosen() {
        if (threads < 0 || threads > 4096) {
            throw wrong("--threads " + threads + ": give 1 to 4096");
        }
        if (eager && profile) {
            throw wrong("--profile with --eager: only compiled programs have steps to measure; leave one out");
        }
        try {
            return Workloads.named(names);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private void list(List<Workload> chosen) {
        var rows = new ArrayList<List<String>>();
        for (var w : chosen) {
            if (json) {
                out().println(Json.text(Json.object("id", w.id(), "workload", w.name(),
                        "variant", w.variant(), "what", w.what())));
            }
            rows.add(List.of(w.id(), w.what()));
        }
        if (!json) {
            out().print(GradTable.aligned(rows));
        }
    }
}
