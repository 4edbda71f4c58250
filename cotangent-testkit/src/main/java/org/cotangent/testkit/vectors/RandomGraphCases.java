package org.cotangent.testkit.vectors;

import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Fn1;
import org.cotangent.Transforms;
import org.cotangent.Unused;
import org.cotangent.core.CotangentException;
import org.cotangent.core.FormatException;
import org.cotangent.core.DType;
import org.cotangent.core.KeepDims;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import tools.jackson.databind.JsonNode;

/// Graphs of many nodes with fan-out: value, gradient, derivative in one direction, and Hessian times that direction.
final class RandomGraphCases {
    private static final double RTOL = 1e-10;
    private static final double ATOL = 1e-12;

    private RandomGraphCases() {
    }

    static FileReport run(String file, JsonNode root) {
        var tally = new Tally(file, "random graphs", "relative");
        int i = 0;
        for (var graph : root.get("graphs")) {
            one("graphs[" + i++ + "]", graph, tally);
        }
        return tally.report();
    }

    private static void one(String name, JsonNode graph, Tally tally) {
        var inputs = tensors(Json.field(graph, "inputs", name), null, name + ".inputs");
        try {
            tally.count(name, compare(name, graph, inputs));
        } catch (MissingOperation e) {
            tally.skip(e.getMessage());
        } catch (FormatException e) {
            throw e;
        } catch (CotangentException e) {
            tally.fail(name, e.getMessage());
        }
    }

    private static Closeness compare(String name, JsonNode graph, List<Tensor> inputs) {
        Fn1<List<Tensor>, Tensor> f = in -> value(name, graph, in);
        var near = new Closeness(RTOL, ATOL);
        var gradient = Transforms.grad(f, Unused.ZEROS).apply(inputs);
        var direction = tensors(Json.field(graph, "direction", name), inputs, name + ".direction");
        var forward = Transforms.jvp(f).apply(inputs, direction);
        near.number("value", Json.number(graph.get("value"), name + ".value"), forward.value().item());
        near.number("directional derivative", Json.number(graph.get("directional_derivative"), name),
                forward.tangent().item());
        var hessian = Transforms.jvp(Transforms.grad(f, Unused.ZEROS)).apply(inputs, direction).tangent();
        compare(near, "gradient of input ", Json.field(graph, "gradients", name), gradient, name);
        compare(near, "Hessian times direction, input ", Json.field(graph, "hessian_times_direction", name), hessian,
                name);
        return near;
    }

    private static void compare(Closeness near, String what, JsonNode want, List<Tensor> got, String name) {
        for (int i = 0; i < got.size(); i++) {
            near.tensor(what + i, Json.tensor(DType.FLOAT64, got.get(i).shape().sizes(), want.get(i), name),
                    got.get(i));
        }
    }

    private static List<Tensor> tensors(JsonNode list, List<Tensor> like, String where) {
        var out = new ArrayList<Tensor>();
        for (int i = 0; i < list.size(); i++) {
            out.add(like == null ? Json.tensor(list.get(i), where + "[" + i + "]")
                    : Json.tensor(DType.FLOAT64, like.get(i).shape().sizes(), list.get(i), where + "[" + i + "]"));
        }
        return out;
    }

    private static Tensor value(String name, JsonNode graph, List<Tensor> inputs) {
        var values = new ArrayList<>(inputs);
        for (var node : Json.field(graph, "nodes", name)) {
            var in = Arrays.stream(Json.ints(Json.field(node, "in", name), name)).mapToObj(values::get).toList();
            values.add(apply(Json.text(node.get("op"), name), new Attributes(node.path("attrs"), name), in));
        }
        Tensor total = null;
        for (int i : Json.ints(Json.field(graph, "output_nodes", name), name)) {
            total = total == null ? sum(values.get(i)) : total.add(sum(values.get(i)));
        }
        return total;
    }

    /// The attributes of a node, by their names.
    private record Attributes(JsonNode node, String where) {
        double c() {
            return Json.number(node.get("c"), where);
        }

        int axis() {
            return Json.integer(node.get("axis"), where);
        }

        int[] ints(String name) {
            return Json.ints(node.get(name), where);
        }

        long[] longs(String name) {
            return Json.longs(node.get(name), where);
        }

        int[] axes() {
            return node.get("axis").isArray() ? ints("axis") : new int[] {axis()};
        }

        KeepDims keep() {
            return node.path("keepdims").asBoolean(false) ? KeepDims.YES : KeepDims.NO;
        }
    }

    private static Tensor apply(String op, Attributes a, List<Tensor> in) {
        var x = in.getFirst();
        return switch (op) {
            case "add" -> add(x, in.get(1));
            case "sub" -> sub(x, in.get(1));
            case "mul" -> mul(x, in.get(1));
            case "div" -> div(x, in.get(1));
            case "maximum" -> max(x, in.get(1));
            case "minimum" -> min(x, in.get(1));
            case "matmul" -> x.matmul(in.get(1));
            case "add_const" -> x.add(a.c());
            case "mul_const" -> x.mul(a.c());
            case "pow_const" -> x.pow(a.c());
            case "where_gt" -> where(x.gt(Json.number(a.node().get("threshold"), a.where())), in.get(1), in.get(2));
            case "sum" -> sum(x, a.keep(), a.axes());
            case "mean" -> mean(x, a.keep(), a.axes());
            case "max" -> max(x, a.keep(), a.axes());
            case "min" -> min(x, a.keep(), a.axes());
            case "prod" -> prod(x, a.keep(), a.axes());
            case "logsumexp" -> logsumexp(x, a.keep(), a.axes());
            case "softmax" -> softmax(x, a.axis());
            case "log_softmax" -> logSoftmax(x, a.axis());
            case "cumsum" -> cumsum(x, a.axis());
            case "sort_values" -> sort(x, a.axis());
            case "flip" -> flip(x, a.axes());
            case "concat" -> concat(in, a.axis());
            case "reshape" -> x.reshape(a.longs("shape"));
            case "broadcast_to" -> broadcastTo(x, Shape.of(a.longs("shape")));
            case "transpose" -> x.permute(a.ints("perm"));
            case "gather" -> take(x, tensor(a.longs("indices")), a.axis());
            case "slice" -> slice(x, a.axis(), a.node().get("start").asLong(), a.node().get("start").asLong()
                    + a.node().get("length").asLong());
            case "pad" -> padded(x, a);
            case "relu" -> relu(x);
            default -> unary(op, x);
        };
    }

    private static Tensor unary(String op, Tensor x) {
        var f = ScalarFunctions.ALL.get(op);
        if (f == null) {
            throw new MissingOperation("`" + op + "` is not an operation yet");
        }
        return f.apply(x);
    }

    private static Tensor padded(Tensor x, Attributes a) {
        var pads = a.node().get("pads");
        var low = new long[x.rank()];
        var high = new long[x.rank()];
        for (int i = 0; i < low.length; i++) {
            low[i] = pads.get(i).get(0).asLong();
            high[i] = pads.get(i).get(1).asLong();
        }
        return pad(x, low, high, Json.number(a.node().get("value"), a.where()));
    }
}
