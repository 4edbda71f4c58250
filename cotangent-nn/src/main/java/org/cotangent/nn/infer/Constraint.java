package org.cotangent.nn.infer;

import static org.cotangent.core.Ops.*;

import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;

/// Where a quantity may lie, as a smooth map from all real numbers: samplers walk there.
public sealed interface Constraint {
    /// Any number.
    Constraint REAL = new Real();
    /// Above 0, through `exp`.
    Constraint POSITIVE = new Positive();
    /// Rising along the last axis: the first as it is, each other one by `exp` of a number above the one before.
    Constraint ORDERED = new Ordered();
    /// Positive and adding up to 1 along the last axis, by breaking a stick: one free number less.
    Constraint SIMPLEX = new Simplex();

    /// Between two numbers, through the logistic function.
    static Constraint between(double low, double high) {
        return new Between(low, high);
    }

    /// The values of free numbers.
    Tensor of(Tensor free);

    /// The free numbers of values: the inverse of [#of].
    Tensor inverse(Tensor values);

    /// The log of the absolute determinant of the derivative of [#of], a scalar: what a log density of values needs
    /// added to become one of free numbers.
    Tensor logJacobian(Tensor free);

    /// The shape of the free numbers for values of a shape.
    default Shape free(Shape values) {
        return values;
    }

    /// See [#REAL].
    record Real() implements Constraint {
        @Override
        public Tensor of(Tensor free) {
            return free;
        }

        @Override
        public Tensor inverse(Tensor values) {
            return values;
        }

        @Override
        public Tensor logJacobian(Tensor free) {
            return sum(zerosLike(free));
        }
    }

    /// See [#POSITIVE].
    record Positive() implements Constraint {
        @Override
        public Tensor of(Tensor free) {
            return exp(free);
        }

        @Override
        public Tensor inverse(Tensor values) {
            return log(values);
        }

        @Override
        public Tensor logJacobian(Tensor free) {
            return sum(free);
        }
    }

    /// See [#between].
    record Between(double low, double high) implements Constraint {
        public Between {
            if (!(low < high) || Double.isInfinite(high - low)) {
                throw new org.cotangent.core.ShapeException("constrain a quantity", "between " + low + " and " + high,
                        "give two numbers, the smaller one first");
            }
        }

        @Override
        public Tensor of(Tensor free) {
            return add(mul(logistic(free), scalar(high - low)), scalar(low));
        }

        @Override
        public Tensor inverse(Tensor values) {
            return sub(log(sub(values, scalar(low))), log(sub(scalar(high), values)));
        }

        @Override
        public Tensor logJacobian(Tensor free) {
            var slopes = neg(add(softplus(free), softplus(neg(free))));
            return sum(add(slopes, scalar(Math.log(high - low))));
        }
    }

    /// See [#ORDERED].
    record Ordered() implements Constraint {
        @Override
        public Tensor of(Tensor free) {
            return free.size(-1) == 1 ? free : cumsum(concat(-1, first(free), exp(rest(free))), -1);
        }

        @Override
        public Tensor inverse(Tensor values) {
            return values.size(-1) == 1 ? values : concat(-1, first(values), log(sub(rest(values),
                    slice(values, -1, 0, values.size(-1) - 1))));
        }

        @Override
        public Tensor logJacobian(Tensor free) {
            return sum(rest(free));
        }

        private static Tensor first(Tensor x) {
            return slice(x, -1, 0, 1);
        }

        private static Tensor rest(Tensor x) {
            return slice(x, -1, 1, x.size(-1));
        }
    }

    /// See [#SIMPLEX]. Equal shares have free numbers 0.
    record Simplex() implements Constraint {
        @Override
        public Tensor of(Tensor free) {
            var z = shifted(free);
            // log of what is left of the stick before each break, and after the last one
            var left = cumsum(neg(softplus(z)), -1);
            var before = concat(-1, zerosLike(slice(z, -1, 0, 1)), left);
            var taken = concat(-1, neg(softplus(neg(z))), zerosLike(slice(z, -1, 0, 1)));
            return exp(add(before, taken));
        }

        @Override
        public Tensor inverse(Tensor values) {
            long k = values.size(-1);
            var parts = slice(values, -1, 0, k - 1);
            var after = sub(scalar(1), cumsum(parts, -1));
            return sub(sub(log(parts), log(after)), offsets(parts));
        }

        @Override
        public Tensor logJacobian(Tensor free) {
            var z = shifted(free);
            var left = cumsum(neg(softplus(z)), -1);
            // d value / d z = rest (1 - share) share
            var before = sub(left, neg(softplus(z)));
            return sum(sub(before, add(softplus(z), softplus(neg(z)))));
        }

        @Override
        public Shape free(Shape values) {
            return values.with(values.rank() - 1, values.size(-1) - 1);
        }

        private static Tensor shifted(Tensor free) {
            return add(free, offsets(free));
        }

        private static Tensor offsets(Tensor free) {
            long n = free.size(-1);
            return neg(log(arange(n, 0, -1, free.dtype())));
        }
    }
}
