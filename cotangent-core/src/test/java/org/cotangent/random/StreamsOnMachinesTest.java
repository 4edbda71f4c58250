package org.cotangent.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotangent.core.Ops;
import org.junit.jupiter.api.Test;

/// The same numbers at every width of vectors, without them, and on any number of threads.
class StreamsOnMachinesTest {
    @Test
    void sameNumbers() throws Exception {
        var want = String.valueOf(StreamDigest.digest());
        for (var options : List.of(List.of("-Dcotangent.vector.bits=128", "-Dcotangent.threads=1"),
                List.of("-Dcotangent.vector.bits=256", "-Dcotangent.threads=3"),
                List.of("-Dcotangent.vector.bits=512", "-Dcotangent.threads=2"),
                List.of("-Dcotangent.vector=off", "-Dcotangent.threads=5"))) {
            var words = run(options).split(" ");
            System.out.println(options + ": " + words[0] + " vector kernels in use");
            assertThat(words[1]).describedAs(options.toString()).isEqualTo(want);
        }
    }

    private static String run(List<String> options) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                .toString(), "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp",
                classPath()));
        command.addAll(options);
        command.add(StreamDigest.class.getName());
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var out = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).describedAs(out).isZero();
        return out;
    }

    private static String classPath() {
        var paths = List.of(StreamDigest.class, Ops.class).stream()
                .map(c -> Path.of(URI.create(c.getProtectionDomain().getCodeSource().getLocation().toString()))
                        .toString()).toList();
        return String.join(File.pathSeparator, paths);
    }
}
