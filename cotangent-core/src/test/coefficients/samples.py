#!/usr/bin/env python3
"""Writes samples.csv (to standard output): function,x,y,value with 36 digits of the value.

Every argument is exact in single precision where its size allows, so that one row serves both formats.
Usage: python3 samples.py > ../resources/org/cotangent/lane/samples.csv      (needs mpmath)
"""
import random
import struct
from mpmath import mp, mpf

mp.prec = 2400
random.seed(20261)


def single(v):
    try:
        return struct.unpack("f", struct.pack("f", v))[0]
    except OverflowError:
        return v


def spread(low, high, n, sign=False):
    """n arguments between low and high, evenly in the exponent."""
    a, b = mp.log(mpf(low)), mp.log(mpf(high))
    v = [float(mp.exp(a + (b - a) * (i + mpf(random.random())) / n)) for i in range(n)]
    return [single(-x if sign and random.random() < 0.5 else x) for x in v]


def even(low, high, n):
    return [single(low + (high - low) * (i + random.random()) / n) for i in range(n)]


def normal(p):
    return 1 / (1 + mp.exp(-p))


def erf_inverse(x):
    with mp.workprec(300):
        y = mp.sqrt(-mp.log(1 - x)) * mpf("0.9") if x > 0.5 else x
        for _ in range(100):
            step = (mp.erf(y) - x) / (2 / mp.sqrt(mp.pi) * mp.exp(-y * y))
            y -= max(min(step, mpf("0.5")), mpf("-0.5"))
        return y


UNARY = {
    "exp": (mp.exp, even(-104, 88, 8) + even(-745, 709, 6) + spread(1e-12, 1, 6, True)),
    "exp2": (lambda x: mpf(2) ** x, even(-149, 127, 8) + even(-1074, 1023, 6) + [10.0, -3.0]),
    "expm1": (mp.expm1, even(-20, 88, 6) + even(-1, 2, 8) + spread(1e-30, 1, 6, True) + [700.5]),
    "log": (mp.log, spread(1e-45, 1e38, 8) + even(0.5, 2, 8) + [5e-324, 2.0 ** -1060, 1.5e308, 1 + 2.0 ** -23]),
    "log2": (lambda x: mp.log(x, 2), spread(1e-45, 1e38, 8) + even(0.5, 2, 8) + [8.0, 2.0 ** -140]),
    "log10": (mp.log10, spread(1e-45, 1e38, 8) + even(0.5, 2, 8) + [1000.0, 1e10]),
    "log1p": (mp.log1p, even(-0.999, 2, 8) + spread(1e-40, 1e38, 10) + [-x for x in spread(1e-30, 0.9, 4)] + [1.7e308]),
    "softplus": (lambda x: mp.log1p(mp.exp(x)), even(-103, 40, 8) + even(-3, 3, 8) + [-700.0, 1e30]),
    "log1mexp": (lambda x: mp.log(-mp.expm1(x)), [-x for x in spread(1e-40, 100, 12)] + [-700.0, -5e-324]),
    "logistic": (normal, even(-103, 20, 8) + even(-3, 3, 8) + [-740.0]),
    "sin": (mp.sin, even(-10, 10, 10) + spread(1e-30, 1e37, 10, True) + [1e300, 355.0, 710.0]),
    "cos": (mp.cos, even(-10, 10, 10) + spread(1e-4, 1e37, 10, True) + [1e300, 355.0, 11.0]),
    "tan": (mp.tan, even(-10, 10, 10) + spread(1e-30, 1e37, 10, True) + [1e300, 355.0, 11.0]),
    "sinc": (lambda x: mp.sin(mp.pi * x) / (mp.pi * x), even(-5, 5, 8) + spread(1e-10, 1e4, 8)),
    "asin": (mp.asin, even(-1, 1, 12) + spread(1e-30, 0.5, 6, True) + [1 - 2.0 ** -24, 1.0]),
    "acos": (mp.acos, even(-1, 1, 12) + [1 - 2.0 ** -24, -1.0, 1e-20]),
    "atan": (mp.atan, even(-3, 3, 12) + spread(1e-30, 1e30, 8, True)),
    "sinh": (mp.sinh, even(-89, 89, 8) + even(-2, 2, 8) + [1e-30, 710.4]),
    "cosh": (mp.cosh, even(-89, 89, 8) + even(-2, 2, 8) + [1e-30, -710.4]),
    "tanh": (mp.tanh, even(-2, 2, 12) + spread(1e-30, 10, 8, True) + [20.0]),
    "asinh": (mp.asinh, even(-3, 3, 8) + spread(1e-30, 1e38, 10, True) + [1e308]),
    "acosh": (mp.acosh, even(1, 3, 8) + spread(1, 1e38, 8) + [1 + 2.0 ** -23, 1e308]),
    "atanh": (mp.atanh, even(-1, 1, 10) + spread(1e-30, 0.9, 8, True) + [1 - 2.0 ** -24]),
    "erf": (mp.erf, even(-4, 4, 12) + spread(1e-30, 1, 6, True) + [5.5]),
    "erfc": (mp.erfc, even(-4, 10, 14) + [26.5, 1e-10]),
    "erfcx": (lambda x: mp.exp(mpf(x) ** 2) * mp.erfc(x), even(-9, 40, 12) + even(-2, 2, 6) + [1e10]),
    "erfinv": (erf_inverse, even(0, 1, 12) + [1 - 2.0 ** -24, 1e-20]),
    "cbrt": (lambda x: mp.sign(x) * mp.cbrt(abs(x)), spread(1e-45, 1e38, 12, True) + [27.0, 5e-324]),
    "rsqrt": (lambda x: 1 / mp.sqrt(x), spread(1e-45, 1e38, 12) + [5e-324]),
    "lgamma": (lambda x: mp.log(abs(mp.gamma(x))), even(0, 4, 12) + spread(1e-30, 100, 8)),
    "digamma": (mp.digamma, even(0, 4, 12) + spread(1e-30, 100, 8)),
}


