package org.cotangent.explorer.model;

import java.util.Map;
import org.cotangent.explain.Explain;
import org.cotangent.explain.Finding;

/// What the diagnosis finds wrong with a program at a point, as the page gets it.
public final class Findings {
    private Findings() {
    }

    /// All findings; none for a healthy program.
    public static Map<String, Object> json(Evaluation e) {
        return Values.object("findings", Explain.graph(e.graph(), e.inputs(), e.constants()).stream()
                .map(f -> Values.object("kind", f.kind().text(), "direction", f.direction().text(), "node", f.node(),
                        "line", f.line() == null ? 0 : f.line().line(), "cause", f.cause(), "slice", f.slice(), "cure",
                        f.cure(), "within", f.within().isEmpty() ? null : f.within().stream().map(Findings::within)
                                .toList())).toList());
    }

    /// A loop, choice or call around the place; iterations are counted from 1, as the page does.
    private static Map<String, Object> within(Finding.Within w) {
        return Values.object("node", w.node(), "graph", w.graph(), "iteration", w.of() == 0 ? null : w.iteration() + 1,
                "of", w.of() == 0 ? null : w.of(), "line", w.line() == null ? 0 : w.line().line());
    }
}
