package org.cotangent.testkit.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Fn1;
import org.cotangent.Transforms;
import org.cotangent.core.CotangentException;
import org.cotangent.core.FormatException;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import tools.jackson.databind.JsonNode;

/// Functions at kinks and singular points: values as the file has them, forward and reverse mode that agree with each
/// other, and derivatives as the file has them or as our own convention says.
final class EdgeGradients {
    private EdgeGradients() {
    }

    static FileReport run(String file, JsonNode root) {
        var tally = new Tally(file, "edge gradients", "relative");
        for (var c : root.get("cases")) {
            one(Json.text(c.get("name"), file), c, tally);
        }
        return tally.report();
    }

    private static void one(String name, JsonNode c, Tally tally) {
        var f = EdgeFunctions.ALL.get(name);
        if (f == null) {
            tally.skip(name.startsWith("cholesky") || name.startsWith("logdet") ? Unavailable.FACTORS : "`" + name
                    + "` is not an operation yet");
            return;
        }
        try {
            run(name, f, c, tally);
        } catch (FormatException e) {
            throw e;
        } catch (CotangentException e) {
            tally.fail(name, e.getMessage());
        }
    }

    private static void run(String name, Fn1<List<Tensor>, Tensor> f, JsonNode c, Tally tally) {
        var x = new ArrayList<Tensor>();
        for (var in : c.get("inputs")) {
            x.add(Json.tensor(Json.numbers(in, name), in.size()));
        }
        var pushed = Transforms.jvp(f).apply(x, x.stream().map(Ops::onesLike).toList());
        var pull = Transforms.vjp(f).apply(x);
        var pulled = pull.pullback().apply(Ops.onesLike(pull.value()));
        var near = new Closeness(1e-12, 1e-15);
        numbers(near, "value", c.get("value"), pull.value(), name);
        modesAgree(near, pushed.tangent(), pulled);
        var convention = Convention.of(name);
        if (convention != null) {
            for (int i = 0; i < pulled.size(); i++) {
                convention.compare(near, i, pulled.get(i));
            }
            if (near.holds()) {
                tally.decide(convention.reason());
                return;
            }
        } else {
            for (int i = 0; i < pulled.size(); i++) {
                numbers(near, "vjp " + i, c.get("vjp_of_ones").get(i), pulled.get(i), name);
            }
            if (c.get("jvp_of_ones").isArray()) {
                numbers(near, "jvp", c.get("jvp_of_ones"), pushed.tangent(), name);
            }
        }
        tally.count(name, near);
    }

    /// With ones for all tangents and cotangents the two modes have the same sum; elementwise functions also the same
    /// elements.
    private static void modesAgree(Closeness near, Tensor forward, List<Tensor> reverse) {
        double f = Arrays.stream(forward.toDoubleArray()).sum();
        double r = reverse.stream().mapToDouble(t -> Arrays.stream(t.toDoubleArray()).sum()).sum();
        near.number("forward mode (reverse: " + r + ")", r, f);
    }

    private static void numbers(Closeness near, String what, JsonNode want, Tensor got, String name) {
        var w = Json.numbers(want, name);
        var g = got.toDoubleArray();
        if (w.length != g.length) {
            near.wrong(what + " has " + g.length + " elements, wanted " + w.length);
            return;
        }
        for (int i = 0; i < w.length; i++) {
            near.number(what + "[" + i + "]", w[i], g[i]);
        }
    }
}
