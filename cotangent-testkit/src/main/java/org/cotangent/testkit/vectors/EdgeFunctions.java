package org.cotangent.testkit.vectors;

import static java.util.Map.entry;
import static org.cotangent.core.Ops.*;

import java.util.List;
import java.util.Map;
import org.cotangent.Fn1;
import org.cotangent.TensorFn;
import org.cotangent.TensorFn2;
import org.cotangent.core.Reduction;
import org.cotangent.core.Tensor;
import org.cotangent.core.Update;

/// The functions of the edge cases by the names of the cases.
final class EdgeFunctions {
    private static final double INF = Double.POSITIVE_INFINITY;

    static final Map<String, Fn1<List<Tensor>, Tensor>> ALL = Map.ofEntries(
            one("abs", x -> abs(x)), one("abs_zero", x -> abs(x)), one("relu", x -> relu(x)), one("sign", x -> sign(x)),
            one("floor", x -> floor(x)), one("round", x -> round(x)), one("sqrt_at_zero", x -> sqrt(x)),
            one("sqrt", x -> sqrt(x)),
            one("rsqrt_at_zero", x -> rsqrt(x)), one("reciprocal_at_zero", x -> reciprocal(x)),
            one("log_at_zero", x -> log(x)),
            two("maximum_tie", (x, y) -> max(x, y)), two("minimum_tie", (x, y) -> min(x, y)),
            one("max_all_tie", x -> max(x)), one("amax_tie", x -> max(x)), one("amin_tie", x -> min(x)),
            one("sort_ties", x -> sum(sort(x).mul(tensor(1.0, 2, 3, 4)))),
            one("clamp_at_bounds", x -> clamp(x, -1, 1)), one("relu6_at_bounds", x -> relu6(x)),
            one("leaky_relu_zero", x -> leakyRelu(x, 0.01)), one("elu_zero", x -> elu(x)),
            one("hardtanh_bounds", x -> hardTanh(x)),
            one("hardsigmoid_kinks", x -> hardSigmoid(x)), one("norm2_at_zero", x -> norm(x)),
            one("norm3_at_zero", x -> norm(3, x)),
            one("normalize_zero_vector", x -> normalize(x, 0, 1e-12)), one("pow_zero_base_exp2", x -> x.pow(2)),
            one("pow_zero_exp", x -> pow(x, scalar(0.0))), two("pow_tensor_zero_zero", (x, y) -> pow(x, y)),
            one("pow_cube_root_negative", x -> pow(x, scalar(1.0 / 3))), one("entropy_zero", x -> entr(x)),
            two("atan2_origin", (x, y) -> atan2(x, y)), two("hypot_origin", (x, y) -> hypot(x, y)),
            one("acos_at_one", x -> acos(x)), one("asin_at_one", x -> asin(x)), one("atanh_at_one", x -> atanh(x)),
            one("prod_two_zeros", x -> prod(x)), one("prod_one_zero", x -> prod(x)),
            one("cumprod_two_zeros", x -> sum(cumprod(x, 0))), two("remainder", (x, y) -> remainder(x, y)),
            two("floor_divide_like", (x, y) -> floor(div(x, y))), one("std_single", x -> std(x)),
            one("var_constant", x -> var(x)),
            one("std_constant", x -> std(1, x)), one("logsumexp_some_neg_inf", x -> logsumexp(x)),
            one("softmax_some_neg_inf", x -> sum(softmax(x, 0).mul(tensor(1.0, 2, 3)))),
            one("log_softmax_neg_inf", x -> select(logSoftmax(x, 0), 0, 1)),
            one("logcumsumexp_neg_inf", x -> sum(logcumsumexp(x, 0))),
            one("where_log_safe", x -> sum(where(x.gt(0), log(where(x.gt(0), x, onesLike(x))), zerosLike(x)))),
            one("relu_sqrt", x -> relu(sqrt(x))), one("nansum", x -> nansum(x)), one("amax_with_nan", x -> max(x)),
            one("smooth_l1_at_beta", x -> sum(smoothL1(x, zerosLike(x), 1, Reduction.NONE))),
            one("hinge_at_margin", x -> sum(clampMin(scalar(1).sub(x), scalar(0)))),
            one("kl_div_zero_target", x -> sum(klDiv(x, tensor(0.0, 1), Reduction.NONE))),
            one("index_add_duplicate",
            x -> sum(put(zeros(x.type()), tensor(0L, 0L), slice(x, 0, 0, 2), 0, Update.ADD))),
            one("maxpool_tie", x -> sum(maxPool(x.reshape(1, 1, 4), 2))), one("empty_prod", x -> prod(x)),
            one("expm1_tiny", x -> expm1(x)), one("lgamma_pole", x -> lgamma(x)), one("erfinv_at_one", x -> erfInv(x)),
            one("masked_nan", x -> sum(x.mul(Double.NaN))),
            one("renorm_chain_detach", x -> sum(x.div(stopGradient(norm(x))))),
            one("infinite_sum", x -> sum(x.mul(INF))));

    private EdgeFunctions() {
    }

    private static Map.Entry<String, Fn1<List<Tensor>, Tensor>> one(String name, TensorFn f) {
        return entry(name, in -> f.apply(in.getFirst()));
    }

    private static Map.Entry<String, Fn1<List<Tensor>, Tensor>> two(String name, TensorFn2 f) {
        return entry(name, in -> f.apply(in.get(0), in.get(1)));
    }
}
