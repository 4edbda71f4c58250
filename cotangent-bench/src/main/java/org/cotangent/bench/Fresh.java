package org.cotangent.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Processes of their own: each measurement begins in a virtual machine that has done nothing yet.
public final class Fresh {
    /// Options of this machine that the new one must not have.
    private static final List<String> OWN = List.of("-agentlib", "-javaagent", "-XX:AOT", "-Dcotangent.threads=",
        "-Dcotangent.tty=", "-Xrun");

    private Fresh() {
    }

    /// The line of JSON of a workload, from a process of its own with the class path and options of this one.
    ///
    /// @param threads threads of its pool; 0 leaves the choice to it
    /// @param options of [Main]
    /// @throws IllegalStateException where the process failed; its message is what the process said
    public static String measure(Workload workload, int threads, List<String> options) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags());
        for (var name : List.of("warm", "sample", "samples", "budget")) {
            if (System.getProperty(name) != null) {
                command.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        if (threads > 0) {
            command.add("-Dcotangent.threads=" + threads);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(options);
        command.add(workload.id());
        var lines = output(command, List.of());
        return lines.stream().filter(l -> l.startsWith("{")).findFirst().orElseThrow(() -> new IllegalStateException(
            "cannot measure " + workload.id() + ": its process printed " + String.join(" | ", lines)));
    }

    private static List<String> flags() {
        var out = new ArrayList<String>();
        for (var a : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (OWN.stream().noneMatch(a::startsWith) && !a.startsWith("--add-modules")
                    && !a.startsWith("--enable-native-access")) {
                out.add(a);
            }
        }
        out.add("--add-modules=jdk.incubator.vector");
        out.add("--enable-native-access=ALL-UNNAMED");
        return out;
    }

    /// The lines that a command prints, its messages among them; `environment` has names and values in turn.
    static List<String> output(List<String> command, List<String> environment) {
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File(
                    System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("win") ? "NUL" : "/dev/null")));
            for (int i = 0; i < environment.size(); i += 2) {
                builder.environment().put(environment.get(i), environment.get(i + 1));
            }
            var process = builder.start();
            try {
                var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                process.waitFor();
                return text.lines().toList();
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command.getFirst() + " ran", e);
        }
    }
}
