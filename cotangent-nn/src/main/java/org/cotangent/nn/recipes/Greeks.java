package org.cotangent.nn.recipes;

import static org.cotangent.core.Ops.*;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cotangent.Axes;
import org.cotangent.Fn1;
import org.cotangent.Fn2;
import org.cotangent.Transforms;
import org.cotangent.core.DType;
import org.cotangent.core.Host;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.nn.train.Callback;
import org.cotangent.nn.train.Chart;
import org.cotangent.nn.train.Evaluation;
import org.cotangent.nn.train.Report;
import org.cotangent.nn.train.Result;

/// Prices and sensitivities of options by Monte Carlo, beside closed forms.
final class Greeks implements Recipe {
    private static final int PATHS = 50_000;
    private static final long BATCHES = 40;
    private static final double WIDTH = 1.959963984540054;
    private static final List<String> NUMBERS = List.of("price", "delta", "vega", "rho", "gamma");

    private enum Option {
        EUROPEAN(1), GEOMETRIC_ASIAN(Market.DATES), ASIAN(Market.DATES);

        private final int dates;

        Option(int dates) {
            this.dates = dates;
        }

        /// What the payoff depends on: the last price or a mean of the prices.
        Tensor average(Tensor logPath) {
            return switch (this) {
                case EUROPEAN -> exp(index(logPath, 0));
                case GEOMETRIC_ASIAN -> exp(mean(logPath));
                case ASIAN -> mean(exp(logPath));
            };
        }

