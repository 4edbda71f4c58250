package org.cotangent.nn.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.cotangent.nn.train.Callback;
import org.cotangent.storage.Storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// The memory of a long run: batches on another thread, evaluations, checkpoints and events included.
///
/// `-Dcotangent.soak=60` for an hour of `digits`; what it printed stands in docs/performance.md.
class SoakTest {
    private static final String SOAK = "cotangent.soak";
    private static final int SAMPLES = 60;
    private static final double SECONDS = 6;

    @TempDir
    private Path folder;

    /// Mebibytes: Java objects and large values that are still reachable after a collection, what the pool holds of the
    /// machine, and what the process does (0 where the system does not say).
    private record Sample(double minutes, long step, double heap, double live, double pool, double process) {
        static Sample now(double minutes, long step) {
            settle();
            var runtime = Runtime.getRuntime();
            var use = Storage.use();
            return new Sample(minutes, step, mebibytes(runtime.totalMemory() - runtime.freeMemory()),
                    mebibytes(use.live()), mebibytes(use.footprint()), resident());
        }

        /// Collects until that gives no large value back any more, which happens on another thread.
        private static void settle() {
            long before = Long.MAX_VALUE;
            for (int same = 0, i = 0; same < 2 && i < 20; i++) {
                System.gc();
                LockSupport.parkNanos(50_000_000);
                long live = Storage.use().live();
                same = live < before ? 0 : same + 1;
                before = Math.min(before, live);
            }
        }

        private static double mebibytes(long bytes) {
            return bytes / (double) (1 << 20);
        }

        private static double resident() {
            var status = Path.of("/proc/self/status");
            if (!Files.isReadable(status)) {
                return 0;
            }
            try (var lines = Files.lines(status)) {
                return lines.filter(l -> l.startsWith("VmRSS:")).mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
                        .findFirst().orElse(0) / 1024.0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Ends the run: a callback that throws does.
    private static final class TimeIsUp extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// Takes a sample sixty times in the time given, then ends the run.
    private static final class Sampling implements Callback {
        private final double seconds;
        private final long start = System.nanoTime();
        private final List<Sample> samples = new ArrayList<>();

        Sampling(double seconds) {
            this.seconds = seconds;
        }

        @Override
        public void stepped(Step step) {
            double passed = (System.nanoTime() - start) / 1e9;
            if (passed * SAMPLES < seconds * (samples.size() + 1)) {
                return;
            }
            var s = Sample.now(passed / 60, step.step());
            samples.add(s);
            if (seconds > SECONDS) {
                System.out.printf("%5.1f min, step %6d: heap %.2f, live %.2f, pool %.2f, process %.1f MiB%n", s.minutes,
                        s.step, s.heap, s.live, s.pool, s.process);
            }
            if (passed >= seconds) {
                throw new TimeIsUp();
            }
        }
    }

    private void soak(String recipe, double seconds) {
        var sampling = new Sampling(seconds);
        assertThatThrownBy(() -> Recipe.named(recipe).run(new Order(null, null, Long.MAX_VALUE, null, 0, folder, false,
                "test", List.of(sampling), _ -> { }))).isInstanceOf(TimeIsUp.class);
        // What is reachable has a floor, which growth would raise; what is held of the machine has a ceiling,
        // after the first minutes, in which code is compiled.
        flat("heap", sampling.samples, Sample::heap, DoubleStream::min, 1);
        flat("large values", sampling.samples, Sample::live, DoubleStream::min, 2);
        if (seconds > SECONDS) {
            flat("pool", sampling.samples, Sample::pool, DoubleStream::max, 2);
            flat("process", sampling.samples, Sample::process, DoubleStream::max, 16);
        }
    }

    /// The second third of a run, when all is compiled, against the last; so many mebibytes and 2 % are no growth.
    private static void flat(String what, List<Sample> samples, ToDoubleFunction<Sample> size,
            Function<DoubleStream, OptionalDouble> bound, double slack) {
        int third = samples.size() / 3;
        double before = bound.apply(samples.subList(third, 2 * third).stream().mapToDouble(size)).orElseThrow();
        double after = bound.apply(samples.subList(2 * third, samples.size()).stream().mapToDouble(size))
                .orElseThrow();
        System.out.printf("%s: %.2f MiB, then %.2f%n", what, before, after);
        assertThat(after).as(what).isLessThan(before * 1.02 + slack);
    }

    @Test
    void secondsOfTrainingLeaveMemoryAsItIs() {
        soak("regression", SECONDS);
    }

    @Test
    @EnabledIfSystemProperty(named = SOAK, matches = "\\d+")
    void minutesOfTrainingLeaveMemoryAsItIs() {
        soak("digits", 60.0 * Integer.getInteger(SOAK));
    }
}
