package org.cotangent.testkit.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.core.KeepDims;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import tools.jackson.databind.JsonNode;

/// The arguments of a call in a case file, by position or name; those that are differentiated are put in from outside.
final class Args {
    private final JsonNode args;
    private final JsonNode kwargs;
    private final List<String> paths;
    private final List<Tensor> active;

    Args(JsonNode args, JsonNode kwargs, List<String> paths, List<Tensor> active) {
        this.args = args;
        this.kwargs = kwargs;
        this.paths = paths;
        this.active = active;
    }

    int count() {
        return args.size();
    }

    /// The node of an argument given by position or by name, or null.
    JsonNode node(int position, String name) {
        var n = position >= 0 && position < args.size() ? args.get(position) : kwargs.get(name);
        return n == null || n.isNull() ? null : n;
    }

    private static String path(int position, String name, int size) {
        return position >= 0 && position < size ? "args[" + position + "]" : "kwargs." + name;
    }

    boolean has(int position, String name) {
        return node(position, name) != null;
    }

    /// Number of arguments or names that are given.
    boolean hasName(String name) {
        return kwargs.hasNonNull(name);
    }

    Tensor tensor(int position) {
        return tensor(position, "");
    }

    /// A tensor, or a number as a literal.
    Tensor tensor(int position, String name) {
        var n = node(position, name);
        if (n == null) {
            throw new MissingOperation("argument " + position + " `" + name + "` is not given");
        }
        return tensor(n, path(position, name, args.size()));
    }

    private Tensor tensor(JsonNode n, String path) {
        int at = paths.indexOf(path);
        if (at >= 0) {
            return active.get(at);
        }
        if (n.isObject() && Json.isTensor(n)) {
            return Json.tensor(n, path);
        }
        if (n.canConvertToLong() && n.isIntegralNumber()) {
            return Ops.scalar(n.longValue());
        }
        return Ops.scalar(Json.number(n, path));
    }

    /// A tensor, or null where the argument is missing.
    Tensor optional(int position, String name) {
        return has(position, name) ? tensor(position, name) : null;
    }

    boolean isTensor(int position, String name) {
        var n = node(position, name);
        return n != null && Json.isTensor(n);
    }

    /// A list of tensors at a position, or all positions from there on.
    List<Tensor> tensors(int position) {
        var out = new ArrayList<Tensor>();
        var n = args.get(position);
        if (n != null && n.isArray()) {
            for (int i = 0; i < n.size(); i++) {
                out.add(tensor(n.get(i), "args[" + position + "][" + i + "]"));
            }
        } else {
            for (int i = position; i < args.size(); i++) {
                out.add(tensor(i));
            }
        }
        return out;
    }

    double number(int position, String name, double otherwise) {
        var n = node(position, name);
        return n == null ? otherwise : Json.number(n, path(position, name, args.size()));
    }

    int integer(int position, String name, int otherwise) {
        var n = node(position, name);
        return n == null ? otherwise : Json.integer(n, path(position, name, args.size()));
    }

    boolean flag(int position, String name, boolean otherwise) {
        var n = node(position, name);
        return n == null ? otherwise : n.asBoolean();
    }

    String text(int position, String name, String otherwise) {
        var n = node(position, name);
        return n == null ? otherwise : Json.text(n, path(position, name, args.size()));
    }

    /// Integers: a list, one number (repeated `repeat` times), or null where none are given.
    long[] longs(int position, String name, int repeat) {
        var n = node(position, name);
        if (n == null) {
            return null;
        }
        var path = path(position, name, args.size());
        var given = n.isArray() ? Json.longs(n, path) : new long[] {Json.integer(n, path)};
        if (given.length == 1 && repeat > 1) {
            var out = new long[repeat];
            Arrays.fill(out, given[0]);
            return out;
        }
        return given;
    }

    /// Integers given as one list, or one by one from a position on.
    long[] rest(int position) {
        if (position < args.size() && !args.get(position).isArray()) {
            var out = new long[args.size() - position];
            for (int i = 0; i < out.length; i++) {
                out[i] = Json.integer(args.get(position + i), "args[" + (position + i) + "]");
            }
            return out;
        }
        return longs(position, "size", 1);
    }

    long[] longs(int position, String name, int repeat, long otherwise) {
        var given = longs(position, name, repeat);
        if (given == null || given.length == 0) {
            given = new long[repeat];
            Arrays.fill(given, otherwise);
        }
        return given;
    }

    /// Axes, counted from 0; null where none are given.
    int[] axes(int position, String name, Tensor x) {
        var given = longs(position, name, 1);
        return given == null ? null : Arrays.stream(given).mapToInt(a -> axis((int) a, x)).toArray();
    }

    /// An axis counted from 0; of a scalar 0.
    static int axis(int axis, Tensor x) {
        return axis < 0 ? axis + Math.max(1, x.rank()) : axis;
    }

    int axis(int position, String name, Tensor x, int otherwise) {
        return axis(integer(position, name, otherwise), x);
    }

    KeepDims keep(int position, String name) {
        return flag(position, name, false) ? KeepDims.YES : KeepDims.NO;
    }
}
