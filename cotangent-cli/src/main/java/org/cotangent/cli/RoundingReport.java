package org.cotangent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cotangent.core.Concrete;
import org.cotangent.core.SourceLine;
import org.cotangent.core.UnsupportedException;
import org.cotangent.explain.Narrowing;
import org.cotangent.explain.Rounding;
import org.cotangent.program.StagedProgram;

/// What rounding does to a program's output, for a reader or as JSON.
///
/// @param narrowing null for a tensor output, of which the norm of the error is looked at
record RoundingReport(Rounding rounding, Narrowing narrowing) {
    private static final int SHOWN = 8;

    /// @param share by how much of itself the output may move for what is held in narrower types
    static RoundingReport of(StagedProgram staged, List<Concrete> inputs, double share) {
        if (!(share >= 0) || Double.isInfinite(share)) {
            throw new UnsupportedException("take --rounding " + share, "a share that is no number from 0 up",
                    "give by how much of itself the output may move, such as 1e-3");
        }
        var rounding = Rounding.graph(staged.graph(), inputs, staged.constants());
        return new RoundingReport(rounding, staged.graph().results().getFirst().type().rank() > 0 ? null
                : Narrowing.graph(staged.graph(), inputs, staged.constants(), share * Math.abs(rounding.value())));
    }

    Object json() {
        return Json.object("value", Json.number(rounding.value()), "error", Json.number(rounding.error()),
                "bound", Json.number(rounding.bound()), "wide", Json.number(rounding.wide()),
                "nodes", rounding.shares().stream().map(s -> Json.object("node", s.node(), "line", line(s.line()),
                        "op", s.op(), "dtype", s.dtype().text(), "error", Json.number(s.error()), "bound",
                        Json.number(s.bound()))).toList(),
                "narrower", narrowing == null ? null : Json.object("budget",
                        Json.number(narrowing.budget()), "predicted",
                        Json.number(narrowing.predicted()), "measured", Json.number(narrowing.measured()),
                        "bytesBefore", narrowing.before(), "bytesAfter", narrowing.after(),
                        "nodes", narrowing.choices().stream().map(c -> Json.object("node", c.node(), "from",
                                c.from().text(), "to", c.to().text(), "error", Json.number(c.error()))).toList()));
    }

    private static Integer line(SourceLine line) {
        return line == null ? null : line.line();
    }

    String text() {
        var out = new StringBuilder("\nrounding moves the output " + (narrowing == null ? "(its norm) " : "")
                + "by at most " + number(rounding.bound()));
        if (!Double.isNaN(rounding.wide())) {
            out.append(", here by ").append(number(rounding.value() - rounding.wide())).append(" (foretold: ")
                    .append(number(rounding.error())).append(')');
        }
        var rows = new ArrayList<List<String>>();
        rounding.shares().stream().limit(SHOWN).forEach(s -> rows.add(List.of("  " + s.node(), s.op(), s.dtype().text(),
                "at most " + number(s.bound()), Double.isNaN(s.error()) ? "" : "here " + number(s.error()))));
        out.append('\n').append(GradTable.aligned(rows));
        if (narrowing == null) {
            return out.toString();
        }
        out.append(narrowing.choices().isEmpty() ? "nothing can be held in a narrower type"
                : "can be held in a narrower type").append(" while the output moves by at most ")
                .append(number(narrowing.budget())).append(": ").append(narrowing.before()).append(" bytes become ")
                .append(narrowing.after()).append(", and it moves by ").append(number(narrowing.measured()))
                .append('\n');
        rows.clear();
        narrowing.choices().forEach(c -> rows.add(List.of("  " + c.node(), c.from().text(), "as " + c.to().text(),
                "at most " + number(c.error()))));
        return out.append(GradTable.aligned(rows)).toString();
    }

    private static String number(double v) {
        return String.format(Locale.ROOT, "%.3g", v);
    }
}
