package org.cotangent.codegen;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.cotangent.lane.ReduceOp;
import org.cotangent.storage.Storage;

/// AND and OR of masks in bytes 0 and 1; their order is free, so rows stop at the first block that decides.
final class MaskReductions {
    private static final int BLOCK = 4096;

    private MaskReductions() {}

    static void run(ReduceOp op, Storage in, Storage out, long outer, long n, long inner, Split split) {
        boolean and = op == ReduceOp.AND;
        long grain = Math.max(1, (1 << 18) / Math.max(1, n * inner));
        split.run(outer, grain, (from, to) -> {
            for (long o = from; o < to; o++) {
                if (inner == 1) {
                    out.setByte(o, row(and, in, o * n, n));
                } else {
                    columns(and, in, o * n * inner, n, inner, out, o * inner);
                }
            }
        });
    }

    private static byte row(boolean and, Storage in, long at, long n) {
        var block = new byte[(int) Math.min(BLOCK, n)];
        for (long i = 0; i < n; i += BLOCK) {
            int count = (int) Math.min(BLOCK, n - i);
            read(in, at + i, block, count);
            int all = 1;
            int any = 0;
            for (int j = 0; j < count; j++) {
                all &= block[j];
                any |= block[j];
            }
            if (and ? all == 0 : any != 0) {
                return (byte) (and ? 0 : 1);
            }
        }
        return (byte) (and ? 1 : 0);
    }

    private static void columns(boolean and, Storage in, long at, long n, long inner, Storage out, long to) {
        int width = (int) Math.min(BLOCK, inner);
        var sum = new byte[width];
        var row = new byte[width];
        for (long c = 0; c < inner; c += width) {
            int count = (int) Math.min(width, inner - c);
            Arrays.fill(sum, (byte) (and ? 1 : 0));
            for (long i = 0; i < n; i++) {
                read(in, at + i * inner + c, row, count);
                for (int j = 0; j < count; j++) {
                    sum[j] = (byte) (and ? sum[j] & row[j] : sum[j] | row[j]);
                }
            }
            if (out.array() != null) {
                System.arraycopy(sum, 0, out.array(), (int) (to + c), count);
            } else {
                MemorySegment.copy(sum, 0, out.segment(), ValueLayout.JAVA_BYTE, to + c, count);
            }
        }
    }

    private static void read(Storage in, long at, byte[] to, int count) {
        if (in.array() != null) {
            System.arraycopy(in.array(), (int) at, to, 0, count);
        } else {
            MemorySegment.copy(in.segment(), ValueLayout.JAVA_BYTE, at, to, 0, count);
        }
    }
}
