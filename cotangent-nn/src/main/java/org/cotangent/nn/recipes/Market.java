package org.cotangent.nn.recipes;

import static org.cotangent.core.Ops.*;

import java.util.List;
import org.cotangent.Fn1;
import org.cotangent.Transforms;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// What the price of an option depends on, float64 scalars; the share pays no dividends.
///
/// @param spot       the price of the share now
/// @param volatility the standard deviation of its log return over a year
/// @param rate       the interest rate of a year, compounded continuously
record Market(Tensor spot, Tensor volatility, Tensor rate) {
    /// The price agreed upon.
    static final double STRIKE = 105;
    /// Years until the option ends.
    static final double TIME = 1;
    /// Equally spaced times at which the average is taken, the last one at the end.
    static final int DATES = 12;

    static Market usual() {
        return new Market(number(100), number(0.25), number(0.03));
    }

    private static Tensor number(double v) {
        return full(TensorType.of(DType.FLOAT64), v);
    }

    /// The logarithms of the share's prices at equally spaced times, for standard normal numbers `[dates]`.
    Tensor logPath(Tensor z) {
        double h = TIME / z.size(0);
        var drift = mul(sub(rate, mul(square(volatility), scalar(0.5))), scalar(h));
        return add(log(spot), cumsum(add(drift, mul(volatility, mul(z, scalar(Math.sqrt(h))))), 0));
    }

    Tensor discount() {
        return exp(mul(rate, scalar(-TIME)));
    }

    /// The log density of the logarithm of the first price after now, as a function of the price now.
    Tensor logFirst(Tensor logPrice, int dates) {
        double h = TIME / dates;
        var drift = mul(sub(rate, mul(square(volatility), scalar(0.5))), scalar(h));
        var away = div(sub(logPrice, add(log(spot), drift)), mul(volatility, scalar(Math.sqrt(h))));
        return mul(square(away), scalar(-0.5));
    }

    /// The standard normal distribution function.
    static Tensor phi(Tensor x) {
        return mul(erfc(mul(x, scalar(-Math.sqrt(0.5)))), scalar(0.5));
    }

    /// A call on a price that is lognormal at the end: discount (forward Phi(d1) - strike Phi(d2)).
    private Tensor call(Tensor logForward, Tensor deviation) {
        var d1 = add(div(sub(logForward, scalar(Math.log(STRIKE))), deviation), mul(deviation, scalar(0.5)));
        return mul(discount(), sub(mul(exp(logForward), phi(d1)), mul(scalar(STRIKE), phi(sub(d1, deviation)))));
    }

    /// The price of a European call by Black and Scholes 1973.
    Tensor european() {
        return call(add(log(spot), mul(rate, scalar(TIME))), mul(volatility, scalar(Math.sqrt(TIME))));
    }

    /// The price of a call on the geometric mean of the prices at the dates, which is lognormal too: Kemna and Vorst
    /// 1990, A pricing method for options based on average asset values, for dates in place of all times.
    Tensor geometric() {
        double n = DATES;
        double middle = TIME * (n + 1) / (2 * n);
        double spread = TIME * (n + 1) * (2 * n + 1) / (6 * n * n);
        var mean = add(log(spot), mul(sub(rate, mul(square(volatility), scalar(0.5))), scalar(middle)));
        var deviation = mul(volatility, scalar(Math.sqrt(spread)));
        return call(add(mean, mul(square(deviation), scalar(0.5))), deviation);
    }

    /// Delta, vega, rho and gamma of a European call by their textbook formulas.
    static double[] textbook() {
        var m = usual();
        double s = m.spot().item();
        double v = m.volatility().item();
        double r = m.rate().item();
        double root = Math.sqrt(TIME);
        double d1 = (Math.log(s / STRIKE) + (r + v * v / 2) * TIME) / (v * root);
        double density = Math.exp(-d1 * d1 / 2) / Math.sqrt(2 * Math.PI);
        double discounted = STRIKE * Math.exp(-r * TIME);
        double n1 = phi(tensor(d1)).item();
        double n2 = phi(tensor(d1 - v * root)).item();
        return new double[] {s * n1 - discounted * n2, n1, s * density * root, discounted * TIME * n2,
            density / (s * v * root)};
    }

    /// Price, delta, vega, rho, gamma of a closed form, by derivatives of the formula.
    static double[] derived(Fn1<Market, Tensor> price) {
        var m = usual();
        var g = Transforms.valueAndGrad(price).apply(m);
        Fn1<Tensor, Tensor> ofSpot = s -> price.apply(new Market(s, m.volatility(), m.rate()));
        var gamma = Transforms.grad(Transforms.grad(ofSpot)).apply(m.spot());
        return List.of(g.value(), g.gradient().spot(), g.gradient().volatility(), g.gradient().rate(), gamma).stream()
                .mapToDouble(Tensor::item).toArray();
    }
}
