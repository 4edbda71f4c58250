package org.cotangent.lane;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;

/// The one order in which the elements of a reduction are combined, whatever the vector width and the number of
/// threads.
///
/// The input is seen as `[outer, n, inner]`, row-major, and reduced over its middle axis. `*` stands for the combining
/// operation.
///
/// **Rows** (`inner == 1`). Let L be the lanes of 64 bytes (16 of 32 bits, 8 of 64) and W = 4 L.
/// 1. Elements are cut into chunks of 32 W. Within a chunk, column w takes elements w, w + W, w + 2 W ... in this
///    order, starting from the identity.
/// 2. A chunk's lane j is `(column j * column j+2L) * (column j+L * column j+3L)`.
/// 3. Chunks are combined lane by lane as a tree: (0, 1), (2, 3) ... then these in pairs; one that has no partner
///    moves up.
/// 4. The L lanes are halved: lane j takes `lane j * lane j+L/2`, then L/4, down to one.
///
/// **Columns** (`inner > 1`). Each column by itself: rows are cut into chunks of 32, combined in order from the
/// identity, and chunks by the tree of step 3.
///
/// Elements that a last chunk lacks count as the identity, which changes no bit of a sum begun at +0, of a product, of
/// an extreme. Sums of float32 are kept in float32: at most 32 additions in a row and then a tree, so the error grows
/// with log n.
public final class ReductionTree {
    /// Rows that a chunk combines in order.
    public static final int ROWS = 32;

    private ReductionTree() {}

    /// Lanes of 64 bytes.
    public static int lanes(LaneType type) {
        return 64 / (type.bits() / 8);
    }

    /// Columns side by side in a chunk of a row.
    public static int columns(LaneType type) {
        return 4 * lanes(type);
    }

    /// Elements of a chunk of a row.
    public static int chunk(LaneType type) {
        return ROWS * columns(type);
    }

    /// The bits of the reduction of a row of `n` elements given by their bits.
    public static long row(ReduceOp op, LaneType type, LongUnaryOperator element, long n) {
        int chunk = chunk(type);
        List<long[]> chunks = new ArrayList<>();
        for (long start = 0; start == 0 || start < n; start += chunk) {
            chunks.add(lanes(op, type, element, start, Math.min(n, start + chunk)));
        }
        var lanes = tree(op, type, chunks);
        for (int half = lanes.length / 2; half > 0; half /= 2) {
            for (int j = 0; j < half; j++) {
                lanes[j] = op.combine(type, lanes[j], lanes[j + half]);
            }
        }
        return lanes[0];
    }

    private static long[] lanes(ReduceOp op, LaneType type, LongUnaryOperator element, long from, long to) {
        int lanes = lanes(type);
        var column = identities(op, type, 4 * lanes);
        for (long i = from; i < to; i++) {
            int w = (int) ((i - from) % column.length);
            column[w] = op.combine(type, column[w], element.applyAsLong(i));
        }
        var out = new long[lanes];
        for (int j = 0; j < lanes; j++) {
            out[j] = op.combine(type, op.combine(type, column[j], column[j + 2 * lanes]),
                op.combine(type, column[j + lanes], column[j + 3 * lanes]));
        }
        return out;
    }

    /// The bits of the reduction of one column of `n` elements given by their bits.
    public static long column(ReduceOp op, LaneType type, LongUnaryOperator element, long n) {
        List<long[]> chunks = new ArrayList<>();
        for (long start = 0; start == 0 || start < n; start += ROWS) {
            var sum = identities(op, type, 1);
            for (long i = start; i < Math.min(n, start + ROWS); i++) {
                sum[0] = op.combine(type, sum[0], element.applyAsLong(i));
            }
            chunks.add(sum);
        }
        return tree(op, type, chunks)[0];
    }

    private static long[] identities(ReduceOp op, LaneType type, int n) {
        var values = new long[n];
        Arrays.fill(values, op.identity(type));
        return values;
    }

    private static long[] tree(ReduceOp op, LaneType type, List<long[]> chunks) {
        for (int step = 1; step < chunks.size(); step *= 2) {
            for (int i = 0; i + step < chunks.size(); i += 2 * step) {
                var to = chunks.get(i);
                var from = chunks.get(i + step);
                for (int j = 0; j < to.length; j++) {
                    to[j] = op.combine(type, to[j], from[j]);
                }
            }
        }
        return chunks.getFirst();
    }
}
