package org.cotangent.nn.recipes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cotangent.core.StructureException;
import org.cotangent.nn.infer.Draws;
import org.cotangent.nn.infer.Estimate;
import org.cotangent.nn.infer.NutsSettings;
import org.cotangent.nn.infer.Sampler;
import org.cotangent.nn.infer.Sampling;
import org.cotangent.nn.train.Callback;
import org.cotangent.nn.train.Chart;
import org.cotangent.nn.train.Evaluation;
import org.cotangent.nn.train.EventFile;
import org.cotangent.nn.train.Interruption;
import org.cotangent.nn.train.Report;
import org.cotangent.nn.train.Result;

/// A Bayesian model is sampled by Hamiltonian Monte Carlo with the no-U-turn rule.
final class Hmc implements Recipe {
    private static final int WARM_UP = 1000;
    private static final int DRAWS = 1000;
    private static final int EVERY = 250;
    private static final int LEAST = 4;
    private static final int TRACES = 12;
    private static final int PAIRED = 5;

    private final int warmUp;

    Hmc() {
        this(WARM_UP);
    }

    /// With another number of transitions to warm up.
    Hmc(int warmUp) {
        this.warmUp = warmUp;
    }

    @Override
    public String name() {
        return "hmc";
    }

    @Override
    public String about() {
        return "the no-U-turn sampler on eight schools, or --data a folder NAME with data.json of a known model "
                + Posteriors.ALL.keySet() + "; --steps: draws kept of each chain";
    }

