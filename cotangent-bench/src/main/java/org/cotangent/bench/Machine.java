package org.cotangent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the operating system says of this process and its neighbours, from `/proc`; nothing where there is none.
final class Machine {
    /// Processor seconds so far.
    ///
    /// @param busy   of everybody
    /// @param stolen taken by the host
    /// @param own    of this process
    record Ticks(double busy, double stolen, double own) {
    }

    private static final double A_SECOND = 100;

    private Machine() {
    }

    static Ticks ticks() {
        try {
            var all = Files.readString(Path.of("/proc/stat")).lines().findFirst().orElseThrow().split("\\s+");
            double busy = number(all[1]) + number(all[2]) + number(all[3]) + number(all[6]) + number(all[7]);
            var self = Files.readString(Path.of("/proc/self/stat"));
            var own = self.substring(self.lastIndexOf(')') + 2).split(" ");
            return new Ticks(busy / A_SECOND, number(all[8]) / A_SECOND,
                    (number(own[11]) + number(own[12])) / A_SECOND);
        } catch (IOException | RuntimeException e) {
            return new Ticks(0, 0, 0);
        }
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }

    /// The most memory that this process has had resident, in bytes; -1 where nobody knows.
    static long peakMemory() {
        return memory("VmHWM:");
    }

    /// What it has resident now, in bytes; -1 where nobody knows.
    static long memory() {
        return memory("VmRSS:");
    }

    private static long memory(String key) {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(l -> l.startsWith(key)).mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")) << 10)
                .findFirst().orElse(-1);
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }

    /// Seconds since this process began.
    static double uptime() {
        return ProcessHandle.current().info().startInstant()
            .map(i -> (System.currentTimeMillis() - i.toEpochMilli()) / 1e3).orElse(Double.NaN);
    }
}