        double[] exact() {
            return switch (this) {
                case EUROPEAN -> Market.textbook();
                case GEOMETRIC_ASIAN -> Market.derived(Market::geometric);
                case ASIAN -> null;
            };
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String name() {
        return "greeks";
    }

    @Override
    public String about() {
        return "delta, vega, rho, gamma of European and Asian calls by Monte Carlo, beside closed forms; --steps: "
                + "batches of " + PATHS + " paths";
    }

    @Override
    public Outcome run(Order order) throws IOException {
        if (order.epochs() != null || order.data() != null) {
            throw new StructureException("train greeks", order.data() != null ? "--data" : "--epochs",
                    "give --steps: the number of batches of " + PATHS + " paths; there is nothing to read");
        }
        long batches = order.steps() == null ? BATCHES : order.steps();
        if (batches < 1) {
            throw new StructureException("train greeks", "--steps " + batches, "give at least one batch of paths");
        }
        long start = System.nanoTime();
        var table = new LinkedHashMap<String, Map<String, Double>>();
        var curves = new ArrayList<Chart>();
        for (var option : Option.values()) {
            sample(option, batches, order, table, curves);
        }
        order.callbacks().forEach(Callback::ended);
        double seconds = (System.nanoTime() - start) / 1e9;
        var metrics = summary(table);
        order.say().accept(text(table));
        var report = new Report("cotangent train greeks").text("Options", "calls at strike " + Market.STRIKE + ", "
                + Market.DATES + " dates for the averages, " + batches * PATHS + " paths each").numbers(metrics)
                .table(rows(table));
        for (var c : curves) {
            report.chart(c);
        }
        report.environment(order.command()).write(order.out().resolve("report.html"));
        var first = curves.getFirst().png();
        org.cotangent.storage.AtomicFile.write(order.out().resolve("delta.png"), out -> out.write(first));
        return new Outcome(name(), order.seed(), batches, seconds, metrics, Map.of("greeks", table), order.out(),
                Result.Ending.STEPS);
    }

    /// For one path the discounted payoff, its derivatives along the path, and the estimate of gamma, float64[5].
    ///
    /// Where the payoff has a kink the derivative along the path has a jump, which a second one does not see. So gamma
    /// differentiates the density of the first step instead (Glasserman 2003, Monte Carlo Methods in Financial
    /// Engineering, section 7.3.3): what has that price is held fixed, its weight moves with the price now.
    private static Tensor onePath(Option option, Market market, Tensor z) {
        Fn1<Market, Tensor> payoff = m -> mul(m.discount(), relu(sub(option.average(m.logPath(z)),
                scalar(Market.STRIKE))));
        var along = Transforms.valueAndGrad(payoff).apply(market);
        var path = stopGradient(market.logPath(z));
        Fn1<Tensor, Tensor> delta = s -> {
            var m = new Market(s, market.volatility(), market.rate());
            var weight = sub(m.logFirst(index(path, 0), option.dates), market.logFirst(index(path, 0), option.dates));
            // every price is the price now times something that does not depend on it
            return mul(div(mul(stopGradient(along.gradient().spot()), market.spot()), s), exp(weight));
        };
        var gamma = Transforms.grad(delta).apply(market.spot());
        return stack(0, along.value(), along.gradient().spot(), along.gradient().volatility(), along.gradient().rate(),
                gamma);
    }

    /// All paths of a key: sums of the five numbers and of their squares, `[2, 5]`. `control` are those of the call on
    /// the geometric mean.
    private static Tensor sums(Option option, Tensor control, Market market, Tensor key) {
        var z = normal(key, TensorType.of(DType.FLOAT64, PATHS, option.dates));
        Fn2<Market, Tensor, Tensor> one = (m, row) -> onePath(option, m, row);
        var each = Transforms.vmap(one, Transforms.in(Axes.NONE, 0), Transforms.out(0)).apply(market, z);
        if (option != Option.ASIAN) {
            return stack(0, sum(each, 0), sum(square(each), 0));
        }
        // The call on the geometric mean moves with it and is known exactly: what it is off is taken away.
        Fn2<Market, Tensor, Tensor> other = (m, row) -> onePath(Option.GEOMETRIC_ASIAN, m, row);
        var near = Transforms.vmap(other, Transforms.in(Axes.NONE, 0), Transforms.out(0)).apply(market, z);
        var less = add(sub(each, near), control);
        return stack(0, sum(less, 0), sum(square(less), 0));
    }

    private static void sample(Option option, long batches, Order order, Map<String, Map<String, Double>> table,
            List<Chart> curves) {
        var control = tensor(Option.GEOMETRIC_ASIAN.exact());
        Fn2<Market, Tensor, Tensor> plain = (m, key) -> sums(option, control, m, key);
        var batch = Transforms.jit(plain);
        var key = foldIn(key(order.seed()), option.ordinal());
        var exact = option.exact();
        var sum = new double[2][NUMBERS.size()];
        var paths = new ArrayList<Double>();
        var errors = new ArrayList<Double>();
        for (long i = 0; i < batches; i++) {
            var got = Host.doubles(batch.apply(Market.usual(), foldIn(key, i)));
            for (int k = 0; k < NUMBERS.size(); k++) {
                sum[0][k] += got[k];
                sum[1][k] += got[NUMBERS.size() + k];
            }
            double n = (i + 1.0) * PATHS;
            paths.add(n);
            errors.add(exact == null ? error(sum, 1, n) : Math.abs(sum[0][1] / n - exact[1]));
            var step = new Callback.Step(i + 1, option.ordinal(), i + 1, batches, batches * Option.values().length,
                    errors.getLast(), 0, error(sum, 1, n));
            order.callbacks().forEach(c -> c.stepped(step));
        }
        double n = (double) batches * PATHS;
        var found = new TreeMap<String, Double>();
        for (int k = 0; k < NUMBERS.size(); k++) {
            table.put(option.label() + "." + NUMBERS.get(k), row(sum[0][k] / n, error(sum, k, n), exact, k));
            found.put(NUMBERS.get(k), sum[0][k] / n);
        }
        curves.add(new Chart("delta of " + option.label() + (exact == null ? ": standard error" : ": error"), "paths",
                List.of(new Chart.Line("delta", paths, errors))));
        order.callbacks().forEach(c -> c.evaluated(new Evaluation(option.ordinal() + 1L, batches, errors.getLast(), 0,
                found)));
    }

    private static double error(double[][] sum, int k, double n) {
        double mean = sum[0][k] / n;
        return Math.sqrt(Math.max(0, sum[1][k] / n - mean * mean) / (n - 1));
    }

    private static Map<String, Double> row(double estimate, double error, double[] exact, int k) {
        var out = new LinkedHashMap<String, Double>();
        out.put("estimate", estimate);
        out.put("standard_error", error);
        out.put("low", estimate - WIDTH * error);
        out.put("high", estimate + WIDTH * error);
        if (exact != null) {
            out.put("exact", exact[k]);
            out.put("z", (estimate - exact[k]) / error);
        }
        return out;
    }

    private static Map<String, Double> summary(Map<String, Map<String, Double>> table) {
        var known = table.values().stream().filter(r -> r.containsKey("z")).toList();
        var out = new TreeMap<String, Double>();
        out.put("worst_z", known.stream().mapToDouble(r -> Math.abs(r.get("z"))).max().orElse(Double.NaN));
        out.put("inside_95", (double) known.stream().filter(r -> Math.abs(r.get("z")) <= WIDTH).count());
        out.put("known", (double) known.size());
        table.forEach((name, r) -> out.put(name.replace('.', '_'), r.get("estimate")));
        return out;
    }

    private static List<List<String>> rows(Map<String, Map<String, Double>> table) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("number", "estimate", "standard error", "95 % from", "to", "closed form"));
        table.forEach((name, r) -> rows.add(List.of(name, number(r.get("estimate")), number(r.get("standard_error")),
                number(r.get("low")), number(r.get("high")), r.containsKey("exact") ? number(r.get("exact")) : "")));
        return rows;
    }

    private static String number(double v) {
        return String.format(Locale.ROOT, "%.6g", v);
    }

    private static String text(Map<String, Map<String, Double>> table) {
        var lines = rows(table).stream().map(r -> String.format("%-24s %12s %15s %12s %12s %12s", r.toArray()))
                .toList();
        return String.join(System.lineSeparator(), lines);
    }
}
