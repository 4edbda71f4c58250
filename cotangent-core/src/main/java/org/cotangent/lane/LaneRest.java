package org.cotangent.lane;

/// TEMPORARY until the lane mathematics is merged.
public final class LaneRest {
    private static Lane c(Lane x, String m) {
        if (x.type() == LaneType.F32) { m = m + "f"; }
        return Lane.constant(LaneType.MASK, 1).call(new ScalarFunction(LaneRest.class, m), x, x);
    }
    private static Lane c(Lane x, Lane y, String m) {
        if (x.type() == LaneType.F32) { m = m + "f"; }
        return Lane.constant(LaneType.MASK, 1).call(new ScalarFunction(LaneRest.class, m), x, x, y);
    }
    public static double sign_(double x) { return Math.signum(x); }
    public static float sign_f(float x) { return (float) sign_(x); }
    public static Lane sign(Lane x) { return c(x, "sign_"); }
    public static double floor_(double x) { return Math.floor(x); }
    public static float floor_f(float x) { return (float) floor_(x); }
    public static Lane floor(Lane x) { return c(x, "floor_"); }
    public static double ceil_(double x) { return Math.ceil(x); }
    public static float ceil_f(float x) { return (float) ceil_(x); }
    public static Lane ceil(Lane x) { return c(x, "ceil_"); }
    public static double round_(double x) { return Math.rint(x); }
    public static float round_f(float x) { return (float) round_(x); }
    public static Lane round(Lane x) { return c(x, "round_"); }
    public static double trunc_(double x) { return x<0?Math.ceil(x):Math.floor(x); }
    public static float trunc_f(float x) { return (float) trunc_(x); }
    public static Lane trunc(Lane x) { return c(x, "trunc_"); }
    public static double rsqrt_(double x) { return 1/Math.sqrt(x); }
    public static float rsqrt_f(float x) { return (float) rsqrt_(x); }
    public static Lane rsqrt(Lane x) { return c(x, "rsqrt_"); }
    public static double cbrt_(double x) { return Math.cbrt(x); }
    public static float cbrt_f(float x) { return (float) cbrt_(x); }
    public static Lane cbrt(Lane x) { return c(x, "cbrt_"); }
    public static double exp_(double x) { return Math.exp(x); }
    public static float exp_f(float x) { return (float) exp_(x); }
    public static Lane exp(Lane x) { return c(x, "exp_"); }
    public static double exp2_(double x) { return Math.pow(2,x); }
    public static float exp2_f(float x) { return (float) exp2_(x); }
    public static Lane exp2(Lane x) { return c(x, "exp2_"); }
    public static double expm1_(double x) { return Math.expm1(x); }
    public static float expm1_f(float x) { return (float) expm1_(x); }
    public static Lane expm1(Lane x) { return c(x, "expm1_"); }
    public static double log_(double x) { return Math.log(x); }
    public static float log_f(float x) { return (float) log_(x); }
    public static Lane log(Lane x) { return c(x, "log_"); }
    public static double log2_(double x) { return Math.log(x)/Math.log(2); }
    public static float log2_f(float x) { return (float) log2_(x); }
    public static Lane log2(Lane x) { return c(x, "log2_"); }
    public static double log10_(double x) { return Math.log10(x); }
    public static float log10_f(float x) { return (float) log10_(x); }
    public static Lane log10(Lane x) { return c(x, "log10_"); }
    public static double log1p_(double x) { return Math.log1p(x); }
    public static float log1p_f(float x) { return (float) log1p_(x); }
    public static Lane log1p(Lane x) { return c(x, "log1p_"); }
    public static double logistic_(double x) { return x>=0?1/(1+Math.exp(-x)):Math.exp(x)/(1+Math.exp(x)); }
    public static float logistic_f(float x) { return (float) logistic_(x); }
    public static Lane logistic(Lane x) { return c(x, "logistic_"); }
    public static double softplus_(double x) { return Math.max(x,0)+Math.log1p(Math.exp(-Math.abs(x))); }
    public static float softplus_f(float x) { return (float) softplus_(x); }
    public static Lane softplus(Lane x) { return c(x, "softplus_"); }
    public static double log1mexp_(double x) { return x>-0.69?Math.log(-Math.expm1(x)):Math.log1p(-Math.exp(x)); }
    public static float log1mexp_f(float x) { return (float) log1mexp_(x); }
    public static Lane log1mexp(Lane x) { return c(x, "log1mexp_"); }
    public static double sin_(double x) { return Math.sin(x); }
    public static float sin_f(float x) { return (float) sin_(x); }
    public static Lane sin(Lane x) { return c(x, "sin_"); }
    public static double cos_(double x) { return Math.cos(x); }
    public static float cos_f(float x) { return (float) cos_(x); }
    public static Lane cos(Lane x) { return c(x, "cos_"); }
    public static double tan_(double x) { return Math.tan(x); }
    public static float tan_f(float x) { return (float) tan_(x); }
    public static Lane tan(Lane x) { return c(x, "tan_"); }
    public static double asin_(double x) { return Math.asin(x); }
    public static float asin_f(float x) { return (float) asin_(x); }
    public static Lane asin(Lane x) { return c(x, "asin_"); }
    public static double acos_(double x) { return Math.acos(x); }
    public static float acos_f(float x) { return (float) acos_(x); }
    public static Lane acos(Lane x) { return c(x, "acos_"); }
    public static double atan_(double x) { return Math.atan(x); }
    public static float atan_f(float x) { return (float) atan_(x); }
    public static Lane atan(Lane x) { return c(x, "atan_"); }
    public static double sinh_(double x) { return Math.sinh(x); }
    public static float sinh_f(float x) { return (float) sinh_(x); }
    public static Lane sinh(Lane x) { return c(x, "sinh_"); }
    public static double cosh_(double x) { return Math.cosh(x); }
    public static float cosh_f(float x) { return (float) cosh_(x); }
    public static Lane cosh(Lane x) { return c(x, "cosh_"); }
    public static double tanh_(double x) { return Math.tanh(x); }
    public static float tanh_f(float x) { return (float) tanh_(x); }
    public static Lane tanh(Lane x) { return c(x, "tanh_"); }
    public static double asinh_(double x) { return Math.log(x+Math.sqrt(x*x+1)); }
    public static float asinh_f(float x) { return (float) asinh_(x); }
    public static Lane asinh(Lane x) { return c(x, "asinh_"); }
    public static double acosh_(double x) { return Math.log(x+Math.sqrt(x*x-1)); }
    public static float acosh_f(float x) { return (float) acosh_(x); }
    public static Lane acosh(Lane x) { return c(x, "acosh_"); }
    public static double atanh_(double x) { return 0.5*Math.log((1+x)/(1-x)); }
    public static float atanh_f(float x) { return (float) atanh_(x); }
    public static Lane atanh(Lane x) { return c(x, "atanh_"); }
    public static double erf_(double x) { return Double.NaN; }
    public static float erf_f(float x) { return (float) erf_(x); }
    public static Lane erf(Lane x) { return c(x, "erf_"); }
    public static double erfc_(double x) { return Double.NaN; }
    public static float erfc_f(float x) { return (float) erfc_(x); }
    public static Lane erfc(Lane x) { return c(x, "erfc_"); }
    public static double erfInv_(double x) { return Double.NaN; }
    public static float erfInv_f(float x) { return (float) erfInv_(x); }
    public static Lane erfInv(Lane x) { return c(x, "erfInv_"); }
    public static double lgamma_(double x) { return Double.NaN; }
    public static float lgamma_f(float x) { return (float) lgamma_(x); }
    public static Lane lgamma(Lane x) { return c(x, "lgamma_"); }
    public static double digamma_(double x) { return Double.NaN; }
    public static float digamma_f(float x) { return (float) digamma_(x); }
    public static Lane digamma(Lane x) { return c(x, "digamma_"); }
    public static double rem_(double x, double y) { return x%y; }
    public static float rem_f(float x, float y) { return (float) rem_(x, y); }
    public static Lane rem(Lane x, Lane y) { return c(x, y, "rem_"); }
    public static double remainder_(double x, double y) { return x-y*Math.floor(x/y); }
    public static float remainder_f(float x, float y) { return (float) remainder_(x, y); }
    public static Lane remainder(Lane x, Lane y) { return c(x, y, "remainder_"); }
    public static double pow_(double x, double y) { return Math.pow(x,y); }
    public static float pow_f(float x, float y) { return (float) pow_(x, y); }
    public static Lane pow(Lane x, Lane y) { return c(x, y, "pow_"); }
    public static double atan2_(double x, double y) { return Math.atan2(x,y); }
    public static float atan2_f(float x, float y) { return (float) atan2_(x, y); }
    public static Lane atan2(Lane x, Lane y) { return c(x, y, "atan2_"); }
    public static double hypot_(double x, double y) { return Math.hypot(x,y); }
    public static float hypot_f(float x, float y) { return (float) hypot_(x, y); }
    public static Lane hypot(Lane x, Lane y) { return c(x, y, "hypot_"); }
    public static double logaddexp_(double x, double y) { return Math.max(x,y)+Math.log1p(Math.exp(-Math.abs(x-y))); }
    public static float logaddexp_f(float x, float y) { return (float) logaddexp_(x, y); }
    public static Lane logaddexp(Lane x, Lane y) { return c(x, y, "logaddexp_"); }
    public static double xlogy_(double x, double y) { return x==0?0:x*Math.log(y); }
    public static float xlogy_f(float x, float y) { return (float) xlogy_(x, y); }
    public static Lane xlogy(Lane x, Lane y) { return c(x, y, "xlogy_"); }
    public static double xlog1py_(double x, double y) { return x==0?0:x*Math.log1p(y); }
    public static float xlog1py_f(float x, float y) { return (float) xlog1py_(x, y); }
    public static Lane xlog1py(Lane x, Lane y) { return c(x, y, "xlog1py_"); }
    public static double nextafter_(double x, double y) { return Math.nextAfter(x,y); }
    public static float nextafter_f(float x, float y) { return (float) nextafter_(x, y); }
    public static Lane nextafter(Lane x, Lane y) { return c(x, y, "nextafter_"); }
    public static Lane isFinite(Lane x) { return x.abs().le(x.like(Double.MAX_VALUE)); }
    public static Lane popcount(Lane x) { return x; }
    public static Lane clz(Lane x) { return x; }
    public static Lane shl(Lane x, Lane y) { return x.shift(LaneOp.SHL, y); }
    public static Lane shrArithmetic(Lane x, Lane y) { return x.shift(LaneOp.SHR, y); }
    public static Lane shrLogical(Lane x, Lane y) { return x.shift(LaneOp.USHR, y); }
    public static Lane polygamma(int n, Lane x) { return x; }
    public static Lane powInt(Lane x, int k) {
        Lane r = x.like(1);
        for (int i = 0; i < Math.abs(k); i++) { r = r.mul(x); }
        return k < 0 ? x.like(1).div(r) : r;
    }
}
