package org.cotangent.it.docs;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Runs snippets and command lines in this JVM and catches what they print.
final class Runner {
    private Runner() {
    }

    /// What was printed, and what was thrown or null.
    record Run(String out, Throwable thrown) {
    }

    /// Runs the `main` of a compiled snippet.
    static synchronized Run java(Class<?> program) {
        var bytes = new ByteArrayOutputStream();
        var before = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        Throwable thrown = null;
        try {
            var constructor = program.getDeclaredConstructor();
            constructor.setAccessible(true);
            var main = program.getDeclaredMethod("main");
            main.setAccessible(true);
            main.invoke(constructor.newInstance());
        } catch (InvocationTargetException e) {
            thrown = e.getCause();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        } finally {
            System.setOut(before);
        }
        return new Run(bytes.toString(StandardCharsets.UTF_8), thrown);
    }

    /// Runs the lines of a shell block that begin with `./cotangent`; other lines are not looked at.
    static Run shell(String block) {
        var out = new StringWriter();
        for (var line : block.replace("\\\n", " ").split("\n")) {
            if (line.startsWith("./cotangent ")) {
                var words = words(line.substring("./cotangent ".length()));
                var err = new StringWriter();
                int status = cotangent(new PrintWriter(out), new PrintWriter(err), words);
                if (status != 0) {
                    return new Run(out.toString(), new AssertionError(line + " ended with " + status + ": " + err));
                }
            }
        }
        return new Run(out.toString(), null);
    }

    /// By reflection, because the entry for tests is not public.
    private static int cotangent(PrintWriter out, PrintWriter err, List<String> words) {
        try {
            var run = Class.forName("org.cotangent.cli.Main")
                    .getDeclaredMethod("run", PrintWriter.class, PrintWriter.class, String[].class);
            run.setAccessible(true);
            return (int) run.invoke(null, out, err, words.toArray(String[]::new));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /// The words of a command line; quotes hold them together.
    static List<String> words(String line) {
        var out = new ArrayList<String>();
        var m = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)").matcher(line);
        while (m.find()) {
            out.add(m.group(1) != null ? m.group(1) : m.group(2) != null ? m.group(2) : m.group(3));
        }
        return out;
    }

    /// Whether a text says what a page says; `...` on the page stands for anything within the line.
    static boolean says(String page, String text) {
        var pattern = page.stripTrailing().lines().map(Runner::pattern).collect(Collectors.joining("\n"));
        return Pattern.matches(pattern,
                text.stripTrailing().lines().map(String::stripTrailing).collect(Collectors.joining("\n")));
    }

    private static String pattern(String line) {
        return Pattern.compile("\\.\\.\\.").splitAsStream(line.stripTrailing() + "\0")
                .map(p -> Pattern.quote(p.replace("\0", "")))
                .collect(Collectors.joining(".*"));
    }
}