    @Override
    public Outcome run(Order order) throws IOException {
        if (order.epochs() != null) {
            throw new StructureException("train hmc", "--epochs " + order.epochs(),
                    "give --steps: the number of draws to keep of each chain after " + warmUp + " to warm up");
        }
        if (order.steps() != null && order.steps() < LEAST) {
            throw new StructureException("train hmc", "--steps " + order.steps(), "give at least " + LEAST
                    + ": R-hat needs as many draws of each chain");
        }
        var data = order.data() == null ? PosteriorData.eightSchools() : PosteriorData.in(order.data());
        int draws = order.steps() == null ? DRAWS : Math.toIntExact(order.steps());
        var settings = NutsSettings.usual().draws(warmUp, draws).from(order.seed());
        order.say().accept(data.name() + ": " + data.model().size() + " free numbers, " + settings.chains()
                + " chains of " + settings.draws() + " draws after " + settings.warmUp() + " to warm up");
        var sampler = Sampler.of(data.model(), settings);
        var saved = new SavedChains(order, name(), data.name());
        var sampling = order.isContinued() ? saved.restored(sampler.start()) : sampler.start();
        long start = System.nanoTime();
        Result.Ending ending;
        try (var events = new EventFile(order.out())) {
            var told = new ArrayList<>(order.callbacks());
            told.add(events);
            ending = sampled(sampler, settings, sampling, told, saved);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (ending == Result.Ending.INTERRUPTED) {
            return new Outcome(name(), order.seed(), sampling.done(), seconds, Map.of(), order.out(), ending);
        }
        return finished(order, data, sampling, seconds);
    }

    private static Result.Ending sampled(Sampler sampler, NutsSettings settings, Sampling sampling,
            List<Callback> told, SavedChains saved) {
        int all = settings.warmUp() + settings.draws();
        try (var interruption = Interruption.watch()) {
            while (!sampler.isDone(sampling)) {
                if (interruption.isAsked()) {
                    saved.save(sampling);
                    told.forEach(c -> c.interrupted(sampling.done()));
                    return Result.Ending.INTERRUPTED;
                }
                sampling.next();
                var last = sampling.last();
                var step = new Callback.Step(sampling.done(), 0, sampling.done(), all, all, -last.get("log_density"),
                        last.get("step_size"), last.get("leapfrog_steps"));
                told.forEach(c -> c.stepped(step));
                if (sampling.done() % EVERY == 0 || sampler.isDone(sampling)) {
                    saved.save(sampling);
                    var found = new Evaluation(0, sampling.done(), step.loss(), step.rate(), last);
                    told.forEach(c -> c.evaluated(found));
                }
            }
            return Result.Ending.STEPS;
        } finally {
            told.forEach(Callback::ended);
        }
    }

    private static Outcome finished(Order order, PosteriorData data, Sampling sampling, double seconds)
            throws IOException {
        var draws = sampling.draws();
        var estimates = new LinkedHashMap<String, Estimate>();
        draws.names().forEach(n -> estimates.put(n, Estimate.of(draws.of(n))));
        var metrics = new TreeMap<>(sampling.last());
        metrics.remove("log_density");
        metrics.put("acceptance", draws.sum(Draws.ACCEPTANCE) / (draws.size() * draws.stats()[0].length));
        metrics.put("divergences", draws.sum(Draws.DIVERGED));
        metrics.put("deepest", draws.sum(Draws.DEEP));
        metrics.put("leapfrog_steps", draws.sum(Draws.LEAPS));
        metrics.put("rhat", estimates.values().stream().mapToDouble(Estimate::rhat).max().orElse(Double.NaN));
        metrics.put("ess_bulk", estimates.values().stream().mapToDouble(Estimate::essBulk).min().orElse(Double.NaN));
        metrics.put("ess_tail", estimates.values().stream().mapToDouble(Estimate::essTail).min().orElse(Double.NaN));
        data.worst(estimates, draws).ifPresent(z -> metrics.put("reference_z", z));
        var posterior = new LinkedHashMap<String, Map<String, Double>>();
        estimates.forEach((n, e) -> posterior.put(n, e.numbers()));
        order.say().accept(text(estimates));
        report(order, data, draws, estimates, metrics);
        return new Outcome("hmc", order.seed(), sampling.done(), seconds, metrics, Map.of("posterior", posterior),
                order.out(), Result.Ending.STEPS);
    }

    private static String text(Map<String, Estimate> estimates) {
        var text = new StringBuilder(String.format("%-12s %10s %10s %10s %10s %10s %8s %8s %8s", "", "mean", "sd",
                "5 %", "50 %", "95 %", "R-hat", "bulk", "tail"));
        estimates.forEach((n, e) -> text.append(String.format(Locale.ROOT,
                "%n%-12s %10.4g %10.4g %10.4g %10.4g %10.4g %8.4f %8.0f %8.0f", n, e.average(), e.deviation(), e.q05(),
                e.q50(), e.q95(), e.rhat(), e.essBulk(), e.essTail())));
        return text.toString();
    }

    private static void report(Order order, PosteriorData data, Draws draws, Map<String, Estimate> estimates,
            Map<String, Double> metrics) throws IOException {
        var report = new Report("cotangent train hmc").text("Model", data.name()).numbers(metrics);
        var rows = new ArrayList<List<String>>();
        var head = new ArrayList<>(List.of("number"));
        head.addAll(estimates.values().iterator().next().numbers().keySet());
        rows.add(head);
        estimates.forEach((n, e) -> {
            var row = new ArrayList<>(List.of(n));
            e.numbers().values().forEach(v -> row.add(String.format(Locale.ROOT, "%.5g", v)));
            rows.add(row);
        });
        report.text("Posterior", "means, deviations, quantiles with their standard errors; rank-normalised split "
                + "R-hat; effective sample sizes").table(rows);
        var shown = draws.names().subList(Math.max(0, draws.names().size() - TRACES), draws.names().size());
        report.text("Traces", "one line for each chain");
        for (var n : shown) {
            report.chart(trace(n, draws.of(n)));
        }
        var paired = draws.names().subList(Math.max(0, draws.names().size() - PAIRED), draws.names().size());
        var pairs = Pairs.png(paired, paired.stream().map(draws::of).toList());
        report.text("Pairs", "draws of each two numbers, and histograms").picture("pairs", pairs);
        write(order.out().resolve("pairs.png"), pairs);
        write(order.out().resolve("trace.png"), trace(shown.getLast(), draws.of(shown.getLast())).png());
        report.environment(order.command()).write(order.out().resolve("report.html"));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        org.cotangent.storage.AtomicFile.write(file, out -> out.write(bytes));
    }

    private static Chart trace(String name, double[][] draws) {
        var lines = new ArrayList<Chart.Line>();
        for (int c = 0; c < draws.length; c++) {
            lines.add(new Chart.Line("chain " + (c + 1), java.util.stream.IntStream.range(0, draws[c].length)
                    .mapToObj(i -> (double) i).toList(), java.util.Arrays.stream(draws[c]).boxed().toList()));
        }
        return new Chart(name, "draws", lines);
    }
}
