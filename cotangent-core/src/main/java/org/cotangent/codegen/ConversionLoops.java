package org.cotangent.codegen;

/// The plain loops of [Conversions], each a method of its own so that the JIT turns each into vector code.
///
/// Floats to integers truncate, saturate, and NaN gives 0; long to int wraps; bool is `x != 0`; floats round to
/// nearest even once.
final class ConversionLoops {
    private ConversionLoops() {}

    // size: table of pairs
    static void convert(Object from, int at, Object to, int out, int n) {
        switch (from) {
            case float[] a -> {
                switch (to) {
                    case float[] b -> System.arraycopy(a, at, b, out, n);
                    case double[] b -> run(a, at, b, out, n);
                    case int[] b -> run(a, at, b, out, n);
                    case long[] b -> run(a, at, b, out, n);
                    default -> run(a, at, (byte[]) to, out, n);
                }
            }
            case double[] a -> {
                switch (to) {
                    case float[] b -> run(a, at, b, out, n);
                    case double[] b -> System.arraycopy(a, at, b, out, n);
                    case int[] b -> run(a, at, b, out, n);
                    case long[] b -> run(a, at, b, out, n);
                    default -> run(a, at, (byte[]) to, out, n);
                }
            }
            case int[] a -> {
                switch (to) {
                    case float[] b -> run(a, at, b, out, n);
                    case double[] b -> run(a, at, b, out, n);
                    case int[] b -> System.arraycopy(a, at, b, out, n);
                    case long[] b -> run(a, at, b, out, n);
                    default -> run(a, at, (byte[]) to, out, n);
                }
            }
            case long[] a -> {
                switch (to) {
                    case float[] b -> run(a, at, b, out, n);
                    case double[] b -> run(a, at, b, out, n);
                    case int[] b -> run(a, at, b, out, n);
                    case long[] b -> System.arraycopy(a, at, b, out, n);
                    default -> run(a, at, (byte[]) to, out, n);
                }
            }
            default -> bools((byte[]) from, at, to, out, n);
        }
    }

    private static void bools(byte[] a, int at, Object to, int out, int n) {
        switch (to) {
            case float[] b -> run(a, at, b, out, n);
            case double[] b -> run(a, at, b, out, n);
            case int[] b -> run(a, at, b, out, n);
            case long[] b -> run(a, at, b, out, n);
            default -> System.arraycopy(a, at, to, out, n);
        }
    }

    private static void run(float[] a, int at, double[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = a[at + i];
        }
    }

    private static void run(float[] a, int at, int[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = (int) a[at + i];
        }
    }

    private static void run(float[] a, int at, long[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = (long) a[at + i];
        }
    }

    private static void run(float[] a, int at, byte[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = (byte) (a[at + i] != 0 ? 1 : 0);
        }
    }

    private static void run(double[] a, int at, float[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = (float) a[at + i];
        }
    }

    private static void run(double[] a, int at, int[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = (int) a[at + i];
        }
    }

    private static void run(double[] a, int at, long[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = (long) a[at + i];
        }
    }

    private static void run(double[] a, int at, byte[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = (byte) (a[at + i] != 0 ? 1 : 0);
        }
    }

    private static void run(int[] a, int at, float[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = (float) a[at + i];
        }
    }

    private static void run(int[] a, int at, double[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = a[at + i];
        }
    }

    private static void run(int[] a, int at, long[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = a[at + i];
        }
    }

    private static void run(int[] a, int at, byte[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = (byte) (a[at + i] != 0 ? 1 : 0);
        }
    }

    private static void run(long[] a, int at, float[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = (float) a[at + i];
        }
    }

    private static void run(long[] a, int at, double[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = (double) a[at + i];
        }
    }

    private static void run(long[] a, int at, int[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = (int) a[at + i];
        }
    }

    private static void run(long[] a, int at, byte[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = (byte) (a[at + i] != 0 ? 1 : 0);
        }
    }

    private static void run(byte[] a, int at, float[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = a[at + i];
        }
    }

    private static void run(byte[] a, int at, double[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = a[at + i];
        }
    }

    private static void run(byte[] a, int at, int[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = a[at + i];
        }
    }

    private static void run(byte[] a, int at, long[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = a[at + i];
        }
    }

    static void fromFloat16(short[] a, int at, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            b[i] = Float.float16ToFloat(a[at + i]);
        }
    }

    static void fromBfloat16(short[] a, int at, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            b[i] = Float.intBitsToFloat(a[at + i] << 16);
        }
    }

    static void toFloat16(float[] a, short[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            b[out + i] = Float.floatToFloat16(a[i]);
        }
    }

    static void toBfloat16(float[] a, short[] b, int out, int n) {
        for (int i = 0; i < n; i++) {
            int bits = Float.floatToRawIntBits(a[i]);
            int nan = 0x7f800000 - (bits & 0x7fffffff) >> 31;
            int rounded = bits + 0x7fff + (bits >>> 16 & 1) >>> 16;
            b[out + i] = (short) (rounded ^ (rounded ^ (bits >>> 16 | 0x40)) & nan);
        }
    }

    /// Doubles to floats rounded to odd: a second rounding to fewer bits then gives what one rounding would.
    static void toOdd(double[] a, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            double v = a[i];
            float f = (float) v;
            int bits = Float.floatToRawIntBits(f);
            boolean keep = f == v || v != v || Float.isInfinite(f) || (bits & 1) == 1;
            int step = Math.abs((double) f) > Math.abs(v) ? -1 : 1;
            b[i] = keep ? f : Float.intBitsToFloat(bits + step);
        }
    }
}
