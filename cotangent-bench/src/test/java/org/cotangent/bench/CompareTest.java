package org.cotangent.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The comparison: which programs it runs, what it makes of their lines, and what it says where they are missing.
class CompareTest {
    @TempDir
    private Path folder;

    @Test
    void ratiosAreTakenWithinARoundAndDifferencesReported() {
        var r = new Ratios(Workloads.named(List.of("W8")).getFirst());
        double[] ours = {2, 4, 3};
        double[] theirs = {6, 4, 12};
        for (int i = 0; i < 3; i++) {
            r.add(i, Ratios.OURS, line("cotangent", ours[i], "[1.0, 2e3]"));
            r.add(i, "libtorch", line("libtorch", theirs[i], "[1.0,2002]"));
        }
        r.add(0, "nd4j", new Line("{\"peer\":\"nd4j\",\"error\":\"exit 124\"}"));
        assertThat(r.ratios("libtorch")).containsExactly(1, 3, 4);
        assertThat(r.rows()).contains("| W8 | cotangent | 3.00 s (2.00 s, 4.00 s) |  |  |",
            "| W8 | libtorch | 6.00 s (4.00 s, 12.0 s) ~ | 3.00 (1.00, 4.00) | 1e-03 |", "| W8 | nd4j | exit 124 |");
    }

    private static Line line(String peer, double seconds, String check) {
        return new Line("{\"peer\":\"" + peer + "\",\"median_s\":" + seconds + ",\"noisy\":"
            + peer.equals("libtorch") + ",\"check\":" + check + "}");
    }

    @Test
    void linesAreReadAsTheyArePrinted() {
        var line = new Line("{\"peer\": \"hand-written gradient (C++)\", \"median_s\": 1.6e-06,"
            + "\"check\":[54348.2,-3]}");
        assertThat(line.word("peer")).contains("hand-written gradient (C++)");
        assertThat(line.number("median_s").orElseThrow()).isEqualTo(1.6e-6);
        assertThat(line.check()).containsExactly(54348.2, -3);
        assertThat(new Line("{\"check\":[1,\"NaN\"]}").check()).isEmpty();
        assertThat(line.differs(new Line("{}"))).isNaN();
    }

    @Test
    void aMissingFolderIsOneClearLine() throws IOException {
        assertThatThrownBy(() -> Peers.of("")).hasMessageContaining("-Dcotangent.peers=DIR");
        assertThatThrownBy(() -> Peers.of(folder.toString())).hasMessageContaining("no program bin/peer");
        Files.createDirectories(folder.resolve("bin"));
        Files.createFile(folder.resolve("bin/peer"));
        assertThat(folder.resolve("bin/peer").toFile().setExecutable(true)).isTrue();
        assertThatThrownBy(() -> Peers.of(folder.toString())).hasMessageContaining("run bin/build");
    }

    @Test
    void eachLibraryRunsInTheSettingsInWhichItMayBeFastest() throws IOException {
        var tape = folder.resolve("target/native/tape_hand");
        Files.createDirectories(tape.getParent());
        Files.createFile(tape);
        assertThat(tape.toFile().setExecutable(true)).isTrue();
        var peers = new Peers(folder);
        assertThat(names(peers, "W5")).contains("libtorch-passive", "tensorflow-xla").doesNotContain("nd4j");
        assertThat(names(peers, "W1-10000000")).contains("libtorch-kept", "nd4j").doesNotContain("libtorch-passive");
        assertThat(names(peers, "W3-small")).isEmpty();
        var w9 = peers.of(Workloads.named(List.of("W9-scalars")).getFirst(), 1, List.of("-Dwarm=1"));
        assertThat(w9.getLast().command()).containsExactly(tape.toString());
        assertThat(w9.getFirst().command()).containsExactly(folder.resolve("bin/peer").toString(), "libtorch", "W9",
            "1", "-Dwarm=1");
    }

    private static List<String> names(Peers peers, String id) {
        return peers.of(Workloads.named(List.of(id)).getFirst(), 2, List.of()).stream().map(Peers.Peer::name).toList();
    }

    @Test
    void aWorkloadRunsInAFreshProcess() {
        System.setProperty("warm", "0.05");
        try {
            var line = new Line(Fresh.measure(Workloads.named(List.of("W9-vmap")).getFirst(), 1, List.of("--peer")));
            assertThat(line.word("peer")).contains("cotangent");
            assertThat(line.number("threads").orElseThrow()).isEqualTo(1);
            assertThat(line.number("median_s").orElseThrow()).isPositive();
            assertThat(line.number("first_s").orElseThrow()).isPositive();
        } finally {
            System.clearProperty("warm");
        }
    }
}
