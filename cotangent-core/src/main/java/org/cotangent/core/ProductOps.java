package org.cotangent.core;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.op.AxisList;
import org.cotangent.op.Dot;

/// Products of vectors, matrices and tensors.
public class ProductOps extends ShapeOps {
    ProductOps() {
    }

    /// Matrix product over the last axis of `x` and the last but one of `y`, batched over leading axes as NumPy does.
    public static Tensor matmul(Tensor x, Tensor y) {
        if (x.rank() == 0 || y.rank() == 0) {
            throw new ShapeException("take a matrix product", x.type() + " and " + y.type(),
                    "a scalar has no axis to contract; use mul");
        }
        if (y.rank() <= 2) {
            return product(new Dot(List.of(x.rank() - 1), List.of(0), List.of(), List.of()), x, y);
        }
        if (x.rank() == 1) {
            var z = matmul(expandDims(x, 0), y);
            return reshape(z, z.shape().remove(z.rank() - 2).sizes());
        }
        var left = lead(x);
        var right = lead(y);
        var lead = Shape.broadcast(left, right);
        if (lead == null) {
            throw new ShapeException("take a batched matrix product", x.type() + " and " + y.type(),
                    "make the leading axes equal or 1");
        }
        var axes = AxisList.range(lead.rank());
        int r = lead.rank();
        return product(new Dot(List.of(r + 1), List.of(r), axes, axes), left.equals(lead) ? x : stretch(x, lead),
                right.equals(lead) ? y : stretch(y, lead));
    }

    /// A general product of operands brought to one dtype; half-precision floats go through float32.
    static Tensor product(Dot op, Tensor x, Tensor y) {
        var common = Promotion.common(x, y);
        var dtype = common == DType.BOOL ? DType.INT32 : common;
        var z = Dispatch.bind(op, convert(x, dtype.compute()), convert(y, dtype.compute()));
        return convert(z, dtype);
    }

    static Shape lead(Tensor t) {
        return t.rank() < 2 ? t.shape().remove(-1).remove(-1)
                : Shape.of(Arrays.copyOf(t.shape().sizes(), t.rank() - 2));
    }

    static Tensor stretch(Tensor t, Shape lead) {
        return broadcastTo(t, lead.insert(lead.rank(), t.size(-2)).insert(lead.rank() + 1, t.size(-1)));
    }

    /// NumPy's dot: over the last axis of `x` and the last but one (of a vector: the only one) of `y`; a scalar
    /// multiplies.
    public static Tensor dot(Tensor x, Tensor y) {
        if (x.rank() == 0 || y.rank() == 0) {
            return mul(x, y);
        }
        return product(new Dot(List.of(x.rank() - 1), List.of(Math.max(0, y.rank() - 2)), List.of(), List.of()), x, y);
    }

    /// Products over the last axes of both, for every pair of their leading indices; a scalar multiplies.
    public static Tensor inner(Tensor x, Tensor y) {
        if (x.rank() == 0 || y.rank() == 0) {
            return mul(x, y);
        }
        return product(new Dot(List.of(x.rank() - 1), List.of(y.rank() - 1), List.of(), List.of()), x, y);
    }

    /// The sum over the last axis of x * y, for operands that broadcast: the scalar product of vectors side by side.
    public static Tensor vecdot(Tensor x, Tensor y) {
        return Ops.sum(mul(x, y), -1);
    }

    /// Every product of an element of `x` with one of `y`; of shape `[x, y]`, both flattened.
    public static Tensor outer(Tensor x, Tensor y) {
        return mul(reshape(x, x.shape().count(), 1), reshape(y, 1, y.shape().count()));
    }

    /// The Kronecker product: every element of `x` times all of `y`, in blocks.
    public static Tensor kron(Tensor x, Tensor y) {
        int rank = Math.max(x.rank(), y.rank());
        var a = new long[2 * rank];
        var b = new long[2 * rank];
        var sizes = new long[rank];
        for (int i = 0; i < rank; i++) {
            a[2 * i] = size(x, i - rank);
            a[2 * i + 1] = 1;
            b[2 * i] = 1;
            b[2 * i + 1] = size(y, i - rank);
            sizes[i] = Math.multiplyExact(a[2 * i], b[2 * i + 1]);
        }
        return reshape(mul(reshape(x, a), reshape(y, b)), sizes);
    }

    private static long size(Tensor t, int fromEnd) {
        return t.rank() + fromEnd < 0 ? 1 : t.size(fromEnd);
    }

    /// The sum of products over the last `axes` axes of `x` and the first `axes` axes of `y`; 0 gives all products.
    public static Tensor tensordot(Tensor x, Tensor y, int axes) {
        if (axes < 0 || axes > x.rank() || axes > y.rank()) {
            throw new ShapeException("contract " + axes + " axes", x.type() + " and " + y.type(),
                    "give a number of axes that both have");
        }
        return tensordot(x, y, IntStream.range(x.rank() - axes, x.rank()).toArray(),
                IntStream.range(0, axes).toArray());
    }

    /// The sum of products over axes of `x` and as many axes of `y`, matched in order; then the free axes of `x`,
    /// those of `y`.
    public static Tensor tensordot(Tensor x, Tensor y, int[] xAxes, int[] yAxes) {
        var lhs = IntStream.of(xAxes).map(a -> x.shape().axis(a)).boxed().toList();
        var rhs = IntStream.of(yAxes).map(a -> y.shape().axis(a)).boxed().toList();
        if (lhs.stream().distinct().count() < lhs.size() || rhs.stream().distinct().count() < rhs.size()) {
            throw new ShapeException("contract axes " + lhs + " with axes " + rhs, x.type() + " and " + y.type(),
                    "name each axis once");
        }
        return product(new Dot(lhs, rhs, List.of(), List.of()), x, y);
    }

    /// The matrix product of a chain, in the order that needs the fewest multiplications; the ends may be vectors.
    public static Tensor multiDot(Tensor... chain) {
        var terms = new StringBuilder();
        char label = 'a';
        for (int i = 0; i < chain.length; i++) {
            boolean end = i == 0 || i == chain.length - 1;
            if (chain[i].rank() != 2 && !(end && chain[i].rank() == 1)) {
                throw new ShapeException("multiply a chain of matrices", "operand " + i + " of type " + chain[i].type(),
                        "give matrices; the first and the last may be vectors");
            }
            terms.append(i == 0 ? "" : ",").append(i > 0 || chain[i].rank() == 2 ? String.valueOf(label) : "");
            label += i > 0 || chain[i].rank() == 2 ? 1 : 0;
            terms.append(i == 0 || chain[i].rank() == 2 ? String.valueOf(label) : "");
        }
        String first = chain[0].rank() == 2 ? "a" : "";
        return einsum(terms + "->" + first + (chain[chain.length - 1].rank() == 2 ? String.valueOf(label) : ""), chain);
    }

    /// The sum of products that a formula of axis names tells, such as `bij,bjk->bik`.
    ///
    /// A name repeated within an operand takes the diagonal; a name that the result lacks is summed over; `...` stands
    /// for axes that broadcast; without `->` the result has the names that occur once, in alphabetical order. With
    /// more than two operands the cheapest order of products is found first. Axes of size 1 fit any size.
    public static Tensor einsum(String formula, Tensor... operands) {
        return Einsum.run(formula, Stream.of(operands).toList());
    }
}
