package org.cotangent.cli;

import java.util.List;

/// Programs that are broken, with what must be said of them, and programs that are healthy.
final class Catalogue {
    /// A program, its inputs, and the kind, direction, node, line and a word of the cause that a finding must have.
    record Case(String program, String at, String kind, String direction, String node, int line, String word) {
        @Override
        public String toString() {
            return kind + ": " + program + " at " + at;
        }
    }

    static final List<Case> BROKEN = List.of(
            new Case("a = x - 3\nb = log(a)\nc = b * 2", "x=1", "nan", "forward", "b", 2, "-2"),
            new Case("a = x * 1000; y = exp(a)", "x=2", "infinity", "forward", "y", 1, "709.78"),
            new Case("y = log(1 + exp(x))", "x=800", "infinity", "forward", "%1", 1, "exp(800)"),
            new Case("y = sum(log(softmax_naive))\n", "softmax_naive=[1,0,2]", "infinity", "forward", "%1", 1, "[1]"),
            new Case("n = x / d\ny = n + 1", "x=2,d=0", "infinity", "forward", "n", 1, "2 divided by 0"),
            new Case("n = x / d\ny = n + 1", "x=0,d=0", "nan", "forward", "n", 1, "0 divided by 0"),
            new Case("y = sqrt(x)", "x=-4", "nan", "forward", "y", 1, "negative number -4"),
            new Case("y = x ^ p", "x=-2,p=0.5", "nan", "forward", "y", 1, "power"),
            new Case("u = exp(x); v = exp(z); y = u - v", "x=800,z=800", "infinity", "forward", "u", 1, "800"),
            new Case("p = exp(x)\ny = log(p)", "x=-800", "infinity", "forward", "y", 2, "too small"),
            new Case("y = sum(exp(x) / sum(exp(x)))", "x=[1000,0]", "infinity", "forward", "%1", 1, "exp(1000)"),
            new Case("y = arcsin_in; z = asin(y)", "arcsin_in=2", "nan", "forward", "z", 1, "asin(2)"),
            new Case("y = x + 1", "x=nan", "nan", "forward", "x", 0, "itself"),
            new Case("r = x ^ 0.5\ny = r * 3", "x=0", "infinity", "backward", "r", 1, "pow"),
            new Case("r = sqrt(x)\ny = r * 3", "x=0", "zero", "backward", "r", 1, "sqrt has no derivative at x = 0"),
            new Case("y = 1 / (1 + exp(x))", "x=1000", "nan", "backward", "%1", 1, ""),
            new Case("a = x * 2; y = z * 3", "x=1,z=2", "disconnected", "backward", "x", 0, "nothing"),
            new Case("s = stop_gradient(x * 2)\ny = s * s", "x=1", "stopped", "backward", "s", 1, "stopGradient"),
            new Case("h = relu(w * x - 5)\ny = h * 3 + 1", "w=1,x=2", "dead_relu", "backward", "h", 1, "-3"),
            new Case("s = sigmoid(w * x)\ny = (s - 1)^2 + s", "w=40,x=20", "saturated", "backward", "s", 1, "800"),
            new Case("t = tanh(w)\ny = t * 3", "w=30", "saturated", "backward", "t", 1, "30"),
            new Case("p = exp(x)\ny = p + 2", "x=-800", "underflow", "backward", "p", 1, "800"),
            new Case("c = round(x)\ny = c * c", "x=2.3", "cast", "backward", "c", 1, "round"),
            new Case("m = x > 2\ny = where(m, 3.0, 5.0)", "x=1", "comparison", "backward", "m", 1, "jumps"),
            new Case("i = argmax(x)\ny = sum(take(v, i, axis=0))", "x=[1,3,2],v=[4.0,5,6]", "index", "backward", "i", 1,
                    "index"),
            new Case("c = clamp(x, 0, 1)\ny = c * 4", "x=3", "clipped", "backward", "c", 1, "bounds"),
            new Case("y = where(z > 0, z, x * x)", "z=2,x=3", "where", "backward", "y", 1, "other branch"),
            new Case("y = w * x", "w=2,x=0", "zero", "backward", "y", 1, "multiplied by x"),
            new Case("a = x * 1e-200\ny = a * 1e-200", "x=3", "underflow", "backward", "a", 1, "too small"),
            new Case("a = x * 1e-6\nb = a * 1e-7\ny = b + z", "x=3,z=1", "vanishing", "backward", "b", 2, "factor"),
            new Case("a = x * 1e7\nb = a * 1e7\ny = sin(b)", "x=3", "exploding", "backward", "", 0, "factor"));

    static final List<Case> HEALTHY = List.of(
            healthy("a = x*y; b = sin(a); c = a + b", "x=2,y=3"),
            healthy("a = x + y; f = a*y", "x=2,y=3"),
            healthy("z = w*x; s = z + b; a = sigmoid(s); e = a - t; L = e^2", "x=2,w=0.5,b=0.1,t=1"),
            healthy("y = log(1 + exp(x))", "x=3"),
            healthy("y = sum(relu(w * x))", "w=[1,-2,3],x=[2,1,1]"),
            healthy("y = where(x > 0, 1 / x, 0)", "x=2"),
            healthy("y = sum(where(x > 0, log(x), 0))", "x=[1.5,-1,3]"),
            healthy("y = exp(-x)", "x=700"),
            healthy("p = exp(-x^2)\ny = sum(p)", "x=[0.5,30]"),
            healthy("y = logsumexp(s) - s[0]", "s=[1000,0,-1000]"),
            healthy("y = sum(softmax(s) * v)", "s=[1,2,3],v=[1,0,2]"),
            healthy("y = 1e-12 * x", "x=3"),
            healthy("y = 1e12 * x", "x=3"),
            healthy("y = sum((w @ x - t)^2)", "w=[[1,2],[3,4]],x=[[1],[2]],t=[[1],[2]]"),
            healthy("y = sum(max(x, z))", "x=[1,5],z=[3,2]"),
            healthy("y = norm(x)", "x=[3,4]"),
            healthy("y = tanh(x) + tanh(z)", "x=2,z=-3"),
            healthy("y = sqrt(x*x + z*z)", "x=3,z=4"),
            healthy("y = x^3 - 2*x", "x=1.5"),
            healthy("y = mean((x - mean(x))^2)", "x=[1,2,4]"),
            healthy("y = sum(clamp(x, 0, 1) * x)", "x=[0.5,3]"),
            healthy("y = lgamma(x) + digamma(x)", "x=2.5"),
            healthy("y = atan2(x, z)", "x=1,z=-2"),
            healthy("y = sum(cumsum(x, 0) * x)", "x=[1,2,3]"),
            healthy("y = sum(sort(x) * w)", "x=[3,1,2],w=[1,2,3]"),
            healthy("y = prod(x)", "x=[2,3,4]"),
            healthy("y = sin(x) * exp(-x / 10)", "x=7"),
            healthy("y = log(sigmoid(x))", "x=-2"),
            healthy("y = x * stop_gradient(x)", "x=3"),
            healthy("y = (round(x) - x)^2", "x=2.3"));

    private Catalogue() {
    }

    private static Case healthy(String program, String at) {
        return new Case(program, at, null, null, null, 0, null);
    }
}
