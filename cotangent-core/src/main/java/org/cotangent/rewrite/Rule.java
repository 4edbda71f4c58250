package org.cotangent.rewrite;

import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.op.Op;
import org.cotangent.trace.Stage;

/// A rewrite: two ordinary functions that mean the same, and the reason why the right one is better.
///
/// The left function is traced once to get the pattern, at rank 2 with reductions along the last axis; a reduction in
/// the pattern stands for a reduction along any axes, which the right function is given. A rule that no pattern can
/// say has a finder of its own; its two functions are then an example, which the tests hold it to.
public final class Rule {
    /// The two sides of a rule over operands and, where the pattern reduces, the axes of the reduction.
    @FunctionalInterface
    public interface Side {
        Tensor apply(List<Tensor> operands, int[] axes);
    }

    /// What a rule demands and what it does to infinities and NaN, in words.
    private record Terms(String conditions, NonFinite nonFinite, String effect, Predicate<List<Tensor>> only) {
        static final Terms NONE = new Terms("", NonFinite.SAME, "", operands -> true);
    }

    private final String name;
    private final String why;
    private final int arity;
    private final Side left;
    private final Side right;
    private final Terms terms;
    private final Finder finder;

    private Rule(String name, String why, int arity, Side left, Side right, Terms terms, Finder finder) {
        this.name = name;
        this.why = why;
        this.arity = arity;
        this.left = left;
        this.right = right;
        this.terms = terms;
        this.finder = finder == null ? new Pattern() : finder;
    }

    /// A rule over any number of operands that its finder finds; the sides are an example.
    static Rule found(String name, Finder finder, int arity, Side left, Side right, String why) {
        return new Rule(name, why, arity, left, right, Terms.NONE, finder);
    }

    /// As above, with an example of one operand.
    static Rule found(String name, Finder finder, UnaryOperator<Tensor> left, UnaryOperator<Tensor> right,
            String why) {
        return found(name, finder, 1, (x, _) -> left.apply(x.getFirst()), (x, _) -> right.apply(x.getFirst()), why);
    }

    /// As above, with an example of two operands.
    static Rule found(String name, Finder finder, BinaryOperator<Tensor> left, BinaryOperator<Tensor> right,
            String why) {
        return found(name, finder, 2, (x, _) -> left.apply(x.get(0), x.get(1)),
                (x, _) -> right.apply(x.get(0), x.get(1)), why);
    }

    /// A rule over one operand.
    public static Rule rule(String name, UnaryOperator<Tensor> left, UnaryOperator<Tensor> right, String why) {
        return found(name, null, left, right, why);
    }

    /// A rule over two operands.
    public static Rule rule(String name, BinaryOperator<Tensor> left, BinaryOperator<Tensor> right, String why) {
        return found(name, null, left, right, why);
    }

    /// A rule over one operand whose pattern reduces along axes.
    public static Rule along(String name, Side left, Side right, String why) {
        return along(name, 1, left, right, why);
    }

    /// A rule over `arity` operands whose pattern reduces along axes.
    public static Rule along(String name, int arity, Side left, Side right, String why) {
        return found(name, null, arity, left, right, why);
    }

    /// The rule with its side conditions said.
    public Rule when(String conditions) {
        return with(new Terms(conditions, terms.nonFinite, terms.effect, terms.only));
    }

    /// The rule with what it does to infinities and NaN said.
    public Rule nonFinite(NonFinite kind, String effect) {
        return with(new Terms(terms.conditions, kind, effect, terms.only));
    }

    /// The rule for operands of the pattern of which something holds.
    Rule only(Predicate<List<Tensor>> condition) {
        return with(new Terms(terms.conditions, terms.nonFinite, terms.effect, condition));
    }

    private Rule with(Terms all) {
        return new Rule(name, why, arity, left, right, all, finder instanceof Pattern ? null : finder);
    }

    public String name() {
        return name;
    }

    /// Why the right side is better.
    public String why() {
        return why;
    }

    /// When it is applied, in words; empty for always.
    public String conditions() {
        return terms.conditions;
    }

    /// What it does to infinities and NaN.
    public NonFinite nonFinite() {
        return terms.nonFinite;
    }

    /// The same in words; empty where nothing changes.
    public String effect() {
        return terms.effect;
    }

    public int arity() {
        return arity;
    }

    /// The left side on the given operands.
    public Tensor left(List<Tensor> operands, int... axes) {
        return left.apply(operands, axes);
    }

    /// The right side on the given operands.
    public Tensor right(List<Tensor> operands, int... axes) {
        return right.apply(operands, axes);
    }

    /// Whether the left side itself is the pattern that is looked for.
    boolean isPattern() {
        return finder instanceof Pattern;
    }

    /// What finds places for it.
    Finder finder() {
        return finder;
    }

    /// Finds what looks like the left side.
    private final class Pattern implements Finder {
        private Stage.Symbol pattern;
        private List<Tensor> holes;

        @Override
        public List<Op> heads() {
            trace();
            return List.of(pattern.op());
        }

        @Override
        public Found find(Site site) {
            trace();
            var match = new Match(holes);
            Supplier<Tensor> better = () -> right.apply(match.operands(), match.axes());
            return match.matches(pattern, site.op(), site.operands()) && terms.only.test(match.operands())
                    ? new Found(name, better) : null;
        }

        private synchronized void trace() {
            if (pattern == null) {
                var type = TensorType.of(DType.FLOAT64, 2, 3);
                Stage.trace("rule", in -> {
                    holes = in;
                    pattern = (Stage.Symbol) left.apply(in, new int[] {1});
                    return List.of(pattern);
                }, Collections.nCopies(arity, type), null, null);
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
