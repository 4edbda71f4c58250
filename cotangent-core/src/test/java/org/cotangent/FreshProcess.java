package org.cotangent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A JVM of its own that runs a Java source file with a class path that is given, or a main class of the tests.
public final class FreshProcess {
    private FreshProcess() {
    }

    /// Where the core's classes are.
    static String core() {
        return Path.of(Transforms.class.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
    }

    /// What the source's `main` prints.
    static String run(Path folder, String source, String classPath, String... arguments)
            throws IOException, InterruptedException {
        return run(folder, source, classPath, List.of(), arguments);
    }

    /// As above with options of the JVM.
    static String run(Path folder, String source, String classPath, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        var file = Files.writeString(folder.resolve("Load.java"), source);
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector", "-cp", classPath));
        command.addAll(options);
        command.add(file.toString());
        command.addAll(List.of(arguments));
        return printed(folder, command);
    }

    /// What the `main` of a class of the tests prints, with all that the tests have on their class path.
    public static String main(Path folder, Class<?> type) throws IOException, InterruptedException {
        var all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return printed(folder, List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp", all,
                type.getName()));
    }

    private static String printed(Path folder, List<String> command) throws IOException, InterruptedException {
        var errors = folder.resolve("errors");
        var process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        var out = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(Files.readString(errors));
        }
        return out;
    }
}
