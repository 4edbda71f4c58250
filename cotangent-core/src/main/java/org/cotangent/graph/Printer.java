package org.cotangent.graph;

/// Prints a graph in the form that [Parser] reads back.
final class Printer {
    private Printer() {
    }

    static String print(Graph g) {
        var names = Names.of(g);
        var out = new StringBuilder("graph ").append(g.name()).append('(');
        var separator = "";
        for (var i : g.inputs()) {
            out.append(separator).append(names.get(i.var())).append(": ").append(i.var().type()).append(' ').append(i.role().text());
            separator = ", ";
        }
        out.append(") -> ");
        out.append(g.results().size() == 1 ? g.resultTypes().getFirst() : g.resultTypes().toString());
        out.append(" {\n");
        for (var e : g.equations()) {
            out.append("  ");
            separator = "";
            for (var r : e.results()) {
                out.append(separator).append(names.get(r)).append(": ").append(r.type());
                separator = ", ";
            }
            out.append(" = ").append(e.op().label());
            e.operands().forEach(a -> out.append(' ').append(names.get(a)));
            e.lines().forEach(l -> out.append(" @").append(l));
            out.append('\n');
        }
        out.append("  return");
        g.results().forEach(a -> out.append(' ').append(names.get(a)));
        return out.append("\n}").toString();
    }
}
