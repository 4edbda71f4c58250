package org.cotangent.explain;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Fn1;
import org.cotangent.Fn2;
import org.cotangent.core.Concrete;
import org.cotangent.core.Structure;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Graph;
import org.cotangent.rewrite.Stabilize;

/// Diagnosis of a program at a point: where a NaN or an infinity began, why a gradient is zero, vanishes or explodes.
///
/// The program is looked at as it is written, before any rewrite; a healthy one has no findings. Infinities that
/// neither
/// the output nor a gradient shows are not reported. Gradients are looked at when the output is a float scalar.
public final class Explain {
    private Explain() {
    }

    /// What is wrong with a graph on the given inputs.
    ///
    /// @param constants the values of the inputs behind those, which are no variables of the program
    public static List<Finding> graph(Graph g, List<Concrete> inputs, List<Concrete> constants) {
        var seen = new Seen(g, inputs, constants);
        var out = new ArrayList<>(NonFinite.of(seen));
        if (out.isEmpty()) {
            out.addAll(Deaths.of(seen));
            out.addAll(Sizes.of(seen));
            out.addAll(Flushed.of(seen, out));
        }
        return out;
    }

    /// What is wrong with a function at an argument: a tensor or a structure of tensors.
    ///
    /// The function may be one that runs as it is written, with Java's `if` and `while` on numbers: then what it does
    /// at this argument is looked at.
    public static <A> List<Finding> of(Fn1<A, Tensor> f, A x) {
        var staged = Staging.of(f, x);
        return graph(staged.graph(), staged.inputs(), staged.constants());
    }

    /// As [#of], of the program that `jit` runs: with the stability rewrites. What is found here, no rewrite cures.
    public static <A> List<Finding> compiled(Fn1<A, Tensor> f, A x) {
        var staged = Staging.of(f, x);
        return graph(Stabilize.graph(staged.graph()).graph(), staged.inputs(), staged.constants());
    }

    /// What is wrong with a function of two arguments; both are looked at.
    public static <A, B> List<Finding> of(Fn2<A, B, Tensor> f, A x, B y) {
        var leaves = new ArrayList<Tensor>();
        var first = Structure.of(x, leaves);
        var second = Structure.of(y, leaves);
        var names = new ArrayList<>(first.paths("x"));
        names.addAll(second.paths("y"));
        var staged = Staging.flat(in -> List.of(f.apply(Staging.<A>build(first, in.subList(0, first.size())),
                Staging.<B>build(second, in.subList(first.size(), in.size())))), leaves, names);
        return graph(staged.graph(), staged.inputs(), staged.constants());
    }
}
