package org.cotangent.nn.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
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
            try {
                // What the first frees through cleaners, the second counts.
                for (int i = 0; i < 2; i++) {
                    System.gc();
                    Thread.sleep(100);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            var runtime = Runtime.getRuntime();
            var use = Storage.use();
            return new Sample(minutes, step, mebibytes(runtime.totalMemory() - runtime.freeMemory()),
                    mebibytes(use.live()), mebibytes(use.footprint()), resident());
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
        flat("heap", sampling.samples, Sample::heap, 1);
        flat("large values", sampling.samples, Sample::live, 1);
        flat("pool", sampling.samples, Sample::pool, 1);
        flat("process", sampling.samples, Sample::process, 16);
    }

    /// The second third of a run, when all is compiled, against the last; so many mebibytes and 2 % are no growth.
    private static void flat(String what, List<Sample> samples, ToDoubleFunction<Sample> size, double slack) {
        int third = samples.size() / 3;
        double before = middle(samples.subList(third, 2 * third), size);
        double after = middle(samples.subList(2 * third, samples.size()), size);
        System.out.printf("%s: %.2f MiB, then %.2f%n", what, before, after);
        assertThat(after).as(what).isLessThan(before * 1.02 + slack);
    }

    private static double middle(List<Sample> samples, ToDoubleFunction<Sample> size) {
        return samples.stream().mapToDouble(size).sorted().skip(samples.size() / 2).findFirst().orElseThrow();
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