def log_add(x, y):
    return max(x, y) + mp.log1p(mp.exp(-abs(x - y)))


def pairs(xs, ys):
    random.shuffle(ys)
    return list(zip(xs, ys))


BINARY = {
    "pow": (mp.power, pairs(spread(1e-3, 1e3, 12), even(-12, 12, 12))
            + [(1.0009765625, 60000.0), (0.5, -127.5), (2.0, 10.0)]),
    "atan2": (mp.atan2, pairs(spread(1e-3, 1e3, 12, True), spread(1e-3, 1e3, 12, True))),
    "hypot": (mp.hypot, pairs(spread(1e-30, 1e38, 10), spread(1e-30, 1e38, 10)) + [(3.0, 4.0), (1e308, 1e308)]),
    "logaddexp": (log_add, pairs(even(-90, 90, 10), even(-90, 90, 10)) + [(5.0, 5.0), (1000.0, 1001.0)]),
}

# Behind the others, whose random arguments then stay what they were.
LATER = {
    "sechsquared": (lambda x: mp.sech(x) ** 2, even(-53, 53, 12) + even(-2, 2, 12) + spread(1e-20, 10, 8, True)
                    + [-372.5, 360.25]),
}

print("function,x,y,value")
for name, (f, xs) in UNARY.items():
    for x in xs:
        print("%s,%r,,%s" % (name, x, mp.nstr(f(mpf(x)), 36)))
for name, (f, xys) in BINARY.items():
    for x, y in xys:
        print("%s,%r,%r,%s" % (name, x, y, mp.nstr(f(mpf(x), mpf(y)), 36)))
for name, (f, xs) in LATER.items():
    for x in xs:
        print("%s,%r,,%s" % (name, x, mp.nstr(f(mpf(x)), 36)))
