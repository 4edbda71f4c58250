package org.cotangent.storage;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/// A program that runs alone in a small JVM: a million small values and a hundred thousand of a megabyte.
///
/// Prints the most resident memory of the process in KiB, taken during the second half, or -1 where it is unknown.
final class StorageSoak {
    private static Storage last;

    private StorageSoak() {
    }

    public static void main(String[] args) throws IOException {
        last = Storage.zeros(Cell.F32, 64);
        for (int i = 0; i < 1_000_000; i++) {
            Storage next = Storage.allocate(Cell.F32, 64);
            next.setFloat(i & 63, last.getFloat(i & 63) + 1);
            last = next;
        }
        int n = Integer.getInteger("large", 100_000);
        long most = -1;
        last = Storage.zeros(Cell.F32, 1 << 18);
        for (int i = 0; i < n; i++) {
            Storage next = Storage.allocate(Cell.F32, 1 << 18);
            for (int page = 0; page < 1 << 18; page += 1024) {
                next.setFloat(page, last.getFloat(page) + 1);
            }
            last = next;
            if (i > n / 2 && i % 500 == 0) {
                most = Math.max(most, residentKib());
            }
        }
        if (last.segment().get(ValueLayout.JAVA_FLOAT, 4096) != n) {
            throw new AssertionError("a live value was overwritten");
        }
        System.out.println(most + " " + Storage.use());
    }

    private static long residentKib() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return -1;
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(l -> l.startsWith("VmRSS:")).mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
                    .findFirst().orElse(-1);
        }
    }
}
