package org.cotangent.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import org.cotangent.codegen.LaneKernels;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.TensorType;
import org.cotangent.op.RandomBits;
import org.cotangent.op.Variate;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// Draws random numbers by generated kernels, in blocks whose counters are positions 0, 1, 2 ... beside a number that
/// the block has: so the positions are one small array for all blocks.
final class RandomFill {
    /// Elements of a block; a divisor of 2^32, so that counters of one block share their upper word.
    private static final int BLOCK = 8192;
    /// Keys with fewer elements than this are drawn many at once.
    private static final int FEW = 128;
    private static final LaneKernels[][] KERNELS = new LaneKernels[Variate.values().length][DType.values().length];
    private static final Storage[] NARROW = positions(Cell.I32);
    private static final Storage[] WIDE = positions(Cell.I64);

    private final LaneKernels kernels;
    private final boolean wide;
    private final Storage out;
    private final long counter;

    private RandomFill(RandomBits op, DType dtype, Storage out) {
        this.kernels = kernels(op.variate(), dtype);
        this.wide = dtype.lane().bits() == 64;
        this.out = out;
        this.counter = op.counter();
    }

    static Concrete run(RandomBits op, Concrete keys, TensorType type) {
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        long n = op.type().shape().count();
        var fill = new RandomFill(op, type.dtype(), out);
        if (keys.shape().count() > 1 && n < FEW) {
            fill.many(keys, n);
        } else {
            for (long k = 0; k < keys.shape().count() && n > 0; k++) {
                fill.one(keys.getLong(k), k * n, n);
            }
        }
        return Concrete.of(type, out);
    }

    private static LaneKernels kernels(Variate variate, DType dtype) {
        var row = KERNELS[variate.ordinal()];
        var known = row[dtype.ordinal()];
        return known != null ? known : (row[dtype.ordinal()] = LaneKernels.of(variate.program(dtype)));
    }

    /// 0, 1, 2 ... on the heap and off it.
    private static Storage[] positions(Cell cell) {
        var heap = cell == Cell.I32 ? Storage.ofArray(IntStream.range(0, BLOCK).toArray())
                : Storage.ofArray(IntStream.range(0, BLOCK).asLongStream().toArray());
        var segment = Arena.ofAuto().allocate((long) BLOCK * cell.bytes(), 64);
        MemorySegment.copy(heap.segment(), 0, segment, 0, segment.byteSize());
        return new Storage[] {heap, Storage.ofSegment(cell, segment)};
    }

    /// The `n` elements of one key, which lie from `at` on.
    private void one(long key, long at, long n) {
        if (out.array() != null && out.count() <= BLOCK) {
            block(key, out, at, at + n, 0);
            return;
        }
        Workers.run(0, n, Math.ceilDiv(kernels.grain(), BLOCK) * BLOCK, (from, to) -> {
            for (long e = from; e < to; e += BLOCK) {
                int length = (int) Math.min(BLOCK, to - e);
                block(key, out.slice(at + e, length), 0, length, e);
            }
        });
    }

    /// Cells `from` to `to` of a target; the first of them is element `element` of the key.
    private void block(long key, Storage target, long from, long to, long element) {
        long first = counter + element - from;
        int home = target.array() != null ? 0 : 1;
        if (wide) {
            kernels.run(new Storage[] {WIDE[home], longs(key), longs(first)}, new boolean[] {false, true, true}, target,
                    from, to);
        } else {
            kernels.run(new Storage[] {NARROW[home], ints(key >> 32), ints(key), ints(counter + element >> 32),
                ints(first)}, new boolean[] {false, true, true, true, true}, target, from, to);
        }
    }

    private static Storage longs(long x) {
        return Storage.ofArray(new long[] {x});
    }

    private static Storage ints(long x) {
        return Storage.ofArray(new int[] {(int) x});
    }

    /// All elements of many keys, `n` of each, through arrays that hold every element's key.
    private void many(Concrete keys, long n) {
        Workers.run(0, out.count(), BLOCK, (from, to) -> {
            for (long i = from; i < to; i += BLOCK) {
                int length = (int) Math.min(BLOCK, to - i);
                var in = wide ? wides(keys, n, i, length) : narrows(keys, n, i, length);
                var target = Storage.allocate(out.cell(), length);
                kernels.run(in, null, target, 0, length);
                out.copyFrom(i, target, 0, length);
            }
        });
    }

    private Storage[] wides(Concrete keys, long n, long at, int length) {
        var position = new long[length];
        var key = new long[length];
        for (int i = 0; i < length; i++) {
            position[i] = counter + (at + i) % n;
            key[i] = keys.getLong((at + i) / n);
        }
        return new Storage[] {Storage.ofArray(position), Storage.ofArray(key), Storage.ofArray(new long[length])};
    }

    private Storage[] narrows(Concrete keys, long n, long at, int length) {
        var all = new int[4][length];
        for (int i = 0; i < length; i++) {
            long key = keys.getLong((at + i) / n);
            all[0][i] = (int) ((at + i) % n);
            all[1][i] = (int) (key >> 32);
            all[2][i] = (int) key;
            all[3][i] = (int) (counter >> 32);
        }
        return new Storage[] {Storage.ofArray(all[0]), Storage.ofArray(all[1]), Storage.ofArray(all[2]),
            Storage.ofArray(all[3]), Storage.ofArray(new int[length])};
    }
}
