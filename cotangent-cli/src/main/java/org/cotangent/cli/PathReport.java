package org.cotangent.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.program.Paths;

/// The paths with the largest products, from each input.
final class PathReport {
    private final Paths paths;
    private final List<String> inputs;
    private final int most;

    PathReport(Paths paths, List<String> inputs, int most) {
        this.paths = paths;
        this.inputs = inputs;
        this.most = most;
    }

    Map<String, Object> json() {
        var out = new LinkedHashMap<String, Object>();
        for (var input : inputs) {
            out.put(input, paths.largest(input, most).stream().map(p -> Json.object("nodes", p.nodes(),
                    "locals", p.locals().stream().map(Json::number).toList(), "product", Json.number(p.product())))
                    .toList());
        }
        return out;
    }

    Map<String, Object> counts() {
        var out = new LinkedHashMap<String, Object>();
        inputs.forEach(i -> out.put(i, paths.count(i).toString()));
        return out;
    }

    String text(String output) {
        var out = new StringBuilder();
        for (var input : inputs) {
            out.append("paths from ").append(input).append(" to ").append(output).append(": ")
                    .append(paths.count(input)).append('\n');
            for (var p : paths.largest(input, most)) {
                out.append("  ").append(String.join(" -> ", p.nodes())).append("  ");
                out.append(String.join(" * ", p.locals().stream().map(GradTable::number).toList()));
                out.append(" = ").append(GradTable.number(p.product())).append('\n');
            }
        }
        return out.toString();
    }
}
