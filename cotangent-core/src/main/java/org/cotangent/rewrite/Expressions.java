package org.cotangent.rewrite;

import java.util.List;
import java.util.stream.Collectors;
import org.cotangent.core.Concrete;
import org.cotangent.core.Tensor;
import org.cotangent.op.Op;
import org.cotangent.trace.Stage;

/// Short text for a value: the operations behind it, to some depth.
final class Expressions {
    private static final int DEPTH = 6;
    private static final int MOST = 240;

    private Expressions() {
    }

    static String of(Op op, List<Tensor> operands) {
        var out = new StringBuilder();
        write(op, operands, DEPTH, out);
        return out.toString();
    }

    static String of(Tensor t) {
        var out = new StringBuilder();
        write(t, DEPTH, out);
        return out.toString();
    }

    /// Recursion is bounded by DEPTH and MOST.
    private static void write(Tensor t, int depth, StringBuilder out) {
        if (t instanceof Concrete c) {
            out.append(c.rank() == 0 ? number(c) : c.type().toString());
        } else if (t instanceof Stage.Symbol s && s.op() != null) {
            write(s.op(), s.operands(), depth, out);
        } else if (t instanceof Stage.Symbol s && s.var().name() != null) {
            out.append(s.var().name());
        } else {
            out.append('_');
        }
    }

    private static String number(Concrete c) {
        double v = c.getDouble(0);
        return v == Math.rint(v) && Math.abs(v) < 1e15 ? Long.toString((long) v) : Double.toString(v);
    }

    private static void write(Op op, List<Tensor> operands, int depth, StringBuilder out) {
        if (depth == 0 || out.length() > MOST) {
            out.append("...");
            return;
        }
        var text = op.toString();
        int bracket = text.indexOf('[');
        out.append(op.label());
        if (!(op instanceof Enum<?>) && bracket >= 0 && text.length() < 60 && op.getClass().isRecord()) {
            out.append(parameters(text));
        }
        out.append('(');
        for (int i = 0; i < operands.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            write(operands.get(i), depth - 1, out);
        }
        out.append(')');
    }

    /// `Name[a=1, b=[2]]` as `[1, [2]]`; nothing for none.
    private static String parameters(String record) {
        var inside = record.substring(record.indexOf('['));
        var bare = inside.replaceAll("\\b\\w+=", "");
        return bare.equals("[]") ? "" : bare.lines().collect(Collectors.joining(" "));
    }
}
