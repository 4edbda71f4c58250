package org.cotangent.nn.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cotangent.storage.AtomicFile;
import org.cotangent.nn.train.Chart.Line;

/// One HTML page on a run that needs nothing beside it: numbers, plots, pictures, environment, command line.
public final class Report {
    private static final String STYLE = "body{font:15px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;"
            + "color:#222;background:#fff}table{border-collapse:collapse;margin:1em 0}td,th{border:1px solid #ccc;"
            + "padding:.2em .6em;text-align:right}th{background:#f3f3f3}img{max-width:100%}pre{background:#f3f3f3;"
            + "padding:.6em;overflow:auto}";
    private static final String NUMBER = "%.6g";

    private final StringBuilder body = new StringBuilder();
    private final String title;

    /// An empty page.
    public Report(String title) {
        this.title = title;
        body.append("<h1>").append(escaped(title)).append("</h1>\n");
    }

    /// The loss over the steps.
    public static Chart loss(Run<?, ?> run) {
        var means = run.curve().means();
        return new Chart("loss", "steps", List.of(new Line("training", IntStream.range(0, means.size())
                .mapToObj(i -> (i + 1.0) * run.curve().block()).toList(), means)));
    }

    /// A heading and a paragraph.
    public Report text(String heading, String text) {
        body.append("<h2>").append(escaped(heading)).append("</h2>\n<p>").append(escaped(text)).append("</p>\n");
        return this;
    }

    /// A heading and a text whose lines stay.
    public Report verbatim(String heading, String text) {
        body.append("<h2>").append(escaped(heading)).append("</h2>\n<pre>").append(escaped(text)).append("</pre>\n");
        return this;
    }

    /// Numbers by name.
    public Report numbers(Map<String, Double> numbers) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.copyOf(numbers.keySet()));
        rows.add(numbers.values().stream().map(Report::number).toList());
        return table(rows);
    }

    /// Loss, metrics and learning rate: plots and a table of the epochs.
    public Report history(Run<?, ?> run) throws IOException {
        chart(loss(run));
        var history = run.history();
        if (history.isEmpty()) {
            return this;
        }
        var steps = history.stream().map(e -> (double) e.step()).toList();
        var names = List.copyOf(history.getFirst().metrics().keySet());
        for (var name : names) {
            chart(new Chart(name, "steps", List.of(new Line("held out", steps, history.stream()
                    .map(e -> e.metrics().getOrDefault(name, Double.NaN)).toList()))));
        }
        chart(new Chart("learning rate", "steps", List.of(new Line("rate", steps, history.stream()
                .map(Evaluation::rate).toList()))));
        var rows = new ArrayList<List<String>>();
        var head = new ArrayList<>(List.of("epoch", "step", "loss", "rate"));
        head.addAll(names);
        rows.add(head);
        for (var e : history) {
            var row = new ArrayList<>(List.of(Long.toString(e.epoch()), Long.toString(e.step()), number(e.loss()),
                    number(e.rate())));
            names.forEach(n -> row.add(number(e.metrics().getOrDefault(n, Double.NaN))));
            rows.add(row);
        }
        return table(rows);
    }

    /// The gradient's flow through the parameters: what was found, a plot of some gradients' norms, a table of all.
    public Report flow(GradientFlow flow) throws IOException {
        if (flow.flows().isEmpty()) {
            return this;
        }
        var findings = flow.findings();
        text("Gradient flow", findings.isEmpty() ? "Every parameter learns: no gradient vanishes, explodes or is lost."
                : findings.size() + " parameters deserve a look:");
        findings.forEach(f -> body.append("<p>").append(escaped(f.kind().text() + " at " + f.node() + ": " + f.cause()
                + ". " + f.cure())).append("</p>\n"));
        chart(flow.chart());
        return table(flow.rows());
    }

    private static String number(double v) {
        return String.format(Locale.ROOT, NUMBER, v);
    }

    /// A confusion matrix: true classes in rows, guesses in columns.
    public Report confusion(long[][] counts) {
        body.append("<h2>Confusion</h2>\n<p>True classes in rows, guesses in columns.</p>\n");
        var rows = new ArrayList<List<String>>();
        var head = new ArrayList<>(List.of(""));
        IntStream.range(0, counts.length).forEach(i -> head.add(Integer.toString(i)));
        rows.add(head);
        for (int i = 0; i < counts.length; i++) {
            var row = new ArrayList<>(List.of(Integer.toString(i)));
            LongStream.of(counts[i]).forEach(n -> row.add(Long.toString(n)));
            rows.add(row);
        }
        return table(rows);
    }

    /// A table, its first row the head.
    public Report table(List<List<String>> rows) {
        body.append("<table>\n");
        for (int i = 0; i < rows.size(); i++) {
            var cell = i == 0 ? "th" : "td";
            body.append("<tr>");
            rows.get(i).forEach(c -> body.append('<').append(cell).append('>').append(escaped(c)).append("</")
                    .append(cell).append('>'));
            body.append("</tr>\n");
        }
        body.append("</table>\n");
        return this;
    }

    /// A plot.
    public Report chart(Chart chart) throws IOException {
        return picture(chart.title(), chart.png());
    }

    /// A PNG picture.
    public Report picture(String what, byte[] png) {
        body.append("<p><img alt=\"").append(escaped(what)).append("\" src=\"data:image/png;base64,")
                .append(Base64.getEncoder().encodeToString(png)).append("\"></p>\n");
        return this;
    }

    /// How the run was made: command line, Java, system, processors.
    public Report environment(String command) {
        body.append("<h2>Command and environment</h2>\n<pre>").append(escaped(command)).append("\n\n")
                .append(escaped("Java " + Runtime.version() + " on " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors()
                        + " processors\n" + java.time.Instant.now())).append("</pre>\n");
        return this;
    }

    /// Writes the page, whole or not at all.
    public void write(Path file) throws IOException {
        var page = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escaped(title)
                + "</title><style>" + STYLE + "</style></head><body>\n" + body + "</body></html>\n";
        AtomicFile.write(file, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
