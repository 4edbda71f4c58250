package org.cotangent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.cotangent.core.FormatException;
import org.cotangent.nn.recipes.Order;
import org.cotangent.nn.recipes.Outcome;
import org.cotangent.nn.recipes.Recipe;
import org.cotangent.nn.train.Callback;
import org.cotangent.nn.train.Evaluation;
import org.cotangent.nn.train.GradientFlow;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cotangent train`: trains by a recipe, with checkpoints from which it goes on.
@Command(name = "train", description = "Train by a recipe: progress, checkpoints, plots, a report.")
final class TrainCommand extends CommonCommand implements Callable<Integer> {
    private static final long FLOW = 25;

    @Option(names = "--list", description = "List the recipes.")
    private boolean list;

    @Option(names = "--json", description = "Print one JSON line per epoch, and one at the end.")
    private boolean json;

    @Option(names = "--quiet", description = "Print the result alone.")
    private boolean quiet;

    @Option(names = "--data", paramLabel = "DIR|FILE", description = "Your own data.")
    private Path data;

    @Option(names = "--test", paramLabel = "DIR", description = "digits: further IDX pictures to report on.")
    private Path also;

    @Option(names = "--epochs", paramLabel = "N", description = "How many epochs; otherwise as the recipe says.")
    private Long epochs;

    @Option(names = "--steps", paramLabel = "N", description = "At most N steps, counted from the start of the run.")
    private Long steps;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "What all randomness follows from.")
    private long seed;

    @Option(names = "--out", paramLabel = "DIR", description = "The folder of the results; must hold no other run.")
    private Path out;

    @Option(names = "--resume", paramLabel = "DIR", description = "Go on with the run in this folder.")
    private Path resume;

    @Parameters(arity = "0..1", paramLabel = "RECIPE", description = "One of those that --list names.")
    private String recipe;

    @Override
    public Integer call() throws IOException {
        if (list) {
            list();
            return Main.DONE;
        }
        checked();
        System.setProperty("java.awt.headless", "true");
        var chosen = Recipe.named(recipe);
        var folder = folder();
        if (!json && !quiet) {
            out().println("results go to " + folder);
        }
        try {
            return finish(chosen.run(new Order(data, also, epochs, steps, seed, folder, resume != null, line(),
                    callbacks(folder), json || quiet ? _ -> { } : out()::println)));
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        } finally {
            removedIfEmpty(folder);
        }
    }

    /// Data that cannot be read leave no folder behind.
    private void removedIfEmpty(Path folder) {
        try {
            if (out == null && resume == null) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException _) {
            // What is in it stays.
        }
    }

    private void list() {
        if (json) {
            out().println(Json.text(Json.object("recipes", Recipe.all().stream().map(r -> Json.object("name", r.name(),
                    "about", r.about())).toList())));
        } else {
            out().print(GradTable.aligned(Recipe.all().stream().map(r -> List.of(r.name(), r.about())).toList()));
        }
    }

    private void checked() {
        var wrong = recipe == null ? "a recipe is missing; cotangent train --list names them"
                : epochs != null && epochs < 0 ? "--epochs " + epochs + ": give at least 0"
                : steps != null && steps < 0 ? "--steps " + steps + ": give at least 0"
                : out != null && resume != null ? "--out beside --resume: the results go to the folder of the run"
                : resume != null && !Files.isDirectory(resume) ? "--resume " + resume + ": no such folder" : null;
        if (wrong != null) {
            throw wrong(wrong);
        }
    }

    /// Where the results go, made where it is not there yet.
    private Path folder() throws IOException {
        if (resume != null) {
            return writable(resume);
        }
        var folder = out;
        for (int i = 1; folder == null; i++) {
            var free = Path.of("runs", recipe + (i == 1 ? "" : "-" + i));
            folder = Files.exists(free) ? null : free;
        }
        if (Files.exists(folder.resolve("checkpoints"))) {
            throw wrong("--out " + folder
                    + ": there is a run in it; go on with it by --resume " + folder + ", or give another folder");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(folder, e.getClass().getSimpleName(), e);
        }
        return writable(folder);
    }

    private static Path writable(Path folder) {
        if (!Files.isWritable(folder)) {
            throw unwritable(folder, "it may not be written to", null);
        }
        return folder;
    }

    private static FormatException unwritable(Path folder, String why, IOException e) {
        return new FormatException("write results to the folder " + folder, why, null,
                "see that it can be written to, or give another folder by --out", e);
    }

    private String line() {
        return "cotangent " + String.join(" ", spec().commandLine().getParent().getParseResult().originalArgs());
    }

    /// The command that goes on with this run.
    private String again(Path folder) {
        var words = new ArrayList<Object>(List.of("cotangent train", recipe, "--resume", quoted(folder)));
        add(words, "--data", data == null ? null : quoted(data));
        add(words, "--test", also == null ? null : quoted(also));
        add(words, "--epochs", epochs);
        add(words, "--steps", steps);
        add(words, "--seed", seed == 0 ? null : seed);
        return words.stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    private static void add(List<Object> words, String option, Object value) {
        if (value != null) {
            words.add(option);
            words.add(value);
        }
    }

    private static String quoted(Path path) {
        return path.toString().matches("[\\w./:@%+=,~-]+") ? path.toString()
                : "'" + path.toString().replace("'", "'\\''") + "'";
    }

    private List<Callback> callbacks(Path folder) {
        var all = new ArrayList<Callback>();
        all.add(new Callback() {
            @Override
            public void interrupted(long step) {
                err().println("cotangent: stopped after step " + step
                        + ", saved; go on with: " + again(folder));
                err().flush();
            }
        });
        all.add(GradientFlow.every(FLOW));
        if (StandardError.isTerminal() && !quiet) {
            all.add(new Progress(err()));
        }
        if (!quiet) {
            all.add(new Callback() {
                @Override
                public void evaluated(Evaluation e) {
                    out().println(json ? Json.text(document(e)) : text(e));
                }
            });
        }
        return all;
    }

    private static Map<String, Object> document(Evaluation e) {
        return Json.object("epoch", e.epoch(), "step", e.step(), "train_loss", Json.number(e.loss()), "rate",
                Json.number(e.rate()), "metrics", numbers(e.metrics()));
    }

    private static Map<String, Object> numbers(Map<String, Double> metrics) {
        var out = new TreeMap<String, Object>();
        metrics.forEach((k, v) -> out.put(k, Json.number(v)));
        return out;
    }

    private static Map<String, Object> metrics(Outcome o) {
        var all = numbers(o.metrics());
        o.tables().forEach((name, rows) -> {
            var table = new java.util.LinkedHashMap<String, Object>();
            rows.forEach((row, values) -> table.put(row, numbers(values)));
            all.put(name, table);
        });
        return all;
    }

    private static String text(Evaluation e) {
        return String.format(Locale.ROOT, "epoch %d  step %d  loss %.4f  %s", e.epoch(), e.step(), e.loss(),
                text(e.metrics()));
    }

    private static String text(Map<String, Double> metrics) {
        return metrics.entrySet().stream().map(m -> String.format(Locale.ROOT, "%s %.4f", m.getKey(), m.getValue()))
                .collect(Collectors.joining("  "));
    }

    private int finish(Outcome o) {
        if (o.ending() == Result.Ending.INTERRUPTED) {
            return Main.DONE;
        }
        if (json) {
            out().println(Json.text(Json.object("recipe", o.recipe(), "seed", o.seed(), "steps", o.steps(), "seconds",
                    o.seconds(), "metrics", metrics(o), "out", o.out().toString())));
        } else {
            out().println(String.format(Locale.ROOT, "%s: %d steps, %.1f s  %s", o.recipe(), o.steps(), o.seconds(),
                    text(o.metrics())));
        }
        return Main.DONE;
    }
}
