#!/usr/bin/env python3
"""Fits the polynomials of org.cotangent.lane and writes LaneTables.java (to standard output).

Method: weighted least squares on Chebyshev points in 80 digits, which is within a factor of two of minimax.
Coefficients are rounded to the target format one after the other, lowest first, and the rest is fitted again each time.
The degree is the smallest one whose worst relative contribution to the result stays below 2**-tol.
Usage: python3 tables.py > LaneTables.java      (needs mpmath)
"""
import sys
from mpmath import mp, mpf

mp.dps = 80


def rnd(v, bits):
    """v rounded to the nearest number with this many significant bits (no range limits)."""
    if v == 0:
        return mpf(0)
    m, e = mp.frexp(v)
    return mp.ldexp(mp.nint(mp.ldexp(m, bits)), e - bits)


def nodes(a, b, n):
    return [(a + b) / 2 + (b - a) / 2 * mp.cos(mp.pi * (2 * i + mpf("1.1")) / (2 * n)) for i in range(n)]


def solve(xs, ws, fs, deg, low):
    """Coefficients low..deg of the weighted least-squares polynomial for the residuals fs."""
    n = deg - low + 1
    pw = [[x ** k for k in range(low, deg + 1)] for x in xs]
    moments = {}
    a = mp.matrix(n, n)
    rhs = mp.matrix(n, 1)
    for s in range(2 * low, 2 * deg + 1):
        moments[s] = mp.fsum(w * x ** s for x, w in zip(xs, ws))
    for i in range(n):
        for j in range(n):
            a[i, j] = moments[i + j + 2 * low]
        rhs[i] = mp.fsum(w * p[i] * f for p, f, w in zip(pw, fs, ws))
    return mp.lu_solve(a, rhs)


def fit(f, a, b, weight, bits, tol, start=1, fixed=()):
    a, b = mpf(a), mpf(b)
    for deg in range(start, 40):
        xs = nodes(a, b, 2 * deg + 9)
        ws = [weight(x) ** 2 for x in xs]
        raw = [f(x) for x in xs]
        top = max(abs(w) for w in ws)
        ws = [w / top for w in ws]
        coarse = solve(xs, ws, raw, deg, 0)
        check = nodes(a, b, 6 * deg + 31)
        vals = [(x, f(x)) for x in check]
        err = max(abs(weight(x) * (mp.polyval([coarse[k] for k in range(deg, -1, -1)], x) - y)) for x, y in vals)
        if err > mpf(2) ** -tol:
            continue
        coef = []
        res = list(raw)
        for k in range(deg + 1):
            s = solve(xs, ws, res, deg, k)
            c = rnd(s[0], bits)
            coef.append(c)
            res = [r - c * x ** k for r, x in zip(res, xs)]
        fin = max(abs(weight(x) * (mp.polyval(coef[::-1], x) - y)) for x, y in vals)
        return coef, deg, float(mp.log(fin, 2))
    raise ValueError("no degree reaches the tolerance")


def text(v, _bits):
    return repr(float(v))


OUT = []


def table(name, doc, f, a, b, weight, tol32, tol64):
    OUT.append("    /// " + doc)
    for suffix, bits, tol in (("F32", 24, tol32), ("F64", 53, tol64)):
        if tol is None:
            continue
        coef, deg, err = fit(f, a, b, weight, bits, tol)
        print(name, suffix, "degree", deg, "error 2^%.1f" % err, file=sys.stderr, flush=True)
        body = ",\n            ".join(", ".join(text(c, bits) for c in coef[i:i + 4]) for i in range(0, len(coef), 4))
        OUT.append("    static final double[] %s_%s = {\n            %s};" % (name, suffix, body))
    OUT.append("")


def parts(name, doc, value, count):
    """value as a sum of `count` numbers of each format."""
    OUT.append("    /// " + doc)
    for suffix, bits in (("F32", 24), ("F64", 53)):
        rest, got = value, []
        for _ in range(count):
            p = rnd(rest, bits)
            got.append(text(p, bits))
            rest -= p
        OUT.append("    static final double[] %s_%s = {\n            %s};" % (name, suffix, ", ".join(got)))
    OUT.append("")


parts("LN2", "log 2 as a sum.", mp.log(2), 3)
parts("LOG2E", "1 / log 2 as a sum.", 1 / mp.log(2), 2)
parts("LOG10E", "1 / log 10 as a sum.", 1 / mp.log(10), 2)
parts("PIO2", "pi / 2 as a sum.", mp.pi / 2, 4)
parts("INV_PIO2", "2 / pi.", 2 / mp.pi, 1)
parts("ERF_SLOPE", "2 / sqrt(pi) as a sum.", 2 / mp.sqrt(mp.pi), 2)


