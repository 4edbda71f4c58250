package org.cotangent.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageMemoryTest {
    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseSerialGC", "-XX:+UseZGC", "-XX:+DisableExplicitGC"})
    void aLongLoopRunsAtConstantMemory(String flag) throws Exception {
        boolean first = flag.endsWith("G1GC");
        String[] out = run("StorageSoak", flag, "-Xmx512m", "-Dlarge=" + (first ? 100_000 : 10_000));
        long resident = Long.parseLong(out[0].substring(0, out[0].indexOf(' ')));
        System.out.println("1e6 small and many large values, " + flag + ": " + resident / 1024 + " MiB resident");
        assertThat(resident).isLessThan((512 + 512 + 256) * 1024L);
    }

    @Test
    void aPlainProgramPrintsNoWarning() throws Exception {
        assertThat(run("StorageSoak", "-Dlarge=200")).hasSize(1);
    }

    @Test
    void theLimitOfTheJvmIsReportedWhenItIsBelowTheBudget() throws Exception {
        checkLimit("MaxDirectMemorySize", 48 << 20, 64 << 20,
                run("StorageLimits 1000000", "-XX:MaxDirectMemorySize=64m", "-Dcotangent.storage.bytes=1g"));
    }

    @Test
    void theBudgetIsReportedWhenItIsBelowTheLimitOfTheJvm() throws Exception {
        checkLimit("-Dcotangent.storage.bytes", 48 << 20, 64 << 20,
                run("StorageLimits 1000000", "-XX:MaxDirectMemorySize=1g", "-Dcotangent.storage.bytes=64m"));
    }

    @Test
    void aFullHeapIsReportedToo() throws Exception {
        checkLimit("raise -Xmx", 12 << 20, 32 << 20, run("StorageLimits 20000", "-Xmx32m"));
    }

    private static void checkLimit(String remedy, long least, long most, String[] out) {
        assertThat(out).hasSize(4);
        for (int round = 0; round < 2; round++) {
            assertThat(out[2 * round]).contains(remedy);
            assertThat(Long.parseLong(out[2 * round + 1].replace(" held", ""))).isBetween(least, most);
        }
    }

    @Test
    void moreThan2To31Cells() throws IOException {
        long n = (1L << 31) + 8;
        boolean room = available() > 6L << 30 && Storage.use().budget() > n + (64 << 20);
        if (!room) {
            System.out.println("skipped: moreThan2To31Cells, for want of memory");
        }
        Assumptions.assumeTrue(room);
        Storage s = Storage.zeros(Cell.I8, n);
        s.setByte(n - 1, (byte) 7);
        s.setByte((1L << 31) - 1, (byte) 5);
        assertThat(s.getByte(n - 1)).isEqualTo((byte) 7);
        assertThat(s.slice(1L << 31, 8).getByte(7)).isEqualTo((byte) 7);
        assertThat(s.slice((1L << 31) - 1, 2).getByte(0)).isEqualTo((byte) 5);
        assertThatThrownBy(() -> s.getByte(n)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(Storage.use().live()).isGreaterThanOrEqualTo(n);
        s.release();
        Storage.trim();
        assertThat(Storage.use().live()).isLessThan(n);
    }

    private static long available() throws IOException {
        Path info = Path.of("/proc/meminfo");
        if (!Files.isReadable(info)) {
            return 0;
        }
        return Files.readAllLines(info).stream().filter(l -> l.startsWith("MemAvailable:"))
                .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")) * 1024).findFirst().orElse(0);
    }

    private static String[] run(String program, String... flags) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", place(Storage.class) + File.pathSeparator + place(StorageSoak.class)));
        command.addAll(List.of(("org.cotangent.storage." + program).split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text.split("\n");
    }

    private static Path place(Class<?> c) throws Exception {
        return Path.of(c.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
