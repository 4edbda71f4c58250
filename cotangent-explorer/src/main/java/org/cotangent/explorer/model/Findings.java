package org.cotangent.explorer.model;

import java.util.Map;
import org.cotangent.explain.Explain;

/// What the diagnosis finds wrong with a program at a point, as the page gets it.
public final class Findings {
    private Findings() {
    }

    /// All findings; none for a healthy program.
    public static Map<String, Object> json(Evaluation e) {
        return Values.object("findings", Explain.graph(e.graph(), e.inputs(), e.constants()).stream()
                .map(f -> Values.object("kind", f.kind().text(), "direction", f.direction().text(), "node", f.node(),
                        "line", f.line() == null ? 0 : f.line().line(), "cause", f.cause(), "slice", f.slice(), "cure",
                        f.cure())).toList());
    }
}
