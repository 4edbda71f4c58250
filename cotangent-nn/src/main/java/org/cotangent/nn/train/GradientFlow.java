package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.cotangent.core.ShapeException;
import org.cotangent.explain.Finding;
import org.cotangent.explain.Finding.Direction;
import org.cotangent.explain.Finding.Kind;

/// A callback that watches the gradient's flow through all parameters over the steps, and says which of them do not
/// learn.
///
/// It measures every so many steps, keeps at most 256 of those measurements (where there are more, every second is
/// dropped and the distance doubled) and one bool for each element of the parameters.
///
/// ```java
/// var flow = GradientFlow.every(25);
/// trainer.telling(List.of(flow)).run();
/// flow.findings().forEach(System.out::println);
/// ```
public final class GradientFlow implements Callback {
    private static final int MOST = 256;
    private static final int FEW = 8;
    private static final int LINES = 5;
    private static final double TINY = 1e-5;
    private static final double STUCK = 1e-7;
    private static final double GROWN = 1e3;
    private static final double WILD = 0.5;
    private static final double LOST = 0.3;

    private long every;
    private final List<Flow> flows = new ArrayList<>();

    private GradientFlow(long every) {
        this.every = every;
    }

    /// Measures the first step and then every `every`-th.
    public static GradientFlow every(long every) {
        if (every < 1) {
            throw new ShapeException("measure the gradient's flow", "every " + every + " steps", "give at least 1");
        }
        return new GradientFlow(every);
    }

    @Override
    public boolean wantsFlow(long step) {
        return (step - 1) % every == 0;
    }

    @Override
    public void flowed(Flow flow) {
        flows.add(flow);
        if (flows.size() == MOST) {
            var kept = IntStream.range(0, MOST / 2).mapToObj(i -> flows.get(2 * i)).toList();
            flows.clear();
            flows.addAll(kept);
            every *= 2;
        }
    }

    /// What was measured, the earliest first.
    public List<Flow> flows() {
        return List.copyOf(flows);
    }

    /// Parameters that do not learn, or learn wildly; none before there are eight measurements.
    public List<Finding> findings() {
        var out = new ArrayList<Finding>();
        if (flows.size() >= FEW) {
            int n = flows.getFirst().parameters().size();
            double largest = IntStream.range(0, n).mapToDouble(i -> late(i, Flow.Of::size)).max().orElse(0);
            for (int i = 0; i < n; i++) {
                var found = finding(i, largest);
                if (found != null) {
                    out.add(found);
                }
            }
        }
        return out;
    }

    /// The median of the later half of the measurements.
    private double late(int i, ToDoubleFunction<Flow.Of> what) {
        return median(i, flows.size() / 2, flows.size(), what);
    }

    private double median(int i, int from, int to, ToDoubleFunction<Flow.Of> what) {
        var values = flows.subList(from, to).stream().mapToDouble(f -> what.applyAsDouble(f.parameters().get(i)))
                .sorted().toArray();
        return values[values.length / 2];
    }

    private Finding finding(int i, double largest) {
        var last = flows.getLast().parameters().get(i);
        double size = late(i, Flow.Of::size);
        double ratio = late(i, Flow.Of::ratio);
        double early = median(i, 0, Math.max(1, flows.size() / 4), Flow.Of::gradient);
        double now = median(i, flows.size() - Math.max(1, flows.size() / 8), flows.size(), Flow.Of::gradient);
        if (last.never() == 1) {
            return finding(last, Kind.ZERO, "no gradient has reached it in " + flows.size() + " measured steps",
                    "see whether the loss depends on it: stopGradient, comparisons, relu units that are dead from the "
                            + "start");
        } else if (last.never() >= LOST) {
            return finding(last, Kind.DEAD_RELU, percent(last.never()) + " of its " + last.count() + " elements have "
                    + "had a gradient of exactly 0 in each of " + flows.size() + " measured steps",
                    "dead relu units (a smaller rate or bias, a leaky relu, gelu) or rows that no example uses");
        } else if (size > 0 && size < TINY * largest) {
            return finding(last, Kind.VANISHING, "its gradient (" + number(size) + " an element) is "
                    + number(size / largest) + " of the largest parameter's", "shorten the way from the loss: residual "
                            + "connections, normalisation, another activation or initialiser");
        } else if (early > 0 && now > GROWN * early && now > 1 || ratio > WILD) {
            return finding(last, Kind.EXPLODING, "its gradient's norm went from " + number(early) + " to "
                    + number(now) + ", and a step changes it by " + number(ratio) + " of its size",
                    "a smaller rate, a warm-up, or clippedByNorm");
        } else if (ratio < STUCK) {
            return finding(last, Kind.UNDERFLOW, "a step changes it by " + number(ratio) + " of its size, which is "
                    + "next to nothing in its dtype", "a larger rate, or a wider dtype for the parameters");
        }
        return null;
    }

    private static Finding finding(Flow.Of of, Kind kind, String cause, String cure) {
        return new Finding(kind, Direction.BACKWARD, of.path(), null, cause, List.of(of.path()), cure);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    private static String number(double v) {
        return String.format(Locale.ROOT, "%.3g", v);
    }

    /// The logarithms of some gradients' norms over the steps: of all where there are few, else from the first to the
    /// last.
    public Chart chart() {
        int n = flows.isEmpty() ? 0 : flows.getFirst().parameters().size();
        var lines = new ArrayList<Chart.Line>();
        for (int k = 0; k < Math.min(n, LINES); k++) {
            int i = n <= LINES ? k : k * (n - 1) / (LINES - 1);
            var steps = flows.stream().map(f -> (double) f.step()).toList();
            lines.add(new Chart.Line(flows.getFirst().parameters().get(i).path(), steps,
                    flows.stream().map(f -> Math.log10(f.parameters().get(i).gradient())).toList()));
        }
        return new Chart("log10 of gradient norms", "steps", lines);
    }

    /// A table: for each parameter the median norm of its gradient early and late, zeros, and update to weight.
    List<List<String>> rows() {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("parameter", "elements", "gradient, early", "gradient, late", "zeros", "never reached",
                "update / weight"));
        for (int i = 0; i < flows.getFirst().parameters().size(); i++) {
            var last = flows.getLast().parameters().get(i);
            rows.add(List.of(last.path(), Long.toString(last.count()),
                    number(median(i, 0, Math.max(1, flows.size() / 4), Flow.Of::gradient)),
                    number(late(i, Flow.Of::gradient)), percent(late(i, Flow.Of::zero)), percent(last.never()),
                    number(late(i, Flow.Of::ratio))));
        }
        return rows;
    }
}
