package org.cotangent.nn.recipes;

/// Burgers' equation u_t + u u_x = nu u_xx on -1 <= x <= 1, 0 <= t <= 1, with u(0, x) = -sin(pi x) and u = 0 at both
/// ends: its exact solution.
final class Burgers {
    /// The viscosity nu.
    static final double VISCOSITY = 0.05;
    private static final int POINTS = 801;
    private static final double FAR = 8;

    private Burgers() {
    }

    /// The solution by the transformation of Cole and Hopf, as Basdevant et al. 1986 (Spectral and finite difference
    /// solutions of the Burgers equation) write it for this start: a ratio of two integrals against a Gaussian, by the
    /// trapezoidal rule, which for such integrands is exact to rounding.
    static double at(double t, double x) {
        if (t == 0) {
            return -Math.sin(Math.PI * x);
        }
        double above = 0;
        double below = 0;
        double most = 1 / (2 * Math.PI * VISCOSITY);
        for (int i = 0; i < POINTS; i++) {
            double s = FAR * (2.0 * i / (POINTS - 1) - 1);
            double y = x - 2 * Math.sqrt(VISCOSITY * t) * s;
            double w = Math.exp(-most * (Math.cos(Math.PI * y) + 1) - s * s);
            above += Math.sin(Math.PI * y) * w;
            below += w;
        }
        return -above / below;
    }
}
