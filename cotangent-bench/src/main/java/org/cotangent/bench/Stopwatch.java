package org.cotangent.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.cotangent.Doctor;
import org.cotangent.JitFn;

/// Measures a workload in this process: first result, the way to the steady state, then samples.
///
/// A sample counts as quiet where the host took at most 2 % of the processor time that the process asked for, and
/// others used at most 0.15 processors.
public final class Stopwatch {
    private static final int ENOUGH = 5;
    private static final int MOST = 8;
    /// Seconds after which a program that has not been compiled by itself is compiled at once.
    private static final double PATIENCE = 20;

    /// Seconds of a step, and the processors of this process, of others and of the host meanwhile.
    private record Sample(double each, double own, double other, double steal) {
        boolean isQuiet() {
            return steal <= 0.02 * (own + steal) && other <= 0.15;
        }
    }

    private final Workload workload;
    private final Mode mode;
    private final Settings settings;
    private final List<Sample> samples = new ArrayList<>();

    private Stopwatch(Workload workload, Mode mode, Settings settings) {
        this.workload = workload;
        this.mode = mode;
        this.settings = settings;
    }

    /// Measures the workload; `work` is what it has put in place.
    public static Measurement measure(Workload workload, Mode mode, Settings settings, Work work) {
        return new Stopwatch(workload, mode, settings).run(work);
    }

    private Measurement run(Work work) {
        long begin = System.nanoTime();
        WarmUp.sink = work.step().get();
        double first = (System.nanoTime() - begin) / 1e9;
        double started = Machine.uptime();
        var check = work.check().get();
        var warm = new WarmUp(begin);
        warm.run(work.step(), settings.warm());
        work.compiled().ifPresent(f -> untilCompiled(f, work, warm));
        long inner = Math.max(1, Math.round(settings.sample() * 1e9 / warm.lately()));
        sample(work.step(), inner);
        var quiet = samples.stream().filter(Sample::isQuiet).toList();
        boolean noisy = quiet.size() < ENOUGH;
        var used = noisy ? samples : quiet;
        var times = used.stream().mapToDouble(Sample::each).sorted().toArray();
        var steady = warm.steady(times[times.length / 2] * 1e9);
        return new Measurement(workload, mode, times, samples.size(), inner, noisy,
            mean(used.stream().mapToDouble(Sample::own)), mean(used.stream().mapToDouble(Sample::other)),
            mean(used.stream().mapToDouble(Sample::steal)), threads(), check, first, started, steady.seconds(),
            steady.calls(), Machine.memory(), Machine.peakMemory());
    }

    /// Goes on until the program has been compiled in the background, then makes sure of it.
    private void untilCompiled(JitFn f, Work work, WarmUp warm) {
        long last = System.nanoTime() + (long) (PATIENCE * 1e9);
        while (!f.tiersFor(work.arguments().get().toArray()).isCompiled() && System.nanoTime() < last) {
            warm.run(work.step(), 0.1);
        }
        f.compileNow();
        warm.run(work.step(), Math.max(0.1, settings.warm() / 4));
    }

    private void sample(Supplier<?> step, long inner) {
        long begin = System.nanoTime();
        while (samples.stream().filter(Sample::isQuiet).count() < settings.samples()
                && samples.size() < MOST * settings.samples()
                && (samples.size() < ENOUGH || System.nanoTime() - begin < settings.budget() * 1e9)) {
            var before = Machine.ticks();
            long start = System.nanoTime();
            for (long i = 0; i < inner; i++) {
                WarmUp.sink = step.get();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            var after = Machine.ticks();
            double own = after.own() - before.own();
            samples.add(new Sample(seconds / inner, own / seconds,
                Math.max(0, after.busy() - before.busy() - own) / seconds,
                (after.stolen() - before.stolen()) / seconds));
        }
    }

    private static double mean(DoubleStream values) {
        return values.average().orElse(0);
    }

    static int threads() {
        return Doctor.report().stream().filter(i -> i.topic().equals("workers"))
            .mapToInt(i -> Integer.parseInt(i.detail().split(" ")[0])).findFirst().orElse(1);
    }
}
