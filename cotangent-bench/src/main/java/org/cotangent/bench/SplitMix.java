package org.cotangent.bench;

/// Numbers from the generator SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014):
/// the inputs of the workloads, the same in every program that is compared.
final class SplitMix {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private long state;

    SplitMix(long seed) {
        this.state = seed;
    }

    /// Uniform in [0, 1), a multiple of 2^-53.
    double next() {
        state += GAMMA;
        long z = state;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return ((z ^ z >>> 31) >>> 11) * 0x1p-53;
    }

    float[] floats(int n, double low, double high) {
        var out = new float[n];
        for (int i = 0; i < n; i++) {
            out[i] = (float) (low + (high - low) * next());
        }
        return out;
    }

    double[] doubles(int n, double low, double high) {
        var out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = low + (high - low) * next();
        }
        return out;
    }

    int[] integers(int n, int bound) {
        var out = new int[n];
        for (int i = 0; i < n; i++) {
            out[i] = (int) (next() * bound);
        }
        return out;
    }

    /// Weights of a dense layer, uniform within one over the root of its inputs.
    float[] weights(int n, int inputs) {
        double bound = 1 / Math.sqrt(inputs);
        return floats(n, -bound, bound);
    }

    /// Normal numbers by the method of Box and Muller.
    double[] normals(int n) {
        var out = new double[n];
        for (int i = 0; i < n; i += 2) {
            double r = Math.sqrt(-2 * Math.log(1 - next()));
            double t = 2 * Math.PI * next();
            out[i] = r * Math.cos(t);
            if (i + 1 < n) {
                out[i + 1] = r * Math.sin(t);
            }
        }
        return out;
    }
}
