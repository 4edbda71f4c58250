package org.cotangent.runtime;

import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// Rates of products in GFLOP/s, implementations taking turns; a program, not a test.
///
/// Arguments: cell, threads (0 lets OpenBLAS use two of its own), then shapes such as 256 or 32x10x784 (m, n, k).
/// For each the median and the quickest tenth of all turns, on the heap and in native memory.
final class ProductBench {
    private static final long WARM = 1_200_000_000L;
    private static final long LONG = 2_000_000_000L;

    private static boolean oneThread;

    public static void main(String[] args) {
        Cell cell = Cell.valueOf(args[0]);
        int threads = Integer.parseInt(args[1]);
        oneThread = threads == 1;
        Split split = threads == 1 ? Split.SERIAL : Split.WORKERS;
        Map<String, Gemm> all = new LinkedHashMap<>();
        all.put("vector", new VectorGemm(split, VectorKernels.preferredBits(), false));
        if (OpenBlas.provider().available()) {
            all.put("openblas", new OpenBlas(threads == 0 ? Split.SERIAL : split, all.get("vector")));
            OpenBlasLibrary.threads(threads == 0 ? 2 : 1);
        }
        System.out.println(OpenBlas.provider());
        if (threads == 0) {
            all.remove("vector");
        }
        for (boolean first : new boolean[] {true, false}) {
            for (String shape : first ? List.of("300", "100") : Arrays.asList(args).subList(2, args.length)) {
                String line = "%s %-14s".formatted(cell, shape) + row(cell, shape, all, first);
                if (!first) {
                    System.out.println(line);
                }
            }
        }
    }

    /// The clock, or with one thread the processor time of that thread, so that other work on the machine counts less.
    private static long clock() {
        return oneThread ? ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() : System.nanoTime();
    }

    private static String row(Cell cell, String shape, Map<String, Gemm> all, boolean warm) {
        String[] parts = shape.split("x");
        long m = Long.parseLong(parts[0]);
        long n = Long.parseLong(parts[parts.length == 1 ? 0 : 1]);
        long k = Long.parseLong(parts[parts.length == 1 ? 0 : 2]);
        StringBuilder line = new StringBuilder();
        for (boolean heap : new boolean[] {true, false}) {
            Storage a = storage(cell, m * k, heap);
            Storage b = storage(cell, k * n, heap);
            Storage c = storage(cell, m * n, heap);
            Map<String, List<Double>> rates = new LinkedHashMap<>();
            all.keySet().forEach(name -> rates.put(name, new ArrayList<>()));
            long repeats = Math.max(1, (long) (2_000_000 / ((double) m * n * k)));
            for (long end = System.nanoTime() + (warm ? WARM : LONG); System.nanoTime() < end; ) {
                all.forEach((name, gemm) -> {
                    long t = clock();
                    for (long i = 0; i < repeats; i++) {
                        gemm.gemm(cell, m, n, k, a, b, c);
                    }
                    rates.get(name).add(2.0 * m * n * k * repeats / (clock() - t));
                });
            }
            rates.forEach((name, r) -> {
                r.sort(null);
                line.append("  %s %s %.1f (%.1f)".formatted(heap ? "heap" : "native", name, r.get(r.size() / 2),
                        r.get(r.size() * 9 / 10)));
            });
        }
        return line.toString();
    }

    private static Storage storage(Cell cell, long count, boolean heap) {
        Storage s = !heap ? Storage.ofSegment(cell, Arena.ofAuto().allocate(count * cell.bytes(), 64))
                : Storage.ofArray(cell == Cell.F32 ? (Object) new float[(int) count] : new double[(int) count]);
        Cases.fill(new Random(count), s);
        return s;
    }
}
