package org.cotangent.it.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Writes into the pages what their examples print, and the table of operations; to be looked at before it is
/// committed.
public final class DocsUpdate {
    private DocsUpdate() {
    }

    /// Updates the pages whose names end with one of the arguments; none given: all.
    public static void main(String[] args) throws IOException, ClassNotFoundException {
        if (args.length == 0) {
            Files.writeString(OperationsPage.PATH, OperationsPage.text());
        }
        for (var page : Pages.all()) {
            if (args.length == 0 || List.of(args).stream().anyMatch(page.toString()::endsWith)) {
                update(page);
            }
        }
    }

    private static void update(Path page) throws IOException, ClassNotFoundException {
        var examples = Example.of(page);
        var compiler = new Compiler(examples.stream().map(Example::snippet).filter(Objects::nonNull).toList());
        var lines = new ArrayList<>(Pages.lines(page));
        for (var e : examples.reversed()) {
            if (e.output() == null) {
                continue;
            }
            try {
                var said = e.run(compiler);
                if (!Runner.says(e.output().text(), said)) {
                    var old = lines.subList(e.output().line() - 1, e.output().line() - 1
                            + (int) e.output().text().lines().count());
                    old.clear();
                    old.addAll(said.stripTrailing().lines().map(String::stripTrailing).toList());
                }
            } catch (AssertionError error) {
                System.err.println(error.getMessage() + (error.getCause() == null ? "" : "\n  " + error.getCause()));
            }
        }
        Files.writeString(page, String.join("\n", lines) + "\n");
    }
}