def short_parts(name, doc, value, drop):
    """value as (short head, tail), the head with `drop` trailing zero bits, so that integer multiples are exact."""
    OUT.append("    /// " + doc)
    for suffix, bits in (("F32", 24), ("F64", 53)):
        head = rnd(value, bits - drop[suffix])
        OUT.append("    static final double[] %s_%s = {%s, %s};"
                   % (name, suffix, text(head, bits), text(rnd(value - head, bits), bits)))
    OUT.append("")


short_parts("LN2_SHORT", "log 2: a head whose multiples by exponents are exact, and the rest.", mp.log(2),
            {"F32": 9, "F64": 12})
short_parts("LOG10_2_SHORT", "log10 2: a head whose multiples by exponents are exact, and the rest.", mp.log10(2),
            {"F32": 9, "F64": 12})

table("EXP", "(exp r - 1 - r) / r^2 for |r| <= log(2) / 2.",
      lambda r: (mp.exp(r) - 1 - r) / r ** 2, -0.34665, 0.34666, lambda r: r * r / mp.exp(r), 27, 58)
table("LOG", "(log1p f - f) / f^2 for 1 + f in [sqrt(1/2), sqrt 2].",
      lambda f: (mp.log1p(f) - f) / f ** 2, -0.2930, 0.41423, lambda f: f * f / abs(mp.log1p(f)), 27.5, 57.5)
table("SIN", "(sin y / y - 1) / z, z = y^2, for |y| <= pi / 4.",
      lambda z: (mp.sin(mp.sqrt(z)) / mp.sqrt(z) - 1) / z, 0, 0.6225, lambda z: z, 28, 58)
table("COS", "(cos y - 1 + z / 2) / z^2, z = y^2, for |y| <= pi / 4.",
      lambda z: (mp.cos(mp.sqrt(z)) - 1 + z / 2) / z ** 2, 0, 0.6225, lambda z: z * z, 28, 58)
table("SINH", "(sinh r / r - 1) / z, z = r^2, for |r| <= log(2) / 2.",
      lambda z: (mp.sinh(mp.sqrt(z)) / mp.sqrt(z) - 1) / z, 0, 0.1203, lambda z: z, 28, 59)
table("COSH", "(cosh r - 1 - z / 2) / z^2, z = r^2, for |r| <= log(2) / 2.",
      lambda z: (mp.cosh(mp.sqrt(z)) - 1 - z / 2) / z ** 2, 0, 0.1203, lambda z: z * z, 28, 59)
table("ATAN", "(atan t / t - 1) / z, z = t^2, for |t| <= 1/2.",
      lambda z: (mp.atan(mp.sqrt(z)) / mp.sqrt(z) - 1) / z, 0, 0.2501, lambda z: z, 28, 58)
table("ASIN", "(asin s / s - 1) / z, z = s^2, for |s| <= 1/2.",
      lambda z: (mp.asin(mp.sqrt(z)) / mp.sqrt(z) - 1) / z, 0, 0.2501, lambda z: z, 28, 58)
table("ATANH", "(atanh s / s - 1 - z / 3) / z^2, z = s^2, for (1 + s) / (1 - s) in [sqrt(1/2), sqrt 2].",
      lambda z: (mp.atanh(mp.sqrt(z)) / mp.sqrt(z) - 1 - z / 3) / z ** 2, 0, 0.02946, lambda z: z * z, 36, 69)
table("CBRT", "m^(-1/3) for m in [0.34, 2.9].",
      lambda m: mp.cbrt(1 / m), 0.34, 2.9, lambda m: mp.cbrt(m), 8, 9)
erf_small = lambda z: (mp.erf(mp.sqrt(z)) / mp.sqrt(z) - 2 / mp.sqrt(mp.pi)) / z
table("ERF", "(erf x / x - 2 / sqrt pi) / z, z = x^2, for |x| <= 1.",
      erf_small, 0, 1.001, lambda z: z, 28, 58)


def erfcx_scaled(t):
    x = 4 * (1 + t) / (1 - t)
    return mp.exp(x * x) * mp.erfc(x) * (1 + 2 * x)


def erfcx_scaled32(t):
    x = 2 * (1 + t) / (1 - t)
    return mp.exp(x * x) * mp.erfc(x) * (1 + 2 * x)


