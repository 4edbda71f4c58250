package org.cotangent.testkit.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cotangent.Fn1;
import org.cotangent.Transforms;
import org.cotangent.Unused;
import org.cotangent.core.CotangentException;
import org.cotangent.core.FormatException;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.program.Program;
import tools.jackson.databind.JsonNode;

/// Functions written as formulas, through the program language: value, gradient, Hessian, and Jacobians of residuals
/// and constraints.
final class ProgramCases {
    private static final double RTOL = 1e-11;
    private static final double STABLE = 1e-12;

    private ProgramCases() {
    }

    /// A function to be minimised, with exact values and derivatives at some points.
    static FileReport optimisation(String file, JsonNode root) {
        var tally = new Tally(file, "optimisation functions", "relative");
        var names = Json.texts(root.get("variables"), file + ".variables");
        var residuals = Json.texts(root.get("residuals"), file + ".residuals");
        var constraints = Json.texts(root.get("constraints"), file + ".constraints");
        var objective = Json.text(root.get("objective"), file + ".objective");
        var text = objective.equals("sum of squares of residuals")
                ? residuals.stream().map(r -> "(" + r + ")^2").collect(Collectors.joining(" + ")) : objective;
        int i = 0;
        for (var point : Json.field(root, "points", file)) {
            var name = "points[" + i++ + "]";
            var near = new Closeness(RTOL, 1e-13);
            try {
                var x = point(point, name);
                second(near, function(text, names), x, point, name);
                rows(near, "residuals", residuals, names, x, point, "residual_jacobian");
                rows(near, "constraints", constraints, names, x, point, "constraint_jacobian");
                tally.count(name, near);
            } catch (FormatException e) {
                throw e;
            } catch (CotangentException e) {
                tally.fail(name, e.getMessage());
            }
        }
        return tally.report();
    }

    /// Formulas that overflow or cancel as they are written; the rewrites must save value and gradient.
    static FileReport stability(String file, JsonNode root) {
        var tally = new Tally(file, "stability", "relative");
        for (var f : root.get("functions")) {
            var names = Json.texts(f.get("variables"), file);
            var title = Json.text(f.get("name"), file);
            int i = 0;
            for (var point : Json.field(f, "points", title)) {
                var name = title + "[" + i++ + "]";
                try {
                    tally.count(name, stable(function(statements(Json.text(f.get("naive"), title)), names), point,
                            name));
                } catch (FormatException e) {
                    throw e;
                } catch (CotangentException e) {
                    tally.fail(name, e.getMessage());
                }
            }
        }
        return tally.report();
    }

    private static Closeness stable(Fn1<List<Tensor>, Tensor> f, JsonNode point, String name) {
        var near = new Closeness(STABLE, Double.MIN_NORMAL);
        var x = point(point, name);
        var rewritten = Transforms.stabilize(f);
        near.number("f", Json.number(point.get("f"), name), rewritten.apply(x).item());
        vector(near, "gradient", point.get("gradient"), Transforms.jit(Transforms.grad(f, Unused.ZEROS)).apply(x),
                name);
        return near;
    }

    private static List<Tensor> point(JsonNode point, String name) {
        var out = new ArrayList<Tensor>();
        for (double v : Json.numbers(point.get("x"), name + ".x")) {
            out.add(Ops.tensor(v).reshape());
        }
        return out;
    }

    /// A formula with its auxiliary values behind it as statements before it.
    private static String statements(String formula) {
        var parts = formula.split(" with |, (?=[a-z]=)");
        var out = new StringBuilder();
        for (int i = 1; i < parts.length; i++) {
            out.append(parts[i]).append("; ");
        }
        return out.append(parts[0].replaceAll("log ([a-z])\\b", "log($1)")).toString();
    }

    /// The function of all variables in their order, whether the formula uses them or not.
    private static Fn1<List<Tensor>, Tensor> function(String text, List<String> names) {
        var program = Program.parse(text.replace("**", "^").replaceAll("\\bpi\\b", Double.toString(Math.PI))
                .replaceAll("\\bE\\b", Double.toString(Math.E)));
        var f = program.function();
        var order = program.inputs().stream().map(names::indexOf).toList();
        return x -> f.apply(order.stream().map(x::get).toList());
    }

    private static void second(Closeness near, Fn1<List<Tensor>, Tensor> f, List<Tensor> x, JsonNode point,
            String name) {
        near.number("f", Json.number(point.get("f"), name), f.apply(x).item());
        var gradient = Transforms.grad(f, Unused.ZEROS);
        vector(near, "gradient", point.get("gradient"), gradient.apply(x), name);
        for (int i = 0; i < x.size() && point.has("hessian"); i++) {
            int row = i;
            var unit = new ArrayList<Tensor>();
            for (int k = 0; k < x.size(); k++) {
                unit.add(k == row ? Ops.onesLike(x.get(k)) : Ops.zerosLike(x.get(k)));
            }
            vector(near, "hessian[" + i + "]", point.get("hessian").get(i),
                    Transforms.jvp(gradient).apply(x, unit).tangent(), name);
        }
    }

    private static void rows(Closeness near, String what, List<String> formulas, List<String> names, List<Tensor> x,
            JsonNode point,
            String jacobian) {
        for (int i = 0; i < formulas.size() && point.has(what); i++) {
            var f = function(formulas.get(i), names);
            near.number(what + "[" + i + "]", Json.number(point.get(what).get(i), what), f.apply(x).item());
            if (point.has(jacobian)) {
                vector(near, jacobian + "[" + i + "]", point.get(jacobian).get(i),
                        Transforms.grad(f, Unused.ZEROS).apply(x), what);
            }
        }
    }

    private static void vector(Closeness near, String what, JsonNode want, List<Tensor> got, String name) {
        var w = Json.numbers(want, name + "." + what);
        for (int i = 0; i < w.length; i++) {
            near.number(what + "[" + i + "]", w[i], got.get(i).item());
        }
    }
}
