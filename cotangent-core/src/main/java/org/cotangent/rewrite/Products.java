package org.cotangent.rewrite;

import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.op.Arithmetic;
import org.cotangent.op.Binary;
import org.cotangent.op.Exponential;
import org.cotangent.op.Op;
import org.cotangent.op.PowInt;
import org.cotangent.op.Reduce;

/// Logarithms of products, quotients and powers: where the product leaves the range of the dtype, the sum of the
/// factors' logarithms stands for its logarithm. Elsewhere the product keeps its digits.
final class Products implements Finder {
    private static final int MOST = 16;

    /// A factor with its power.
    private record Factor(Tensor value, double power) {
    }

    @Override
    public List<Op> heads() {
        return List.of(Exponential.LOG);
    }

    @Override
    public Found find(Site site) {
        var x = site.operand();
        if (Seen.op(x) instanceof Reduce r && r.kind() == Reduce.Kind.PROD) {
            var of = Seen.operand(x);
            int[] axes = r.axes().stream().mapToInt(Integer::intValue).toArray();
            return Seen.is(of, Arithmetic.SIGN) || isModest(site.fact(of), x.dtype(), of.shape().count()) ? null
                    : new Found("log_prod", () -> logProd(x, of, axes));
        }
        var factors = factors(x);
        if (factors.isEmpty() || factors.size() == 1 && factors.getFirst().power == 1) {
            return null;
        }
        if (factors.size() == 1) {
            return power(x, factors.getFirst());
        }
        if (factors.stream().allMatch(f -> Seen.is(f.value, Arithmetic.SIGN))) {
            return null;
        }
        double size = factors.stream().mapToDouble(f -> Math.abs(f.power) * logSize(site.fact(f.value))).sum();
        return size < limit(x.dtype()) ? null : new Found("log_prod", () -> logProduct(x, factors));
    }

    /// Up to what size of its logarithm no part of a product leaves the range.
    private static double limit(DType dtype) {
        return dtype == DType.FLOAT64 ? 700 : 80;
    }

    private static boolean isModest(Fact f, DType dtype, long n) {
        return n * logSize(f) < limit(dtype);
    }

    private static double logSize(Fact f) {
        return f.isPositive() ? Math.max(Math.abs(Math.log(f.lo())), Math.abs(Math.log(f.hi())))
                : Double.POSITIVE_INFINITY;
    }

    /// The factors that are no numbers; empty where there are too many, or where the product holds a number that is
    /// not positive.
    private static List<Factor> factors(Tensor product) {
        var out = new ArrayList<Factor>();
        var open = new ArrayList<Factor>(List.of(new Factor(product, 1)));
        while (!open.isEmpty()) {
            var f = open.removeLast();
            var op = Seen.op(f.value);
            if (Seen.isNumber(f.value)) {
                if (!(Seen.number(f.value) > 0) || Double.isInfinite(Seen.number(f.value))) {
                    return List.of();
                }
                continue;
            }
            if (out.size() + open.size() > MOST) {
                return List.of();
            }
            if (op == Binary.MUL || op == Binary.DIV) {
                open.add(new Factor(Seen.operand(f.value, 1), op == Binary.MUL ? f.power : -f.power));
                open.add(new Factor(Seen.operand(f.value, 0), f.power));
            } else if (op instanceof PowInt p && p.k() != 0) {
                open.add(new Factor(Seen.operand(f.value), f.power * p.k()));
            } else if (op == Arithmetic.SQRT && f.power == 1) {
                open.add(new Factor(Seen.operand(f.value), 0.5));
            } else {
                out.add(f);
            }
        }
        return out;
    }

    /// log(x^k) alone; also log(1 / x) and log(sqrt(x)).
    private static Found power(Tensor x, Factor f) {
        var op = Seen.op(x);
        boolean reciprocal = op == Binary.DIV && Seen.isNumber(Seen.operand(x, 0), 1);
        if (!reciprocal && !(op instanceof PowInt) && op != Arithmetic.SQRT) {
            return null;
        }
        boolean even = f.power == Math.rint(f.power) && f.power % 2 == 0;
        return new Found("log_power", () -> {
            var log = log(even ? abs(f.value) : f.value);
            return f.power == -1 ? neg(log) : mul(log, scalar(f.power));
        });
    }

    private static Tensor logProduct(Tensor x, List<Factor> factors) {
        Tensor sum = null;
        Tensor size = null;
        Tensor signs = null;
        for (var f : factors) {
            var log = scaled(log(abs(f.value)), f.power);
            sum = sum == null ? log : add(sum, log);
            size = size == null ? abs(log) : add(size, abs(log));
            if (f.power % 2 != 0) {
                signs = signs == null ? sign(f.value) : mul(signs, sign(f.value));
            }
        }
        double known = number(x);
        var all = known == 0 ? sum : add(sum, scalar(known));
        var bound = known == 0 ? size : add(size, scalar(Math.abs(known)));
        return blend(x, bound, signs == null ? all : add(all, log(signs)));
    }

    /// The logarithm of the product of the numbers in a product.
    private static double number(Tensor product) {
        double log = 0;
        var open = new ArrayList<Factor>(List.of(new Factor(product, 1)));
        while (!open.isEmpty()) {
            var f = open.removeLast();
            var op = Seen.op(f.value);
            if (Seen.isNumber(f.value)) {
                log += f.power * Math.log(Seen.number(f.value));
            } else if (op == Binary.MUL || op == Binary.DIV) {
                open.add(new Factor(Seen.operand(f.value, 0), f.power));
                open.add(new Factor(Seen.operand(f.value, 1), op == Binary.MUL ? f.power : -f.power));
            } else if (op instanceof PowInt p) {
                open.add(new Factor(Seen.operand(f.value), f.power * p.k()));
            }
        }
        return log;
    }

    private static Tensor scaled(Tensor log, double power) {
        return power == 1 ? log : power == -1 ? neg(log) : mul(log, scalar(power));
    }

    private static Tensor logProd(Tensor product, Tensor x, int[] axes) {
        var logs = log(abs(x));
        return blend(product, sum(abs(logs), axes), add(sum(logs, axes), log(prod(sign(x), axes))));
    }

    /// The logarithm of the product where the factors' logarithms are moderate, elsewhere their sum.
    private static Tensor blend(Tensor product, Tensor size, Tensor sum) {
        var modest = lt(size, scalar(limit(product.dtype())));
        return where(modest, log(where(modest, product, scalar(1.0))), sum);
    }
}
