package org.cotangent.core;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.op.Dot;

/// Runs an einsum formula as diagonals, sums and pairwise products.
final class Einsum {
    private static final int EXHAUSTIVE = 8;

    /// A tensor with one name for each axis.
    private record Term(Tensor x, String names) {
        boolean has(char c) {
            return names.indexOf(c) >= 0;
        }

        int[] axesOf(String wanted) {
            return wanted.chars().map(names::indexOf).toArray();
        }
    }

    private final EinsumFormula formula;

    private Einsum(EinsumFormula formula) {
        this.formula = formula;
    }

    static Tensor run(String text, List<Tensor> operands) {
        var formula = EinsumFormula.read(text, operands.stream().map(Tensor::type).toList());
        var einsum = new Einsum(formula);
        var dtype = operands.stream().map(Tensor::dtype).reduce(DType::promote).orElseThrow();
        var number = dtype == DType.BOOL ? DType.INT32 : dtype;
        var terms = new ArrayList<Term>();
        for (int i = 0; i < operands.size(); i++) {
            var x = Ops.convert(operands.get(i), number.compute());
            terms.add(einsum.diagonal(einsum.squeezed(new Term(x, formula.terms().get(i)))));
        }
        for (int i = 0; i < terms.size(); i++) {
            terms.set(i, einsum.summed(terms.get(i), einsum.others(terms, i, i)));
        }
        return Ops.convert(einsum.contracted(terms), number);
    }

    /// Without the axes of size 1 that stand for a larger size.
    private Term squeezed(Term t) {
        var names = new StringBuilder();
        var sizes = new ArrayList<Long>();
        for (int a = 0; a < t.names().length(); a++) {
            if (t.x().size(a) == formula.sizes().get(t.names().charAt(a))) {
                names.append(t.names().charAt(a));
                sizes.add(t.x().size(a));
            }
        }
        return new Term(Ops.reshape(t.x(), sizes.stream().mapToLong(Long::longValue).toArray()), names.toString());
    }

    /// With each repeated name's diagonal in place of the axes of that name.
    private Term diagonal(Term t) {
        for (int a = 0; a < t.names().length(); a++) {
            int b = t.names().lastIndexOf(t.names().charAt(a));
            if (b > a) {
                var names = new StringBuilder(t.names()).deleteCharAt(b).deleteCharAt(a).append(t.names().charAt(a));
                return diagonal(new Term(Ops.diagonal(t.x(), 0, a, b), names.toString()));
            }
        }
        return t;
    }

    /// Names that the result or a term other than `i` and `j` has.
    private String others(List<Term> terms, int i, int j) {
        var out = new StringBuilder(formula.result());
        for (int k = 0; k < terms.size(); k++) {
            out.append(k == i || k == j ? "" : terms.get(k).names());
        }
        return out.toString();
    }

    /// With the axes added up that nobody else has.
    private Term summed(Term t, String others) {
        var gone = t.names().chars().filter(c -> others.indexOf(c) < 0).mapToObj(Character::toString)
                .reduce("", String::concat);
        if (gone.isEmpty()) {
            return t;
        }
        var kept = t.names().chars().filter(c -> others.indexOf(c) >= 0).mapToObj(Character::toString)
                .reduce("", String::concat);
        return new Term(Ops.sum(t.x(), t.axesOf(gone)), kept);
    }

    private Tensor contracted(List<Term> terms) {
        var left = new ArrayList<>(terms);
        var order = left.size() <= EXHAUSTIVE
                ? new EinsumOrder(formula, left.stream().map(Term::names).toList()).pairs() : null;
        for (int step = 0; left.size() > 1; step++) {
            int[] pair = order == null ? cheapest(left) : order.get(step);
            var product = product(left.get(pair[0]), left.get(pair[1]), others(left, pair[0], pair[1]));
            left.remove(Math.max(pair[0], pair[1]));
            left.set(Math.min(pair[0], pair[1]), product);
        }
        var last = left.getFirst();
        return Ops.permute(last.x(), last.axesOf(formula.result()));
    }

    /// The pair whose product is cheapest: for formulas too long to try all orders.
    private int[] cheapest(List<Term> terms) {
        double least = Double.POSITIVE_INFINITY;
        int[] best = {0, 1};
        for (int i = 0; i < terms.size(); i++) {
            for (int j = i + 1; j < terms.size(); j++) {
                double cost = EinsumOrder.size(formula, terms.get(i).names() + terms.get(j).names());
                if (cost < least) {
                    least = cost;
                    best = new int[] {i, j};
                }
            }
        }
        return best;
    }

    /// Two terms multiplied, and added up over the names that nobody else has.
    private Term product(Term p, Term q, String others) {
        var batch = new StringBuilder();
        var contract = new StringBuilder();
        for (char c : p.names().toCharArray()) {
            if (q.has(c)) {
                (others.indexOf(c) >= 0 ? batch : contract).append(c);
            }
        }
        var lhsBatch = axes(p, batch.toString());
        var rhsBatch = axes(q, batch.toString());
        var op = new Dot(axes(p, contract.toString()), axes(q, contract.toString()), lhsBatch, rhsBatch);
        var names = new StringBuilder(batch);
        Dot.free(p.x().type(), op.lhs(), lhsBatch).forEach(a -> names.append(p.names().charAt(a)));
        Dot.free(q.x().type(), op.rhs(), rhsBatch).forEach(a -> names.append(q.names().charAt(a)));
        return new Term(contract.isEmpty() ? multiplied(p, q, names.toString()) : Dispatch.bind(op, p.x(), q.x()),
                names.toString());
    }

    /// Without anything to add up a product is an elementwise one.
    private static Tensor multiplied(Term p, Term q, String names) {
        return Ops.mul(spread(p, names), spread(q, names));
    }

    private static Tensor spread(Term t, String names) {
        var order = names.chars().filter(c -> t.has((char) c)).map(t.names()::indexOf).toArray();
        var sizes = IntStream.range(0, names.length())
                .mapToLong(i -> t.has(names.charAt(i)) ? t.x().size(t.names().indexOf(names.charAt(i))) : 1);
        return Ops.reshape(Ops.permute(t.x(), order), sizes.toArray());
    }

    private static List<Integer> axes(Term t, String names) {
        return IntStream.of(t.axesOf(names)).boxed().toList();
    }
}