table("ERFC4", "erfcx(x) (1 + 2 x) with t = (x - 4) / (x + 4), for x in [0.45, 28].",
      erfcx_scaled, (0.45 - 4) / 4.45, 24.0 / 32, lambda t: 1 / erfcx_scaled(t), None, 58)
table("ERFC2", "erfcx(x) (1 + 2 x) with t = (x - 2) / (x + 2), for x in [0.45, 11].",
      erfcx_scaled32, (0.45 - 2) / 2.45, 9.0 / 13, lambda t: 1 / erfcx_scaled32(t), 28, None)


def erf_inverse_of_complement(q):
    """y with erfc(y) = q, by Newton's method from a rough start."""
    y = mp.sqrt(-mp.log(q)) * mpf("0.9")
    for _ in range(60):
        step = (mp.erfc(y) - q) / (2 / mp.sqrt(mp.pi) * mp.exp(-y * y))
        step = max(min(step, mpf("0.5")), mpf("-0.5"))
        y += step
        if abs(step) < mpf(10) ** -70:
            return y
    raise ValueError("no convergence")


def erf_inverse_tail(v):
    t = 2 * (1 + v) / (1 - v)
    return erf_inverse_of_complement(mp.exp(-t * t)) / t


def erf_inverse_small(z):
    x = mp.sqrt(z)
    return (erf_inverse_of_complement(1 - x) / x - mp.sqrt(mp.pi) / 2) / z


parts("ERFINV_SLOPE", "sqrt(pi) / 2 as a sum.", mp.sqrt(mp.pi) / 2, 2)
table("ERFINV", "(erfinv x / x - sqrt(pi) / 2) / z, z = x^2, for |x| <= 1/2.",
      erf_inverse_small, 0, 0.2501, lambda z: z, 28, 57)
table("ERFINV_TAIL", "erfcinv(e^(-t^2)) / t with v = (t - 2) / (t + 2), for t in [0.83, 6.14].",
      erf_inverse_tail, (0.83 - 2) / 2.83, 4.14 / 8.14, lambda v: 1, 28, 56)
table("LGAMMA", "lgamma(2 + u) / (u (u + 1)) for |u| <= 1.",
      lambda u: mp.loggamma(2 + u).real / (u * (u + 1)), -1, 1, lambda u: 2, None, 56)
ROOT = mp.findroot(mp.digamma, 1.4616321449683623)
OUT.append("    /// The zero of digamma, as a sum.")
OUT.append("    static final double[] DIGAMMA_ROOT = {%r, %r};" % (float(ROOT), float(ROOT - mpf(float(ROOT)))))
OUT.append("")
table("DIGAMMA", "digamma(1.5 + u) / (1.5 + u - root) for |u| <= 1/2.",
      lambda u: mp.digamma(mpf("1.5") + u) / (mpf("1.5") + u - ROOT), -0.5, 0.5, lambda u: 1, None, 56)
parts("HALF_LOG_2PI", "log(2 pi) / 2.", mp.log(2 * mp.pi) / 2, 1)
OUT.append("    /// B(2k) / (2k (2k - 1)): the terms of Stirling's series for lgamma.")
OUT.append("    static final double[] STIRLING = {%s};" % ",\n            ".join(
    repr(float(mp.bernoulli(2 * k) / (2 * k * (2 * k - 1)))) for k in range(1, 12)))
OUT.append("")
OUT.append("    /// B(2k) / (2k)!: the terms of the Euler-Maclaurin sum.")
OUT.append("    static final double[] EULER_MACLAURIN = {%s};" % ",\n            ".join(
    repr(float(mp.bernoulli(2 * k) / mp.factorial(2 * k))) for k in range(1, 15)))
OUT.append("")
OUT.append("    /// B(2k) / (2k): the terms of the asymptotic series of digamma.")
OUT.append("    static final double[] DIGAMMA_SERIES = {%s};" % ",\n            ".join(
    repr(float(mp.bernoulli(2 * k) / (2 * k))) for k in range(1, 12)))

print("package org.cotangent.lane;\n")
print("/// Constants and polynomial coefficients, lowest power first, as fitted by `src/test/coefficients/tables.py`.")
print("///\n/// Tables that end in F32 hold numbers that are exact in 24 bits.")
print("final class LaneTables {")
print("    private LaneTables() {}\n")
print("\n".join(OUT).rstrip())
print("}")
