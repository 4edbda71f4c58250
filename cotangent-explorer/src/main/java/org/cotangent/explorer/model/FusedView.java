package org.cotangent.explorer.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotangent.program.Compilation;
import org.cotangent.program.CompiledStep;

/// A program as the steps that it runs in, each a node: what the page shows at the granularity `fused`.
public final class FusedView {
    private FusedView() {
    }

    /// A document like that of an evaluation, forward only; every step says which nodes of the program went into it.
    public static Map<String, Object> json(Evaluation e) {
        var c = Compilation.of(e.graph());
        var byEquation = CompilerView.nodes(e);
        var arguments = new ArrayList<>(e.inputs());
        arguments.addAll(e.constants());
        var values = c.made(arguments);
        var leaves = e.outline().stream().filter(n -> !n.kind().equals("computation")).toList();
        var nodes = new ArrayList<Object>();
        for (int i = 0; i < leaves.size(); i++) {
            var n = leaves.get(i);
            nodes.add(Values.object("name", n.name(), "op", n.op(), "kind", n.kind(), "type", Values.type(n.type()),
                    "operands", List.of(), "line", 0, "column", 0, "value", Values.tensor(e.inputs().get(i)), "edges",
                    List.of(), "members", List.of(n.name())));
        }
        for (int i = 0; i < c.steps().size(); i++) {
            var s = c.steps().get(i);
            var members = s.origins().stream().map(byEquation::get).filter(n -> n != null).toList();
            var operands = new ArrayList<String>();
            s.inputs().stream().filter(k -> k < leaves.size()).forEach(k -> operands.add(leaves.get(k).name()));
            s.after().forEach(k -> operands.add(name(k)));
            nodes.add(Values.object("name", name(i), "op", op(s), "kind", "computation", "type",
                    Values.type(s.makes().getFirst()), "operands", operands, "line", members.isEmpty() ? 0
                    : members.getLast().line(), "column", members.isEmpty() ? 0 : members.getLast().column(), "value",
                    Values.tensor(values.get(i)), "edges", List.of(), "members",
                    members.stream().map(n -> n.name()).toList(), "step", Values.object("text", s.text(), "bytes",
                    s.bytes(), "operations", s.operations())));
        }
        int last = c.output();
        return Values.object("output", last < 0 ? e.output() : name(last), "source", e.source(), "granularity", "fused",
                "defaulted", e.defaulted(), "backward", false, "withheld", false, "value", last < 0 ? null
                : Values.tensor(values.get(last)), "nodes", nodes, "cost", e.cost());
    }

    private static String name(int step) {
        return "step " + step;
    }

    private static String op(CompiledStep s) {
        return s.fused() ? s.text().startsWith("rows") ? "rows" : "loop"
                : s.text().split("[\\[ ]")[0].toLowerCase(java.util.Locale.ROOT);
    }
}
