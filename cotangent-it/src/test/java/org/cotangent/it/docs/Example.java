package org.cotangent.it.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Something on a page that runs: a Java block or a shell block, with the output that the page gives for it, or null.
final class Example {
    private final Path page;
    private final Fence block;
    private final Fence output;
    private final Snippet snippet;
    private final Example before;

    private Example(Path page, Fence block, Fence output, Snippet snippet, Example before) {
        this.page = page;
        this.block = block;
        this.output = output;
        this.snippet = snippet;
        this.before = before;
    }

    /// The examples of a page.
    static List<Example> of(Path page) {
        var out = new ArrayList<Example>();
        var fences = Fence.of(Pages.lines(page));
        var chain = new ArrayList<Fence>();
        Example last = null;
        for (int i = 0; i < fences.size(); i++) {
            var f = fences.get(i);
            var text = i + 1 < fences.size() && fences.get(i + 1).language().equals("text") ? fences.get(i + 1) : null;
            if (f.language().equals("java")) {
                if (!f.continues()) {
                    chain.clear();
                    last = null;
                }
                chain.add(f);
                last = new Example(page, f, text, Snippet.of(className(page, f), chain), last);
                out.add(last);
            } else if (f.language().equals("sh")) {
                out.add(new Example(page, f, text, null, null));
            }
        }
        return out;
    }

    private static String className(Path page, Fence f) {
        return Pages.name(page).replaceAll("\\.md$", "").replaceAll("\\W", "_") + "_" + f.line();
    }

    Fence block() {
        return block;
    }

    Fence output() {
        return output;
    }

    /// The source to compile; null for a shell block.
    Snippet snippet() {
        return snippet;
    }

    /// What the block says when it runs: what it prints, or the message of the error that the page announces.
    String run(Compiler compiler) throws ClassNotFoundException {
        if (snippet == null) {
            return printed(Runner.shell(block.text()));
        }
        if (!compiler.errors(snippet).isEmpty()) {
            throw new AssertionError(this + " does not compile: " + String.join("\n", compiler.errors(snippet)));
        }
        var run = Runner.java(compiler.load(snippet));
        if (block.expected().isPresent()) {
            var want = block.expected().get();
            if (run.thrown() == null || !run.thrown().getClass().getSimpleName().equals(want)) {
                throw new AssertionError(this + " must throw " + want, run.thrown());
            }
            return snippet.inBlock(want + ": " + run.thrown().getMessage());
        }
        var all = snippet.inBlock(printed(run));
        return before == null ? all : all.substring(before.printedAll(compiler).length());
    }

    private String printedAll(Compiler compiler) throws ClassNotFoundException {
        return snippet.inBlock(printed(Runner.java(compiler.load(snippet))));
    }

    private String printed(Runner.Run run) {
        if (run.thrown() != null) {
            throw new AssertionError(this + " failed after printing: " + run.out(), run.thrown());
        }
        return run.out();
    }

    @Override
    public String toString() {
        return Pages.name(page) + ":" + block.line();
    }
}
