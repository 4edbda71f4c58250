package org.cotangent.testkit.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cotangent.Fn1;
import org.cotangent.Transforms;
import org.cotangent.core.CotangentException;
import org.cotangent.core.FormatException;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import tools.jackson.databind.JsonNode;

/// Calls of operators of another system: results, pull back of cotangents, push forward of tangents, and the
/// derivative of the pull back in the tangents' direction.
final class OperatorGradients {
    private static final double RTOL = 1e-10;
    private static final double ATOL = 1e-12;
    private static final Map<String, Operator> ALL = all();

    private OperatorGradients() {
    }

    private static Map<String, Operator> all() {
        var out = new TreeMap<String, Operator>();
        PointwiseOperators.add(out);
        ShapeOperators.add(out);
        ReducingOperators.add(out);
        IndexOperators.add(out);
        ProductOperators.add(out);
        LayerOperators.add(out);
        LossOperators.add(out);
        MaskedOperators.add(out);
        FactorOperators.add(out);
        return out;
    }

    static FileReport run(String file, JsonNode root) {
        var tally = new Tally(file, "operator gradients", "relative");
        var name = Json.text(root.get("op"), file + ".op");
        int i = 0;
        for (var c : root.get("cases")) {
            one(name, "cases[" + i++ + "]", c, tally);
        }
        return tally.report();
    }

    private static void one(String op, String name, JsonNode c, Tally tally) {
        var f = ALL.get(op);
        if (f == null) {
            tally.skip(Unavailable.reason(op));
            return;
        }
        try {
            tally.count(name, compare(f, c, name));
        } catch (MissingOperation e) {
            tally.skip(e.getMessage());
        } catch (FormatException e) {
            throw e;
        } catch (CotangentException e) {
            tally.fail(name, e.getMessage().replace('\n', ' '));
        }
    }

    private static Closeness compare(Operator op, JsonNode c, String name) {
        var args = Json.field(c, "args", name);
        var kwargs = Json.field(c, "kwargs", name);
        var paths = Json.texts(c.get("diff_inputs"), name + ".diff_inputs");
        var x = paths.stream().map(p -> (Tensor) Json.tensor(leaf(args, kwargs, p, name), name + "." + p)).toList();
        var near = new Closeness(RTOL, ATOL);
        var values = op.apply(new Args(args, kwargs, paths, x));
        tensors(near, "output ", c.get("outputs"), values, name);
        var outputs = Json.ints(c.get("diff_outputs"), name + ".diff_outputs");
        Fn1<List<Tensor>, List<Tensor>> f = in -> {
            var all = op.apply(new Args(args, kwargs, paths, in));
            var some = new ArrayList<Tensor>();
            for (int i : outputs) {
                some.add(all.get(i));
            }
            return some;
        };
        derivatives(near, f, x, c, name);
        return near;
    }

    private static void derivatives(Closeness near, Fn1<List<Tensor>, List<Tensor>> f, List<Tensor> x, JsonNode c,
            String name) {
        var cts = list(c.get("cotangents"), name);
        near.nanBy("the derivative is finite here, the other system gives NaN");
        var tangents = list(c.get("tangents"), name);
        tensors(near, "vjp ", c.get("vjp"), Transforms.vjp(f).apply(x).pullback().apply(cts), name);
        tensors(near, "jvp ", c.get("jvp"), Transforms.jvp(f).apply(x, tangents).tangent(), name);
        if (c.has("hvp")) {
            Fn1<List<Tensor>, List<Tensor>> pull = in -> Transforms.vjp(f).apply(in).pullback().apply(cts);
            tensors(near, "hvp ", c.get("hvp"), Transforms.jvp(pull).apply(x, tangents).tangent(), name);
        }
    }

    private static List<Tensor> list(JsonNode nodes, String where) {
        var out = new ArrayList<Tensor>();
        for (var n : nodes) {
            out.add(Json.tensor(n, where));
        }
        return out;
    }

    private static void tensors(Closeness near, String what, JsonNode want, List<Tensor> got, String where) {
        if (want.size() != got.size()) {
            near.wrong(what + "count is " + got.size() + ", wanted " + want.size());
            return;
        }
        for (int i = 0; i < want.size(); i++) {
            var w = Json.tensor(want.get(i), where);
            var g = got.get(i);
            near.tensor(what + i, w, g.dtype() == DType.BOOL ? Ops.convert(g, w.dtype()) : g);
        }
    }

    private static JsonNode leaf(JsonNode args, JsonNode kwargs, String path, String where) {
        var node = path.startsWith("kwargs.") ? kwargs.get(path.substring(7)) : args;
        for (var step : path.startsWith("args") ? path.substring(4).replace("[", "").split("]") : new String[0]) {
            try {
                node = node == null ? null : node.get(Integer.parseInt(step));
            } catch (NumberFormatException e) {
                throw Json.bad(where + ".diff_inputs", null, "paths such as args[0]");
            }
        }
        if (node == null || !Json.isTensor(node)) {
            throw Json.bad(where + " at " + path, node, "a tensor");
        }
        return node;
    }
}
