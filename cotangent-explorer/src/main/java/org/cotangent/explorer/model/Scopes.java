package org.cotangent.explorer.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Var;
import org.cotangent.program.Node;

/// Where each node of a graph belongs, outermost first: the iteration of an opened loop, the layer whose parameters it
/// or its neighbours use, the function of the program that it stands in. Nodes that follow each other with one place
/// are one group; a text behind `#` tells groups of one title apart.
final class Scopes {
    private static final Pattern FUNCTION = Pattern.compile("\\s*([A-Za-z_]\\w*)\\s*\\(([\\w\\s,]*)\\)\\s*=(?!=).*",
            Pattern.DOTALL);

    /// A function of the program's text: from one place to another.
    private record Extent(String name, int line, int from, int to) {
        boolean holds(Node n) {
            return n.line() == line && n.column() > from && n.column() <= to;
        }
    }

    private Scopes() {
    }

    /// A list for each node, leaves included, which have none.
    ///
    /// @param text the program's text, or null: then functions are the methods of a Java program
    static List<List<String>> of(String text, Graph graph, List<Node> nodes, Map<Var, List<String>> places) {
        var layers = layers(nodes);
        var functions = text == null ? methods(graph, nodes) : functions(text, nodes);
        var out = new ArrayList<List<String>>();
        for (int i = 0; i < nodes.size(); i++) {
            var opened = places.get(nodes.get(i).var());
            var all = new ArrayList<String>();
            all.addAll(opened != null ? opened : layers.get(i));
            if (text != null || all.isEmpty()) {
                all.addAll(functions.get(i));
            }
            out.add(nodes.get(i).kind().equals("computation") ? all : List.of());
        }
        return out;
    }

    /// The path of the layer that a leaf called `m.blocks[0].dense.weight` belongs to; empty for plain names.
    private static List<String> path(String leaf) {
        var all = leaf.split("\\.");
        return List.of(all).subList(0, all.length - 1);
    }

    /// Operations that use a leaf of a layer belong to it, those between two to what both have in common.
    private static List<List<String>> layers(List<Node> nodes) {
        var leaves = new java.util.HashMap<String, List<String>>();
        nodes.stream().filter(n -> !n.kind().equals("computation")).forEach(n -> leaves.put(n.name(), path(n.name())));
        // What all layers have in common is no group.
        List<String> first = null;
        for (var p : leaves.values()) {
            first = p.isEmpty() ? first : first == null ? p : common(first, p);
        }
        int skip = first == null || leaves.values().stream().distinct().count() < 2 ? 0 : first.size();
        leaves.replaceAll((_, p) -> p.size() >= skip ? p.subList(skip, p.size()) : p);
        var own = new ArrayList<List<String>>();
        for (var n : nodes) {
            own.add(n.kind().equals("computation") ? n.operands().stream().map(leaves::get)
                    .filter(p -> p != null && !p.isEmpty()).findFirst().orElse(null) : null);
        }
        var next = new ArrayList<List<String>>(own);
        for (int i = nodes.size() - 2; i >= 0; i--) {
            next.set(i, own.get(i) != null ? own.get(i) : next.get(i + 1));
        }
        var out = new ArrayList<List<String>>();
        List<String> last = null;
        for (int i = 0; i < nodes.size(); i++) {
            last = own.get(i) != null ? own.get(i) : last;
            out.add(own.get(i) != null ? own.get(i) : common(last, next.get(i)));
        }
        return out;
    }

    private static List<String> common(List<String> a, List<String> b) {
        int k = 0;
        while (a != null && b != null && k < a.size() && k < b.size() && a.get(k).equals(b.get(k))) {
            k++;
        }
        return k == 0 ? List.of() : a.subList(0, k);
    }

    /// The program's own functions; a new call begins where a place in the text comes again.
    private static List<List<String>> functions(String text, List<Node> nodes) {
        var extents = extents(text);
        var out = new ArrayList<List<String>>();
        Set<String> seen = new HashSet<>();
        Extent last = null;
        int call = 0;
        for (var n : nodes) {
            var in = extents.stream().filter(e -> e.holds(n)).findFirst().orElse(null);
            if (in == null || in != last || !seen.add(n.column() + n.op())) {
                seen.clear();
                seen.add(n.column() + n.op());
                call++;
            }
            last = in;
            out.add(in == null ? List.of() : List.of(in.name() + "()#" + call));
        }
        return out;
    }

    /// The methods that the lines stand in, where there are several; a new call begins where the first line of one
    /// comes again after others.
    private static List<List<String>> methods(Graph graph, List<Node> nodes) {
        Map<Var, String> names = new IdentityHashMap<>();
        for (var e : graph.equations()) {
            var line = e.line();
            if (line != null && line.function() != null) {
                e.results().forEach(v -> names.put(v, method(line.function())));
            }
        }
        boolean several = names.values().stream().distinct().count() > 1;
        var out = new ArrayList<List<String>>();
        String last = null;
        int first = 0;
        int call = 0;
        boolean beyond = false;
        for (var n : nodes) {
            var in = several ? names.get(n.var()) : null;
            if (in == null || !in.equals(last) || beyond && n.line() <= first) {
                first = n.line();
                beyond = false;
                call++;
            }
            beyond |= n.line() > first;
            last = in;
            out.add(in == null ? List.of() : List.of(in + "()#" + call));
        }
        return out;
    }

    /// A method's name as it stands in the source: that of the method around a lambda.
    private static String method(String name) {
        return name.startsWith("lambda$") ? name.substring(7, Math.max(7, name.lastIndexOf('$'))) : name;
    }

    private static List<Extent> extents(String text) {
        var out = new ArrayList<Extent>();
        var lines = text == null ? new String[0] : text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            int from = 0;
            for (var statement : lines[i].split(";", -1)) {
                var m = FUNCTION.matcher(statement);
                if (m.matches()) {
                    out.add(new Extent(m.group(1), i + 1, from, from + statement.length()));
                }
                from += statement.length() + 1;
            }
        }
        return out;
    }
}
