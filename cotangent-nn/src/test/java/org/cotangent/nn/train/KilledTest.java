package org.cotangent.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run in a JVM of its own that is killed at random moments and goes on from what it left.
///
/// `-Dcotangent.kills=200` for the long form.
class KilledTest {
    private static final int STEPS = 60;

    @TempDir
    private Path folder;

    /// Trains the toy, on from what is there, and writes `done` at the end.
    static final class Child {
        private Child() {
        }

        public static void main(String[] args) throws IOException {
            var folder = Path.of(args[0]);
            var steps = Long.parseLong(args[1]);
            // A checkpoint at each step: the moments of saving are the ones of interest.
            var result = Toy.trainer(Toy.settings(folder.resolve("c"), steps).savedEvery(1)).telling(List.of(
                    new Callback() {
                        @Override
                        public void saved(Path checkpoint) {
                            System.out.println("saved");
                        }

                        @Override
                        public void interrupted(long step) {
                            try {
                                Files.writeString(folder.resolve("ending"), "INTERRUPTED");
                            } catch (IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        }
                    })).resume();
            Files.writeString(folder.resolve("ending"), result.ending().toString());
        }
    }

    private Process child(long steps) throws IOException {
        var java = new ArrayList<>(List.of(System.getProperty("java.home") + File.separator + "bin" + File.separator
                + "java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "--add-modules",
                "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), Child.class.getName(), folder.toString(), Long.toString(steps)));
        return new ProcessBuilder(java).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    @Test
    void killedAtRandomMomentsItEndsInTheSameBits() throws Exception {
        var straight = Toy.trainer(Toy.settings(null, STEPS)).run();
        int kills = Integer.getInteger("cotangent.kills", 2);
        var random = new SplittableRandom(1);
        for (int i = 0; i < kills; i++) {
            var child = child(STEPS);
            // At its first checkpoint or soon after.
            child.getInputStream().read();
            child.waitFor(random.nextLong(300_000), TimeUnit.MICROSECONDS);
            child.destroyForcibly().waitFor();
            Checkpoints.in(folder.resolve("c")).last();
            if (Files.exists(folder.resolve("ending"))) {
                compare(straight);
                Files.delete(folder.resolve("ending"));
                delete(folder.resolve("c"));
            }
        }
        assertThat(child(STEPS).waitFor()).isZero();
        compare(straight);
    }

    private void compare(Result<?, ?> straight) {
        var again = Toy.trainer(Toy.settings(folder.resolve("c"), STEPS)).resume();
        assertThat(again.run().step()).isEqualTo(STEPS);
        assertThat(LoopTest.numbers(again.run().learned())).isEqualTo(LoopTest.numbers(straight.run().learned()));
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var f : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(f);
            }
        }
    }

    @Test
    void askedToStopItSavesAndEnds() throws Exception {
        var child = child(Long.MAX_VALUE);
        child.getInputStream().read();
        child.destroy();
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("ending"))).isEqualTo("INTERRUPTED");
        assertThat(Checkpoints.in(folder.resolve("c")).last()).isPresent();
    }
}
