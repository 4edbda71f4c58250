package org.cotangent.nn.recipes;

import static org.cotangent.core.Ops.*;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.cotangent.Carried;
import org.cotangent.Control;
import org.cotangent.core.DType;
import org.cotangent.core.Host;
import org.cotangent.core.Tensor;
import org.cotangent.nn.infer.Constraint;
import org.cotangent.nn.infer.Densities;
import org.cotangent.nn.infer.Model;
import org.cotangent.nn.infer.Site;

/// Bayesian models by name, each made of its data: the ones that posteriordb calls so, with their priors.
final class Posteriors {
    /// The models by name.
    static final Map<String, Function<Observed, Model>> ALL = new TreeMap<>(Map.of(
            "eight_schools_noncentered", Posteriors::eightSchools,
            "arK", Posteriors::autoregression,
            "kidscore_momiq", Posteriors::kidscore,
            "lotka_volterra", Posteriors::lotkaVolterra,
            "gp_regr", Posteriors::gaussianProcess));
    private static final double LOG_10 = Math.log(10);
    private static final int ODE_STEPS = 4;

    private Posteriors() {
    }

    /// Data by name: numbers and arrays of numbers.
    interface Observed {
        /// A number or array, float64.
        Tensor tensor(String name);

        /// A whole number.
        default int count(String name) {
            return (int) tensor(name).item();
        }
    }

    /// Effects of coaching in eight schools: Rubin 1981, Estimation in parallel randomized experiments, table 1, as
    /// printed in Gelman et al., Bayesian Data Analysis, 3rd edition, table 5.2.
    static final Observed EIGHT_SCHOOLS = name -> switch (name) {
        case "J" -> scalar(8.0);
        case "y" -> tensor(28.0, 8, -3, 7, -1, 1, 18, 12);
        case "sigma" -> tensor(15.0, 10, 16, 11, 9, 11, 10, 18);
        default -> null;
    };

    private static Model eightSchools(Observed data) {
        int schools = data.count("J");
        var y = data.tensor("y");
        var sigma = data.tensor("sigma");
        return Model.of(v -> add(add(Densities.normal(0, 1).total(v.get("eta")), Densities.normal(0, 5)
                .total(v.get("mu"))), add(Densities.halfCauchy(5).total(v.get("tau")),
                        Densities.normal(effects(v), sigma).total(y))),
                Site.of("eta", Constraint.REAL, schools), Site.of("mu", Constraint.REAL),
                Site.of("tau", Constraint.POSITIVE)).reporting(v -> named("theta", effects(v), "mu", v.get("mu"),
                        "tau", v.get("tau")));
    }

    private static Tensor effects(Map<String, Tensor> v) {
        return add(v.get("mu"), mul(v.get("tau"), v.get("eta")));
    }

    private static Map<String, Tensor> named(String a, Tensor x, String b, Tensor y, String c, Tensor z) {
        var out = new java.util.LinkedHashMap<String, Tensor>();
        out.put(a, x);
        out.put(b, y);
        out.put(c, z);
        return out;
    }

    private static Model autoregression(Observed data) {
        int lags = data.count("K");
        var y = data.tensor("y");
        long n = y.size(0);
        var before = new Tensor[lags];
        for (int k = 1; k <= lags; k++) {
            before[k - 1] = slice(y, 0, lags - k, n - k);
        }
        var x = stack(1, before);
        var later = slice(y, 0, lags, n);
        return Model.of(v -> add(add(Densities.normal(0, 10).total(v.get("alpha")), Densities.normal(0, 10)
                .total(v.get("beta"))), add(Densities.halfCauchy(2.5).total(v.get("sigma")),
                        Densities.normal(add(v.get("alpha"), matmul(x, v.get("beta"))), v.get("sigma")).total(later))),
                Site.of("alpha", Constraint.REAL), Site.of("beta", Constraint.REAL, lags),
                Site.of("sigma", Constraint.POSITIVE));
    }

    private static Model kidscore(Observed data) {
        var score = data.tensor("kid_score");
        var iq = data.tensor("mom_iq");
        return Model.of(v -> add(Densities.halfCauchy(2.5).total(v.get("sigma")), Densities.normal(add(
                index(v.get("beta"), 0), mul(index(v.get("beta"), 1), iq)), v.get("sigma")).total(score)),
                Site.of("beta", Constraint.REAL, 2), Site.of("sigma", Constraint.POSITIVE));
    }

