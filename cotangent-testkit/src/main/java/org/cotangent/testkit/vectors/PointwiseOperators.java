package org.cotangent.testkit.vectors;

import static org.cotangent.core.Ops.*;
import static org.cotangent.testkit.vectors.Operator.one;

import java.util.List;
import java.util.Map;
import org.cotangent.TensorFn2;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// Operators that treat every element alike.
final class PointwiseOperators {
    private static final double LN2 = 0.69314718055994530942;

    private PointwiseOperators() {
    }

    static void add(Map<String, Operator> out) {
        ScalarFunctions.ALL.forEach((name, f) -> out.put(name, one(a -> f.apply(a.tensor(0)))));
        named(out);
        arithmetic(out);
        pairs(out);
        several(out);
    }

    private static void named(Map<String, Operator> out) {
        for (var alias : Map.of("nn.functional.logsigmoid", "log_sigmoid", "nn.functional.silu", "silu",
                "nn.functional.mish", "mish", "sinc", "sinc_pi").entrySet()) {
            var f = ScalarFunctions.ALL.get(alias.getValue());
            out.put(alias.getKey(), one(a -> f.apply(a.tensor(0))));
        }
        for (var special : List.of("ndtr", "erfcx", "log_ndtr", "i0e", "i1", "i1e")) {
            var f = ScalarFunctions.ALL.get(special);
            out.put("special." + special, one(a -> f.apply(a.tensor(0))));
        }
        out.put("special.entr", one(a -> entr(a.tensor(0))));
        out.put("special.ndtri", one(a -> erfInv(a.tensor(0).mul(2).sub(1)).mul(Math.sqrt(2))));
        out.put("frac", one(a -> frac(a.tensor(0))));
        out.put("deg2rad", one(a -> deg2rad(a.tensor(0))));
        out.put("rad2deg", one(a -> rad2deg(a.tensor(0))));
        out.put("round", one(a -> rounded(a.tensor(0), a.integer(1, "decimals", 0))));
        out.put("polygamma", one(a -> polygamma(a.integer(1, "n", 0), a.tensor(0))));
        out.put("special.polygamma", out.get("polygamma"));
        out.put("mvlgamma", one(PointwiseOperators::multigamma));
        out.put("nan_to_num", one(a -> finite(a.tensor(0))));
    }

    private static Tensor rounded(Tensor x, int decimals) {
        double scale = Math.pow(10, Math.abs(decimals));
        return decimals == 0 ? round(x) : decimals > 0 ? round(x.mul(scale)).div(scale)
                : round(x.div(scale)).mul(scale);
    }

    private static Tensor multigamma(Args a) {
        int p = a.integer(1, "p", 1);
        var total = fullLike(a.tensor(0), p * (p - 1) / 4.0 * Math.log(Math.PI));
        for (int i = 0; i < p; i++) {
            total = total.add(lgamma(a.tensor(0).sub(i / 2.0)));
        }
        return total;
    }

    private static Tensor finite(Tensor x) {
        return where(ne(x, x), zerosLike(x), clamp(x, -Double.MAX_VALUE, Double.MAX_VALUE));
    }

    private static void arithmetic(Map<String, Operator> out) {
        out.put("add", one(a -> a.tensor(0).add(a.tensor(1).mul(a.number(-1, "alpha", 1)))));
        out.put("sub", one(a -> a.tensor(0).sub(a.tensor(1).mul(a.number(-1, "alpha", 1)))));
        out.put("rsub", one(a -> a.tensor(1).sub(a.tensor(0).mul(a.number(-1, "alpha", 1)))));
        out.put("div", one(a -> switch (a.text(-1, "rounding_mode", "")) {
            case "floor" -> floorDiv(a.tensor(0), a.tensor(1));
            case "trunc" -> trunc(div(a.tensor(0), a.tensor(1)));
            default -> div(a.tensor(0), a.tensor(1));
        }));
        out.put("ldexp", one(a -> a.tensor(0).mul(exp2(a.tensor(1)))));
        out.put("xlogy", one(a -> xlogy(a.tensor(0), a.tensor(1))));
        out.put("special.xlog1py", one(a -> xlog1py(a.tensor(0), a.tensor(1))));
        out.put("logaddexp2", one(a -> logaddexp(a.tensor(0).mul(LN2), a.tensor(1).mul(LN2)).div(LN2)));
    }

    private static void pair(Map<String, Operator> out, String name, TensorFn2 f) {
        out.put(name, one(a -> f.apply(a.tensor(0), a.tensor(1))));
    }

    private static void pairs(Map<String, Operator> out) {
        pair(out, "mul", Ops::mul);
        pair(out, "true_divide", Ops::div);
        pair(out, "pow", Ops::pow);
        pair(out, "__rpow__", (x, y) -> pow(y, x));
        pair(out, "atan2", Ops::atan2);
        pair(out, "hypot", Ops::hypot);
        pair(out, "copysign", Ops::copysign);
        pair(out, "fmod", Ops::fmod);
        pair(out, "remainder", Ops::remainder);
        pair(out, "maximum", Ops::max);
        pair(out, "minimum", Ops::min);
        pair(out, "fmax", Ops::max);
        pair(out, "fmin", Ops::min);
        pair(out, "logaddexp", Ops::logaddexp);
        pair(out, "clamp_min", Ops::clampMin);
        pair(out, "clamp_max", Ops::clampMax);
    }

    private static void several(Map<String, Operator> out) {
        out.put("lerp", one(a -> lerp(a.tensor(0), a.tensor(1), a.tensor(2))));
        out.put("addcmul", one(a -> a.tensor(0).add(a.tensor(1).mul(a.tensor(2)).mul(a.number(-1, "value", 1)))));
        out.put("addcdiv", one(a -> a.tensor(0).add(a.tensor(1).div(a.tensor(2)).mul(a.number(-1, "value", 1)))));
        out.put("where", one(a -> where(a.tensor(1), a.tensor(0), a.tensor(2))));
        out.put("clamp", one(PointwiseOperators::clamped));
        out.put("masked_fill", one(a -> where(a.tensor(1), a.tensor(2), a.tensor(0))));
    }

    private static Tensor clamped(Args a) {
        var low = a.optional(1, "min");
        var high = a.optional(2, "max");
        if (low == null || high == null) {
            return low == null ? clampMax(a.tensor(0), high) : clampMin(a.tensor(0), low);
        }
        return clamp(a.tensor(0), low, high);
    }
}
