/// The price of a European call by the formula of Black and Scholes, and its sensitivities, the greeks, by grad.
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import org.cotangent.*;
import org.cotangent.core.*;

record Market(Tensor spot, Tensor volatility, Tensor rate, Tensor time) {}

/// The distribution function of the standard normal.
Tensor phi(Tensor x) {
    return erfc(x.mul(-Math.sqrt(0.5))).mul(0.5);
}

Tensor call(Market m, double strike) {
    var deviation = m.volatility().mul(sqrt(m.time()));
    var drift = m.rate().add(square(m.volatility()).mul(0.5)).mul(m.time());
    var d1 = log(m.spot().div(strike)).add(drift).div(deviation);
    var paid = exp(m.rate().mul(m.time()).neg()).mul(strike);
    return m.spot().mul(phi(d1)).sub(paid.mul(phi(d1.sub(deviation))));
}

void main() {
    var m = new Market(scalar(100.0), scalar(0.2), scalar(0.03), scalar(0.5));
    Fn1<Market, Tensor> price = x -> call(x, 105);
    var greeks = jit(valueAndGrad(price)).apply(m);
    var second = hessian(price).apply(m);
    IO.println("price %.6f".formatted(greeks.value().item()));
    IO.println("delta %.6f".formatted(greeks.gradient().spot().item()));
    IO.println("gamma %.6f".formatted(second.get("spot", "spot").item()));
    IO.println("vega  %.6f".formatted(greeks.gradient().volatility().item()));
    IO.println("theta %.6f".formatted(-greeks.gradient().time().item()));
    IO.println("rho   %.6f".formatted(greeks.gradient().rate().item()));
    IO.println("vanna %.6f".formatted(second.get("spot", "volatility").item()));
}
