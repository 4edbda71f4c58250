package org.cotangent.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotangent.core.FormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Disks that fill up and folders that cannot be written: an error that says so, and the last checkpoint as it was.
///
/// A JVM of its own trains on a file system of 400 KB, or one that becomes read-only, in a mount namespace; where the
/// system allows none, files may grow to some KB only.
class FullDiskTest {
    @TempDir
    private Path folder;

    /// Trains on until a checkpoint fails, then looks at what is left.
    static final class Child {
        private Child() {
        }

        public static void main(String[] args) throws IOException, InterruptedException {
            var folder = Path.of(args[0], "c");
            Toy.trainer(Toy.settings(folder, 3)).run();
            long before = step(folder);
            var filler = Path.of(args[0], "filler");
            switch (args[1]) {
                case "full" -> fill(filler);
                case "readonly" -> new ProcessBuilder("mount", "-o", "remount,ro", args[0]).start().waitFor();
                default -> { }
            }
            try {
                Toy.trainer(Toy.settings(folder, 6)).resume();
                System.out.println("NO ERROR");
            } catch (FormatException e) {
                System.out.println(e.getMessage());
            }
            System.out.println("left: step " + step(folder) + " of " + before);
            if (args[1].equals("full")) {
                Files.delete(filler);
                var again = Toy.trainer(Toy.settings(folder, 6)).resume();
                System.out.println("with room again: step " + again.run().step());
            }
        }

        private static long step(Path folder) {
            return new tools.jackson.databind.ObjectMapper().readTree(Checkpoints.in(folder).last().orElseThrow()
                    .notes()).get("step").asLong();
        }

        /// Takes all the room but a little.
        private static void fill(Path filler) throws IOException {
            try (var out = Files.newOutputStream(filler)) {
                while (true) {
                    out.write(new byte[1024]);
                }
            } catch (IOException _) {
                try (var channel = java.nio.channels.FileChannel.open(filler,
                        java.nio.file.StandardOpenOption.WRITE)) {
                    channel.truncate(Math.max(0, channel.size() - 2048));
                }
            }
        }
    }

    private String child(String how, String shell) throws Exception {
        var java = new ArrayList<>(List.of(System.getProperty("java.home") + File.separator + "bin" + File.separator
                + "java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "--add-modules",
                "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), Child.class.getName(), folder.toString(), how));
        var command = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", shell, "sh", folder.toString()));
        command.addAll(java);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return out;
    }

    /// Whether this system lets a test mount a file system of its own.
    private boolean mounts() throws Exception {
        try {
            boolean can = new ProcessBuilder("unshare", "-rm", "mount", "-t", "tmpfs", "none", folder.toString())
                    .redirectErrorStream(true).start().waitFor() == 0;
            if (!can) {
                System.out.println("SKIPPED: no mount namespaces here (unshare -rm)");
            }
            return can;
        } catch (IOException e) {
            System.out.println("SKIPPED: no unshare here");
            return false;
        }
    }

    private static final String MOUNT = "mount -t tmpfs -o size=400k none \"$1\" && shift && exec \"$@\"";

    @Test
    void aFullDiskIsSaidAndTheLastCheckpointStands() throws Exception {
        if (mounts()) {
            assertThat(child("full", MOUNT)).contains("No space left", "cannot write a checkpoint to",
                    "see that there is room", "left: step 3 of 3", "with room again: step 6")
                    .doesNotContain("NO ERROR");
        }
    }

    @Test
    void aReadOnlyFolderIsSaidAndTheLastCheckpointStands() throws Exception {
        if (mounts()) {
            assertThat(child("readonly", MOUNT)).contains("Read-only file system", "left: step 3 of 3")
                    .doesNotContain("NO ERROR");
        }
    }
}
