package org.cotangent.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.program.Node;
import org.cotangent.program.Note;

/// Where infinities and NaN began: the first node forward, and the first edge backward, that has one made of finite
/// numbers.
final class Diagnosis {
    /// One place; line and column count from 1.
    record Place(String node, String direction, int line, int column, String cause) {
        Object json() {
            return Json.object("node", node, "direction", direction, "line", line, "column", column, "cause", cause);
        }

        String text() {
            return line + ":" + column + ": " + cause;
        }
    }

    private Diagnosis() {
    }

    static List<Place> of(List<Node> nodes, List<Note> notes) {
        var out = new ArrayList<Place>();
        notes.forEach(n -> out.add(new Place("", "forward", n.line().line(), n.line().column(), n.text())));
        var finite = new HashMap<String, Boolean>();
        for (var n : nodes) {
            boolean all = n.operands().stream().allMatch(o -> finite.getOrDefault(o, true));
            finite.put(n.name(), isFinite(n.value()));
            if (all && !isFinite(n.value())) {
                var what = n.operands().isEmpty() ? "the input " + n.name() + " is " : n.op()
                        + " of finite numbers is ";
                out.add(new Place(n.name(), "forward", n.line(), n.column(), what + first(n.value())));
            }
        }
        for (var n : nodes.reversed()) {
            if (n.cotangent() == null || !isFinite(n.cotangent())) {
                continue;
            }
            n.edges().stream().filter(e -> !isFinite(e.contribution())).findFirst()
                    .ifPresent(e -> out.add(new Place(n.name(), "backward",
                    n.line(), n.column(), "the derivative of " + n.op() + " by " + e.operand() + " makes "
                    + first(e.contribution()))));
        }
        return out;
    }

    static boolean isFinite(Concrete t) {
        return at(t) < 0;
    }

    private static double first(Concrete t) {
        return t.getDouble(at(t));
    }

    private static long at(Concrete t) {
        for (long i = 0; t.dtype().isFloat() && i < t.shape().count(); i++) {
            if (!Double.isFinite(t.getDouble(i))) {
                return i;
            }
        }
        return -1;
    }
}
