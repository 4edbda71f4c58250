package org.cotangent.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cotangent.Fn1;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.SourceLine;
import org.cotangent.core.Tensor;
import org.cotangent.core.UnsupportedException;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Widened;
import org.cotangent.program.Node;

/// How much each operation's rounding moves the output, to first order: the error that it makes, times the output's
/// derivative with respect to its result.
///
/// For types narrower than float64 the error of each operation is measured against the same operation on the same
/// operands in float64, so the shares have signs and their sum foretells output minus exact output. For float64 there
/// is only the bound.
///
/// Of a tensor output one number is looked at: a weighted sum of its elements. The weights may be given, such as 1 for
/// one element and 0 for the others. Where they are not, they are the direction in which the output is off, so that the
/// sum foretells the norm of its error; where that is not known, the direction of the output itself.
///
/// @param value  the output, or the weighted sum of its elements
/// @param error  the sum of the shares' `error`; NaN where one is not known
/// @param bound  the sum of the shares' `bound`
/// @param wide   the output of the same program in float64 where that is wider than the program's own types, else NaN
/// @param shares one for each operation that rounds, the largest first
public record Rounding(double value, double error, double bound, double wide, List<Share> shares) {
    /// What one operation does to the output.
    ///
    /// @param node  its node
    /// @param line  the user's line, or null where unknown
    /// @param op    the operation's name
    /// @param dtype of its result
    /// @param error by how much its rounding moves the output, with its sign; NaN in float64, where it is not known
    /// @param bound at most by how much it can: half a unit in the last place of every element (two for functions such
    /// as exp), more for sums, times the cotangent
    public record Share(String node, SourceLine line, String op, DType dtype, double error, double bound) {
        /// What the shares are sorted by.
        public double size() {
            return Double.isNaN(error) ? bound : Math.abs(error);
        }
    }

    public Rounding {
        shares = List.copyOf(shares);
    }

    /// The rounding of a function at an argument: of its value, or of the norm of a tensor value.
    public static <A> Rounding of(Fn1<A, Tensor> f, A x) {
        var staged = Staging.of(f, x);
        return graph(staged.graph(), staged.inputs(), staged.constants());
    }

    /// The rounding of the sum of a function's elements times these weights, which have its value's type.
    public static <A> Rounding of(Fn1<A, Tensor> f, A x, Tensor weights) {
        var staged = Staging.of(f, x);
        return weighted(staged.graph(), staged.inputs(), staged.constants(), weights.concrete());
    }

    /// The rounding of a graph's first result on the given inputs and constants.
    ///
    /// @throws UnsupportedException where that is no float
    public static Rounding graph(Graph g, List<Concrete> inputs, List<Concrete> constants) {
        var type = g.results().getFirst().type();
        if (!type.dtype().isFloat()) {
            throw new UnsupportedException("say what rounding does to the output", "an output of type " + type,
                    "look at a float");
        }
        return weighted(g, inputs, constants, type.rank() == 0 ? Ops.ones(type).concrete()
                : direction(g, inputs, constants));
    }

    /// Where the output is off to, as a unit vector; where that is not known or nowhere, where it lies itself.
    private static Concrete direction(Graph g, List<Concrete> inputs, List<Concrete> constants) {
        var all = new ArrayList<Tensor>(inputs);
        all.addAll(constants);
        var value = Widened.of(g.apply(all).getFirst().concrete());
        var wide = wide(g, inputs, constants);
        var off = wide == null ? value : Ops.sub(value, wide).concrete();
        double norm = Math.sqrt(dot(off, off));
        if (!(norm > 0) || Double.isInfinite(norm)) {
            off = value;
            norm = Math.sqrt(dot(off, off));
        }
        var unit = norm > 0 && Double.isFinite(norm) ? Ops.div(off, Ops.scalar(norm)) : Ops.ones(off.type());
        return Ops.convert(unit, g.results().getFirst().type().dtype()).concrete();
    }

    private static double dot(Concrete a, Concrete b) {
        double sum = 0;
        for (long i = 0; i < a.type().shape().count(); i++) {
            sum += a.getDouble(i) * b.getDouble(i);
        }
        return sum;
    }

    private static Rounding weighted(Graph g, List<Concrete> inputs, List<Concrete> constants, Concrete weights) {
        if (!weights.type().equals(g.results().getFirst().type())) {
            throw new ShapeException("weigh the elements of an output " + g.results().getFirst().type(),
                    "weights " + weights.type(), "give weights of the output's type");
        }
        var seen = new Seen(g, inputs, constants, List.of(weights));
        var shares = new ArrayList<Share>();
        for (var n : seen.nodes()) {
            var e = seen.equation(n);
            if (e != null && n.type().dtype().isFloat() && n.cotangent() != null && !Numbers.isZero(n.cotangent())) {
                var share = share(seen, n);
                if (share.bound() > 0 || share.error() != 0) {
                    shares.add(share);
                }
            }
        }
        shares.sort(Comparator.comparingDouble(Share::size).reversed());
        double error = shares.stream().mapToDouble(Share::error).sum();
        var wide = wide(g, inputs, constants);
        var value = seen.output() == null ? 0 : dot(seen.output().value(), weights);
        return new Rounding(value, error, shares.stream().mapToDouble(Share::bound).sum(),
                wide == null ? Double.NaN : dot(wide, weights), shares);
    }

    static Seen differentiated(Graph g, List<Concrete> inputs, List<Concrete> constants) {
        var seen = new Seen(g, inputs, constants);
        if (!seen.backward() || seen.output() == null) {
            throw new UnsupportedException("say what rounding does to the output", "an output of type "
                    + g.results().getFirst().type(), "reduce it to one float, as by sum(...)");
        }
        return seen;
    }

    private static Share share(Seen seen, Node n) {
        var local = LocalError.of(seen, n);
        double error = 0;
        double bound = 0;
        for (long i = 0; i < n.type().shape().count(); i++) {
            double ct = n.cotangent().getDouble(i);
            if (ct != 0) {
                error += ct * local.error(i);
                bound += Math.abs(ct) * local.bound(i);
            }
        }
        return new Share(n.name(), seen.line(n), n.op(), n.type().dtype(), error, bound);
    }

    /// The output in float64; null where nothing is narrower, or the program has no such form.
    private static Concrete wide(Graph g, List<Concrete> inputs, List<Concrete> constants) {
        var all = new ArrayList<>(inputs);
        all.addAll(constants);
        boolean narrow = g.equations().stream().flatMap(e -> e.results().stream()).anyMatch(v -> v.type().dtype()
                .isFloat() && v.type().dtype() != DType.FLOAT64);
        if (!narrow) {
            return null;
        }
        try {
            return Widened.of(g).oneByOne(all.stream().map(Widened::of).toList()).getFirst()
                    .concrete();
        } catch (CotangentException e) {
            // There is no such program, for one that looks at bits.
            return null;
        }
    }
}
