package org.cotangent.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs ours, the other libraries and the native programs in turn, each time in a process of its own, and prints the
/// table of ratios. A ratio is taken within a round; reported is the median over the rounds.
///
/// System properties: `cotangent.peers` the folder of the others, `cotangent.peers.workloads` names with commas (all
/// without it), `.rounds`, `.threads`, `.out` the folder for `lines.jsonl` and `table.md`.
public final class Compare {
    private static final int UNUSABLE = 2;
    /// Steps of microseconds need a longer warm-up.
    private static final List<String> SETTINGS = List.of("-Dwarm=3", "-Dsamples=7", "-Dsample=0.2", "-Dbudget=6");

    private final Peers peers;
    private final int threads;
    private final Path out;
    private final Map<Workload, Ratios> ratios = new LinkedHashMap<>();

    private Compare(Peers peers, int threads, Path out) {
        this.peers = peers;
        this.threads = threads;
        this.out = out;
    }

    /// Ends the virtual machine with status 2 and one line where something is missing.
    public static void main(String[] arguments) throws IOException {
        try {
            var peers = Peers.of(System.getProperty("cotangent.peers"));
            var chosen = Workloads.named(names(System.getProperty("cotangent.peers.workloads", "")));
            int rounds = Math.max(1, Integer.getInteger("cotangent.peers.rounds", 3));
            int threads = Math.max(1, Integer.getInteger("cotangent.peers.threads", 2));
            var out = Path.of(System.getProperty("cotangent.peers.out", "target/peers"));
            Files.createDirectories(out);
            new Compare(peers, threads, out).run(chosen, rounds);
        } catch (IllegalArgumentException e) {
            System.err.println("cotangent-bench: " + e.getMessage());
            System.exit(UNUSABLE);
        }
    }

    private static List<String> names(String text) {
        return Arrays.stream(text.split("[,\\s]+")).filter(s -> !s.isEmpty()).toList();
    }

    private void run(List<Workload> chosen, int rounds) throws IOException {
        var system = new ArrayList<String>();
        SETTINGS.forEach(s -> system.add(s.substring(2)));
        system.forEach(s -> System.setProperty(s.substring(0, s.indexOf('=')), s.substring(s.indexOf('=') + 1)));
        for (var w : chosen) {
            var mine = ratios.computeIfAbsent(w, Ratios::new);
            for (int r = 0; r < rounds; r++) {
                round(w, mine, r);
            }
            System.out.print(Ratios.head() + mine.rows());
            System.out.flush();
        }
        var table = new StringBuilder("Threads: " + threads + ". Rounds: " + rounds
            + ". ~ marks a disturbed round.\n\n").append(Ratios.head());
        ratios.values().forEach(r -> table.append(r.rows()));
        Files.writeString(out.resolve("table.md"), table);
        System.out.println("\n" + table);
    }

    private void round(Workload w, Ratios mine, int round) {
        keep(mine, round, Ratios.OURS, List.of(Fresh.measure(w, threads, List.of("--peer"))));
        for (var p : peers.of(w, threads, SETTINGS)) {
            var environment = List.of("JAVA_HOME", System.getProperty("java.home"), "NOQUIET", "1", "WARM", "1",
                "SAMPLES", "7", "SAMPLE", "0.2", "BUDGET", "6");
            keep(mine, round, p.name(), Fresh.output(p.command(), environment));
        }
    }

    private void keep(Ratios mine, int round, String name, List<String> lines) {
        boolean any = false;
        for (var text : lines) {
            if (text.startsWith("{")) {
                var line = new Line(text);
                mine.add(round, name == null ? line.word("peer").orElse("native") : name, line);
                write("{\"round\":" + round + "," + text.substring(1));
                any = true;
            }
        }
        if (!any) {
            mine.add(round, name == null ? "native" : name, new Line("{\"error\":\"it printed nothing\"}"));
        }
    }

    private void write(String line) {
        try {
            Files.writeString(out.resolve("lines.jsonl"), line + "\n", StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
