package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Elements;
import org.cotangent.core.Structure;
import org.cotangent.core.Tensor;
import org.cotangent.storage.Storage;

/// Compares the derivatives of a scalar function by reverse mode, forward mode and central differences, element by
/// element.
///
/// Differences are taken in float64 at two steps and extrapolated; their error is about 1e-9 of the size of the
/// function.
public final class GradientCheck {
    private static final double STEP = Math.cbrt(Math.ulp(1.0));

    private GradientCheck() {
    }

    /// One element of one leaf: its three derivatives, and its share of the Hessian times the direction of ones.
    public record Entry(String leaf, long element, double reverse, double forward, double numeric,
            double secondReverse, double secondForward, double secondNumeric) {
        /// The largest difference between the three ways of the first derivative, relative to their size or 1.
        public double worstFirst() {
            return worst(reverse, forward, numeric);
        }

        /// The largest difference between the three ways of the second derivative, relative to their size or 1.
        public double worstSecond() {
            return worst(secondReverse, secondForward, secondNumeric);
        }

        private static double worst(double a, double b, double c) {
            double size = 1 + Math.max(Math.abs(a), Math.max(Math.abs(b), Math.abs(c)));
            double spread = Math.max(Math.abs(a - b), Math.max(Math.abs(a - c), Math.abs(b - c)));
            return Double.isNaN(spread) && Double.isNaN(a) && Double.isNaN(b) && Double.isNaN(c) ? 0 : spread / size;
        }
    }

    /// All elements of all leaves.
    public record Report(List<Entry> entries) {
        /// Whether all agree to the tolerances.
        public boolean holds(double first, double second) {
            return entries.stream().allMatch(e -> e.worstFirst() <= first && e.worstSecond() <= second);
        }

        /// Whether first derivatives agree to 1e-6 and second ones to 1e-4.
        public boolean holds() {
            return holds(1e-6, 1e-4);
        }
    }

    /// Checks `f` at `x`, whose leaves are float64; the function may have kinks only elsewhere.
    public static <A> Report check(Fn1<A, Tensor> f, A x) {
        var leaves = new ArrayList<Tensor>();
        var structure = Structure.of(x, leaves);
        for (var leaf : leaves) {
            if (leaf.dtype() != DType.FLOAT64) {
                throw new DTypeException("check a gradient", leaf.type().toString(),
                        "give float64 leaves, or differences drown in rounding");
            }
        }
        var check = new Elementary<>(f, structure, leaves);
        return new Report(check.entries());
    }

    /// The function over the list of leaves.
    private static final class Elementary<A> {
        private final Fn1<List<Tensor>, Tensor> f;
        private final List<Tensor> x;
        private final List<String> paths;

        @SuppressWarnings("unchecked")
        Elementary(Fn1<A, Tensor> f, Structure structure, List<Tensor> x) {
            this.f = in -> f.apply((A) structure.build(in));
            this.x = x;
            this.paths = structure.paths("");
        }

        List<Entry> entries() {
            var gradient = Transforms.grad(f, Unused.ZEROS);
            var ones = x.stream().map(t -> unit(t, -1)).toList();
            var reverse = gradient.apply(x);
            Fn1<List<Tensor>, Tensor> along = in -> Transforms.jvp(f).apply(in, ones).tangent();
            var secondReverse = Transforms.grad(along, Unused.ZEROS).apply(x);
            var secondForward = Transforms.jvp(gradient).apply(x, ones).tangent();
            var out = new ArrayList<Entry>();
            for (int leaf = 0; leaf < x.size(); leaf++) {
                for (long i = 0; i < x.get(leaf).shape().count(); i++) {
                    var direction = direction(leaf, i);
                    double forward = Transforms.jvp(f).apply(x, direction).tangent().item();
                    int l = leaf;
                    long e = i;
                    out.add(new Entry(paths.get(leaf), i, at(reverse, leaf, i), forward,
                            quotient(h -> f.apply(moved(direction, h)).item()),
                            at(secondReverse, leaf, i), at(secondForward, leaf, i),
                                    quotient(h -> at(gradient.apply(moved(ones, h)), l, e))));
                }
            }
            return out;
        }

        private static double at(List<Tensor> leaves, int leaf, long i) {
            return leaves.get(leaf).concrete().getDouble(i);
        }

        private List<Tensor> direction(int leaf, long element) {
            var out = new ArrayList<Tensor>();
            for (int k = 0; k < x.size(); k++) {
                out.add(unit(x.get(k), k == leaf ? element : Long.MAX_VALUE));
            }
            return out;
        }

        /// 1 at the element (everywhere for -1), 0 elsewhere.
        private static Tensor unit(Tensor like, long element) {
            var s = Storage.allocate(like.dtype().cell(), like.shape().count());
            for (long i = 0; i < s.count(); i++) {
                Elements.setDouble(like.dtype(), s, i, element < 0 || i == element ? 1 : 0);
            }
            return Concrete.of(like.type(), s);
        }

        private List<Tensor> moved(List<Tensor> direction, double h) {
            var out = new ArrayList<Tensor>();
            for (int i = 0; i < x.size(); i++) {
                out.add(x.get(i).add(direction.get(i).mul(h)));
            }
            return out;
        }

        private double quotient(DoubleUnaryOperator g) {
            double size = 1;
            for (var t : x) {
                for (double v : t.toDoubleArray()) {
                    size = Math.max(size, Math.abs(v));
                }
            }
            double h = 8 * STEP * size;
            double coarse = (g.applyAsDouble(2 * h) - g.applyAsDouble(-2 * h)) / (4 * h);
            double fine = (g.applyAsDouble(h) - g.applyAsDouble(-h)) / (2 * h);
            return (4 * fine - coarse) / 3;
        }
    }
}
