package org.cotangent.storage;

import java.util.ArrayList;
import java.util.List;

/// A program that runs alone in a small JVM and holds values of the given cell count until there is no room; twice.
final class StorageLimits {
    private StorageLimits() {
    }

    public static void main(String[] args) {
        for (int round = 0; round < 2; round++) {
            long held = holdAll(Long.parseLong(args[0]));
            System.out.println(held + " held");
        }
    }

    private static long holdAll(long count) {
        List<Storage> held = new ArrayList<>(100_000);
        try {
            while (true) {
                held.add(Storage.zeros(Cell.I8, count));
            }
        } catch (StorageExhaustedException e) {
            long n = held.size();
            held.clear();
            System.out.println(e.getMessage());
            return n * count;
        }
    }
}
