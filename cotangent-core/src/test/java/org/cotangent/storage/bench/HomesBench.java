package org.cotangent.storage.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;

/// Where could a value live? One eager addition of floats, with a fresh result each time, per candidate home.
///
/// Run one candidate a process: `HomesBench heap|auto|chunk|reused|reusedheap|mixed|heapseg`, with the Vector API.
public final class HomesBench {
    private static final int CHUNK = 1 << 20;
    private static Object sink;
    private static MemorySegment chunk;
    private static long used;

    private HomesBench() {
    }

    static void addArrays(float[] x, float[] y, float[] z) {
        var species = FloatVector.SPECIES_PREFERRED;
        int i = 0;
        for (int end = species.loopBound(z.length); i < end; i += species.length()) {
            FloatVector.fromArray(species, x, i).add(FloatVector.fromArray(species, y, i)).intoArray(z, i);
        }
    }

    static void addSegments(MemorySegment x, MemorySegment y, MemorySegment z, long bytes) {
        var species = FloatVector.SPECIES_PREFERRED;
        var order = ByteOrder.nativeOrder();
        for (long i = 0; i + species.vectorByteSize() <= bytes; i += species.vectorByteSize()) {
            FloatVector.fromMemorySegment(species, x, i, order)
                    .add(FloatVector.fromMemorySegment(species, y, i, order)).intoMemorySegment(z, i, order);
        }
    }

    private static MemorySegment fromChunk(long bytes) {
        if (bytes > CHUNK) {
            return Arena.ofAuto().allocate(bytes, 64);
        }
        if (chunk == null || used + bytes > CHUNK) {
            chunk = Arena.ofAuto().allocate(CHUNK, 64);
            used = 0;
        }
        MemorySegment s = chunk.asSlice(used, bytes);
        used += bytes + 63 & -64;
        return s;
    }

    private static void once(String home, float[][] a, MemorySegment[] s, int n, int k) {
        long bytes = 4L * n;
        switch (home) {
            case "heap" -> {
                float[] z = new float[n];
                addArrays(a[0], a[1], z);
                sink = z;
            }
            case "auto" -> addFresh(s, Arena.ofAuto().allocate(bytes, 64), bytes);
            case "chunk" -> addFresh(s, fromChunk(bytes), bytes);
            case "reused" -> addSegments(s[0], s[1], s[2], bytes);
            case "reusedheap" -> addArrays(a[0], a[1], a[2]);
            case "heapseg" -> addSegments(s[3], s[4], s[5], bytes);
            case "mixed" -> addSegments(s[k & 3], s[1], s[2 + 3 * (k & 1)], bytes);
            default -> throw new IllegalArgumentException(home);
        }
    }

    private static void addFresh(MemorySegment[] s, MemorySegment z, long bytes) {
        addSegments(s[0], s[1], z, bytes);
        sink = z;
    }

    private static double measure(String home, int n, long runs) {
        float[][] a = {new float[n], new float[n], new float[n]};
        MemorySegment[] s = new MemorySegment[6];
        for (int i = 0; i < 3; i++) {
            s[i] = Arena.ofAuto().allocate(4L * n, 64);
            s[i + 3] = MemorySegment.ofArray(new float[n]);
        }
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 4; round++) {
            long t = System.nanoTime();
            for (int k = 0; k < runs; k++) {
                once(home, a, s, n, k);
            }
            best = Math.min(best, (System.nanoTime() - t) / (double) runs);
        }
        return best;
    }

    public static void main(String[] args) {
        measure(args[0], 64, 200_000);
        StringBuilder line = new StringBuilder("%-10s".formatted(args[0]));
        for (int bytes = 256; bytes <= 16 << 20; bytes *= 4) {
            long runs = Math.max(30, Math.min(200_000, (200L << 20) / bytes));
            line.append(" %d:%.0f".formatted(bytes, measure(args[0], bytes / 4, runs)));
        }
        System.out.println(line);
    }
}
