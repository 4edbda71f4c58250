package org.cotangent;

import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.op.Hoist;
import org.cotangent.op.Scan;
import org.cotangent.trace.GraphDeriving;

/// A scan as it was asked for: in one loop, or in loops over loops of which only the outer ones keep carries.
final class Scans {
    private static final Logger LOG = System.getLogger("org.cotangent.loops");

    private final Graph body;
    private final int constants;
    private final int carries;
    private final boolean reverse;
    private final Scan.Kept innermost;

    private Scans(Graph body, int constants, int carries, boolean reverse, Scan.Kept innermost) {
        this.body = body;
        this.constants = constants;
        this.carries = carries;
        this.reverse = reverse;
        this.innermost = innermost;
    }

    static List<Tensor> run(Graph body, long length, int constants, int carries, Loop loop, List<Tensor> operands) {
        var keep = loop.keep() == null ? Keep.ALL : loop.keep();
        boolean all = keep.bytes() == 0 && keep.every() != 1;
        var scans = new Scans(body, constants, carries, loop.reverse(), all ? Scan.Kept.RESIDUALS : Scan.Kept.CARRIES);
        var chunks = keep.bytes() > 0 ? scans.chunks(length, keep.bytes(), loop.name())
                : keep.every() > 1 ? List.of(keep.every()) : List.<Long>of();
        return scans.nested(length, chunks, operands);
    }

    /// How long loops within loops are, from the outermost on; none where all carries fit.
    private List<Long> chunks(long length, long bytes, String name) {
        long carry = Math.max(1, carryBytes());
        var chunks = new ArrayList<Long>();
        long levels = 1;
        while (levels < 8 && Math.ceil(Math.pow(length, 1.0 / levels)) * levels * carry > bytes) {
            levels++;
        }
        long side = (long) Math.ceil(Math.pow(length, 1.0 / levels));
        long chunk = length;
        for (long l = 1; l < levels && chunk > side; l++) {
            chunk = Math.ceilDiv(chunk, side);
            chunks.add(chunk);
        }
        LOG.log(Logger.Level.DEBUG, "loop " + name + " keeps its carry of " + carry + " bytes at " + (chunks.isEmpty()
                ? "every iteration" : "every " + chunks + " iterations, nested") + " within " + bytes + " bytes");
        return chunks;
    }

    private long carryBytes() {
        long bytes = 0;
        for (var t : body.resultTypes().subList(0, carries)) {
            bytes = Math.addExact(bytes, t.bytes());
        }
        return bytes;
    }

    /// Loops of the given lengths inside each other; what does not fill a chunk runs by itself.
    private List<Tensor> nested(long length, List<Long> chunks, List<Tensor> operands) {
        if (chunks.isEmpty() || length <= chunks.getFirst()) {
            return Hoist.bind(new Scan(body, length, constants, carries, reverse, innermost), operands);
        }
        long k = chunks.getFirst();
        long many = length / k;
        long head = many * k;
        var first = cut(operands, 0, head);
        var rest = cut(operands, head, length);
        int to = constants + carries;
        for (int i = to; i < first.size(); i++) {
            var x = first.get(i);
            first.set(i, Ops.reshape(x, x.shape().remove(0).insert(0, k).insert(0, many).sizes()));
        }
        var inner = inner(k, chunks.subList(1, chunks.size()), first);
        var outer = new Scan(inner, many, constants, carries, reverse, Scan.Kept.CARRIES);
        boolean remains = head < length;
        List<Tensor> tail = remains && reverse ? nested(length - head, chunks, rest) : null;
        if (tail != null) {
            IntStream.range(0, carries).forEach(i -> first.set(constants + i, tail.get(i)));
        }
        var all = flattened(Dispatch.bind(outer, first), head);
        if (!remains) {
            return all;
        }
        if (reverse) {
            return joined(all, tail, all);
        }
        IntStream.range(0, carries).forEach(i -> rest.set(constants + i, all.get(i)));
        var last = nested(length - head, chunks, rest);
        return joined(all, last, last);
    }

    private Graph inner(long k, List<Long> chunks, List<Tensor> operands) {
        var types = new ArrayList<TensorType>();
        for (int i = 0; i < operands.size(); i++) {
            var t = operands.get(i).type();
            types.add(i < constants + carries ? t : t.with(t.shape().remove(0)));
        }
        return GraphDeriving.INSTANCE.write(body.name() + "_chunk", types,
                in -> nested(k, chunks, in));
    }

    private List<Tensor> cut(List<Tensor> operands, long from, long to) {
        var out = new ArrayList<>(operands);
        for (int i = constants + carries; i < out.size(); i++) {
            out.set(i, from == 0 && to == out.get(i).size(0) ? out.get(i) : Ops.slice(out.get(i), 0, from, to));
        }
        return out;
    }

    private List<Tensor> flattened(List<Tensor> results, long length) {
        var out = new ArrayList<>(results);
        for (int i = carries; i < out.size(); i++) {
            var y = out.get(i);
            out.set(i, Ops.reshape(y, y.shape().remove(0).remove(0).insert(0, length).sizes()));
        }
        return out;
    }

    private List<Tensor> joined(List<Tensor> head, List<Tensor> tail, List<Tensor> last) {
        var out = new ArrayList<>(last.subList(0, carries));
        for (int i = carries; i < head.size(); i++) {
            out.add(Ops.concat(0, head.get(i), tail.get(i)));
        }
        return out;
    }
}
