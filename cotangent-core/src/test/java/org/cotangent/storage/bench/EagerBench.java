package org.cotangent.storage.bench;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// An eager loop over large values beside a heap full of other objects: `EagerBench megabytesOfObjects bytes`.
///
/// Prints the mean and the longest time of one step (a fresh value, written once). Run it with `-Xlog:gc`.
public final class EagerBench {
    private static Storage last;

    private EagerBench() {
    }

    public static void main(String[] args) {
        List<Object> live = new ArrayList<>();
        while (live.size() < Integer.parseInt(args[0]) * 1024) {
            live.add(new Object[256]);
        }
        int bytes = Integer.parseInt(args[1]);
        int steps = (int) Math.min(200_000, (16L << 30) / bytes);
        long longest = 0;
        long begin = 0;
        for (int i = -steps; i < steps; i++) {
            begin = i == 0 ? System.nanoTime() : begin;
            long t = System.nanoTime();
            last = Storage.allocate(Cell.F32, bytes / 4);
            last.fill(0x3f800000);
            longest = i < 0 ? 0 : Math.max(longest, System.nanoTime() - t);
        }
        System.out.printf("%d MB of objects, %d bytes: mean %.1f us, longest %.2f ms, %s%n", live.size() / 1024, bytes,
                (System.nanoTime() - begin) / 1e3 / steps, longest / 1e6, Storage.use());
    }
}