    /// Hare and lynx: the gradient goes through a Runge-Kutta solution.
    private static Model lotkaVolterra(Observed data) {
        var times = concat(0, tensor(0.0), data.tensor("ts"));
        var y = data.tensor("y");
        var yInit = data.tensor("y_init");
        return Model.of(v -> {
            var theta = unstack(v.get("theta"), 0);
            var sigma = v.get("sigma");
            var z = populations(v, times);
            var prior = add(Densities.normal(1, 0.5).total(stack(0, theta.get(0), theta.get(2))),
                    Densities.normal(0.05, 0.05).total(stack(0, theta.get(1), theta.get(3))));
            var scales = add(Densities.logNormal(-1, 1).total(sigma), Densities.logNormal(LOG_10, 1)
                    .total(v.get("z_init")));
            return add(add(prior, scales), add(Densities.logNormal(log(v.get("z_init")), sigma).total(yInit),
                    Densities.logNormal(log(z), sigma).total(y)));
        }, Site.of("theta", Constraint.POSITIVE, 4).from(-1.5, 1), Site.of("sigma", Constraint.POSITIVE, 2)
                .from(-1, 0.5), Site.of("z_init", Constraint.POSITIVE, 2).from(LOG_10, 0.5));
    }

    /// Hares and lynxes at one time.
    record Animals(Tensor hares, Tensor lynxes) {
        Animals plus(Tensor h, Animals slope) {
            return new Animals(add(hares, mul(h, slope.hares)), add(lynxes, mul(h, slope.lynxes)));
        }

        Animals slope(List<Tensor> theta) {
            return new Animals(mul(sub(theta.get(0), mul(theta.get(1), lynxes)), hares),
                    mul(sub(mul(theta.get(3), hares), theta.get(2)), lynxes));
        }

        /// A step of the classical Runge-Kutta method.
        Animals later(List<Tensor> theta, Tensor h) {
            var half = mul(h, scalar(0.5));
            var k1 = slope(theta);
            var k2 = plus(half, k1).slope(theta);
            var k3 = plus(half, k2).slope(theta);
            var k4 = plus(h, k3).slope(theta);
            var sixth = div(h, scalar(6.0));
            return plus(sixth, k1).plus(mul(sixth, scalar(2.0)), k2).plus(mul(sixth, scalar(2.0)), k3).plus(sixth, k4);
        }
    }

    /// The populations at all times but the first, `[n, 2]`: steps of equal length, four between two times.
    private static Tensor populations(Map<String, Tensor> v, Tensor times) {
        var theta = unstack(v.get("theta"), 0);
        var lengths = div(sub(slice(times, 0, 1, times.size(0)), slice(times, 0, 0, times.size(0) - 1)),
                scalar((double) ODE_STEPS));
        var start = new Animals(index(v.get("z_init"), 0), index(v.get("z_init"), 1));
        return Control.scan((Animals z, Tensor h) -> {
            var next = z;
            for (int i = 0; i < ODE_STEPS; i++) {
                next = next.later(theta, h);
            }
            return new Carried<>(next, stack(0, next.hares(), next.lynxes()));
        }, start, lengths).out();
    }

    private static Model gaussianProcess(Observed data) {
        var x = data.tensor("x");
        var y = data.tensor("y");
        var squares = square(sub(expandDims(x, 1), expandDims(x, 0)));
        var eye = eye(x.size(0), DType.FLOAT64);
        return Model.of(v -> {
            var rho = v.get("rho");
            var alpha = v.get("alpha");
            var sigma = v.get("sigma");
            var priors = add(Densities.gamma(25, 4).total(rho), add(Densities.halfNormal(2).total(alpha),
                    Densities.halfNormal(1).total(sigma)));
            // Far out, where the matrix has no Cholesky factor in float64, the density counts as 0.
            var fine = and(and(lt(square(alpha), mul(sigma, scalar(1e10))), isFinite(square(alpha))),
                    and(gt(rho, scalar(1e-100)), gt(sigma, scalar(1e-100))));
            var k = add(mul(square(alpha), exp(div(squares, mul(square(rho), scalar(-2))))), mul(sigma, eye));
            var l = cholesky(where(fine, k, eye));
            return where(fine, add(priors, multivariateNormalLogDensityCholesky(y, zerosLike(y), l)),
                    scalar(Double.NEGATIVE_INFINITY));
        }, Site.of("rho", Constraint.POSITIVE), Site.of("alpha", Constraint.POSITIVE),
                Site.of("sigma", Constraint.POSITIVE));
    }

    /// Numbers or nested lists of numbers as JSON has them.
    static Tensor of(tools.jackson.databind.JsonNode node) {
        if (node.isNumber()) {
            return scalar(node.asDouble()).to(DType.FLOAT64);
        }
        var flat = new java.util.ArrayList<Double>();
        boolean nested = !node.isEmpty() && node.get(0).isArray();
        for (var row : node) {
            if (nested) {
                row.forEach(v -> flat.add(v.asDouble()));
            } else {
                flat.add(row.asDouble());
            }
        }
        var values = Host.wrap(flat.stream().mapToDouble(d -> d).toArray());
        return nested ? values.reshape(node.size(), -1) : values;
    }
}
