package org.cotangent.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cotangent.Fn1;
import org.cotangent.Transforms;
import org.cotangent.core.Structure;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Role;

/// A table of a model: path, type, number of elements and bytes of every tensor, and the work of one run.
///
/// @param rows  the tensors in order
/// @param flops multiplications and additions of matrix products and convolutions in one run; -1 where no run was given
public record Summary(List<Row> rows, long flops) {
    /// One tensor.
    ///
    /// @param use what it is for: `param`, `frozen`, `state`, `input`
    public record Row(String path, TensorType type, String use) {
        /// Number of elements.
        public long count() {
            return type.shape().count();
        }

        /// Bytes of its elements.
        public long bytes() {
            return type.bytes();
        }
    }

    /// Of all tensors of a structure; those that are in no record that says otherwise are parameters.
    public static Summary of(Object model) {
        return of(model, Selection.all());
    }

    /// With the leaves that are not trained marked as frozen.
    public static Summary of(Object model, Selection trained) {
        var leaves = new ArrayList<Tensor>();
        var structure = Structure.of(model, leaves);
        var paths = structure.paths("");
        var roles = structure.roles();
        var rows = new ArrayList<Row>();
        for (int i = 0; i < leaves.size(); i++) {
            var type = leaves.get(i).type();
            var use = roles.get(i) == Role.STATE ? Role.STATE.text()
                    : trained.takes(paths.get(i), type) ? Role.PARAM.text() : "frozen";
            rows.add(new Row(paths.get(i), type, use));
        }
        return new Summary(rows, -1);
    }

    /// This summary with the work of `run` on an input like this one.
    public <X> Summary with(Fn1<X, ?> run, X example) {
        Fn1<X, Object> f = run::apply;
        return new Summary(rows, Work.of(Transforms.jit(f).graphFor(example)));
    }

    /// Number of elements of all parameters that are trained.
    public long trained() {
        return rows.stream().filter(r -> r.use().equals(Role.PARAM.text())).mapToLong(Row::count).sum();
    }

    /// Number of elements of all tensors.
    public long count() {
        return rows.stream().mapToLong(Row::count).sum();
    }

    /// Bytes of all tensors.
    public long bytes() {
        return rows.stream().mapToLong(Row::bytes).sum();
    }

    /// The table.
    @Override
    public String toString() {
        int path = Math.max(5, rows.stream().mapToInt(r -> r.path().length()).max().orElse(0));
        int type = Math.max(4, rows.stream().mapToInt(r -> r.type().toString().length()).max().orElse(0));
        var format = "%-" + path + "s  %-" + type + "s  %-6s %12s %14s%n";
        var body = rows.stream().map(r -> format.formatted(r.path(), r.type(), r.use(), number(r.count()),
                number(r.bytes()))).collect(Collectors.joining());
        var work = flops < 0 ? "" : "work of one run: " + number(flops) + " flops in products and convolutions\n";
        return format.formatted("path", "type", "use", "elements", "bytes") + body
                + format.formatted("total", "", "", number(count()), number(bytes()))
                + "trained: " + number(trained()) + "\n" + work;
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }
}
