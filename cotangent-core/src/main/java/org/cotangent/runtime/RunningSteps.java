package org.cotangent.runtime;

import org.cotangent.lane.ReduceOp;

/// The steps of [Running] for one type. They are kernels: one loop for each way of combining, so longer than other
/// functions.
sealed interface RunningSteps {
    /// An array of the type.
    Object array(int n);

    /// Combines `value` (of recurrences, `value + factor * sum`) with `sum`, element by element.
    void step(ReduceOp op, Object sum, Object factor, Object value, int n);

    /// Combines the elements of a line one after the other, in place.
    void scan(ReduceOp op, Object factor, Object line, int n, boolean reverse);

    final class Doubles implements RunningSteps {
        @Override
        public Object array(int n) {
            return new double[n];
        }

        @Override
        public void step(ReduceOp op, Object sum, Object factor, Object value, int n) {
            var s = (double[]) sum;
            var x = (double[]) value;
            if (factor instanceof double[] f) {
                for (int i = 0; i < n; i++) {
                    s[i] = x[i] + f[i] * s[i];
                }
                return;
            }
            switch (op) {
                case SUM -> {
                    for (int i = 0; i < n; i++) {
                        s[i] += x[i];
                    }
                }
                case PROD -> {
                    for (int i = 0; i < n; i++) {
                        s[i] *= x[i];
                    }
                }
                case MAX -> {
                    for (int i = 0; i < n; i++) {
                        s[i] = Math.max(s[i], x[i]);
                    }
                }
                default -> {
                    for (int i = 0; i < n; i++) {
                        s[i] = Math.min(s[i], x[i]);
                    }
                }
            }
        }

        // size: kernel - one loop for each operation, so that each is compiled by itself
        @Override
        public void scan(ReduceOp op, Object factor, Object line, int n, boolean reverse) {
            var x = (double[]) line;
            var f = (double[]) factor;
            int d = reverse ? -1 : 1;
            int i = reverse ? n - 1 : 0;
            int end = reverse ? 0 : n - 1;
            double s = x[i];
            if (f != null) {
                while (i != end) {
                    i += d;
                    s = x[i] + f[i] * s;
                    x[i] = s;
                }
                return;
            }
            switch (op) {
                case SUM -> {
                    while (i != end) {
                        i += d;
                        s += x[i];
                        x[i] = s;
                    }
                }
                case PROD -> {
                    while (i != end) {
                        i += d;
                        s *= x[i];
                        x[i] = s;
                    }
                }
                case MAX -> {
                    while (i != end) {
                        i += d;
                        s = Math.max(s, x[i]);
                        x[i] = s;
                    }
                }
                default -> {
                    while (i != end) {
                        i += d;
                        s = Math.min(s, x[i]);
                        x[i] = s;
                    }
                }
            }
        }
    }

    final class Floats implements RunningSteps {
        @Override
        public Object array(int n) {
            return new float[n];
        }

        @Override
        public void step(ReduceOp op, Object sum, Object factor, Object value, int n) {
            var s = (float[]) sum;
            var x = (float[]) value;
            if (factor instanceof float[] f) {
                for (int i = 0; i < n; i++) {
                    s[i] = x[i] + f[i] * s[i];
                }
                return;
            }
            switch (op) {
                case SUM -> {
                    for (int i = 0; i < n; i++) {
                        s[i] += x[i];
                    }
                }
                case PROD -> {
                    for (int i = 0; i < n; i++) {
                        s[i] *= x[i];
                    }
                }
                case MAX -> {
                    for (int i = 0; i < n; i++) {
                        s[i] = Math.max(s[i], x[i]);
                    }
                }
                default -> {
                    for (int i = 0; i < n; i++) {
                        s[i] = Math.min(s[i], x[i]);
                    }
                }
            }
        }

        // size: kernel - one loop for each operation, so that each is compiled by itself
        @Override
        public void scan(ReduceOp op, Object factor, Object line, int n, boolean reverse) {
            var x = (float[]) line;
            var f = (float[]) factor;
            int d = reverse ? -1 : 1;
            int i = reverse ? n - 1 : 0;
            int end = reverse ? 0 : n - 1;
            float s = x[i];
            if (f != null) {
                while (i != end) {
                    i += d;
                    s = x[i] + f[i] * s;
                    x[i] = s;
                }
                return;
            }
            switch (op) {
                case SUM -> {
                    while (i != end) {
                        i += d;
                        s += x[i];
                        x[i] = s;
                    }
                }
                case PROD -> {
                    while (i != end) {
                        i += d;
                        s *= x[i];
                        x[i] = s;
                    }
                }
                case MAX -> {
                    while (i != end) {
                        i += d;
                        s = Math.max(s, x[i]);
                        x[i] = s;
                    }
                }
                default -> {
                    while (i != end) {
                        i += d;
                        s = Math.min(s, x[i]);
                        x[i] = s;
                    }
                }
            }
        }
    }

    final class Longs implements RunningSteps {
        @Override
        public Object array(int n) {
            return new long[n];
        }

        @Override
        public void step(ReduceOp op, Object sum, Object factor, Object value, int n) {
            var s = (long[]) sum;
            var x = (long[]) value;
            if (factor instanceof long[] f) {
                for (int i = 0; i < n; i++) {
                    s[i] = x[i] + f[i] * s[i];
                }
                return;
            }
            switch (op) {
                case SUM -> {
                    for (int i = 0; i < n; i++) {
                        s[i] += x[i];
                    }
                }
                case PROD -> {
                    for (int i = 0; i < n; i++) {
                        s[i] *= x[i];
                    }
                }
                case MAX -> {
                    for (int i = 0; i < n; i++) {
                        s[i] = Math.max(s[i], x[i]);
                    }
                }
                default -> {
                    for (int i = 0; i < n; i++) {
                        s[i] = Math.min(s[i], x[i]);
                    }
                }
            }
        }

        // size: kernel - one loop for each operation, so that each is compiled by itself
        @Override
        public void scan(ReduceOp op, Object factor, Object line, int n, boolean reverse) {
            var x = (long[]) line;
            var f = (long[]) factor;
            int d = reverse ? -1 : 1;
            int i = reverse ? n - 1 : 0;
            int end = reverse ? 0 : n - 1;
            long s = x[i];
            if (f != null) {
                while (i != end) {
                    i += d;
                    s = x[i] + f[i] * s;
                    x[i] = s;
                }
                return;
            }
            switch (op) {
                case SUM -> {
                    while (i != end) {
                        i += d;
                        s += x[i];
                        x[i] = s;
                    }
                }
                case PROD -> {
                    while (i != end) {
                        i += d;
                        s *= x[i];
                        x[i] = s;
                    }
                }
                case MAX -> {
                    while (i != end) {
                        i += d;
                        s = Math.max(s, x[i]);
                        x[i] = s;
                    }
                }
                default -> {
                    while (i != end) {
                        i += d;
                        s = Math.min(s, x[i]);
                        x[i] = s;
                    }
                }
            }
        }
    }

    final class Ints implements RunningSteps {
        @Override
        public Object array(int n) {
            return new int[n];
        }

        @Override
        public void step(ReduceOp op, Object sum, Object factor, Object value, int n) {
            var s = (int[]) sum;
            var x = (int[]) value;
            if (factor instanceof int[] f) {
                for (int i = 0; i < n; i++) {
                    s[i] = x[i] + f[i] * s[i];
                }
                return;
            }
            switch (op) {
                case SUM -> {
                    for (int i = 0; i < n; i++) {
                        s[i] += x[i];
                    }
                }
                case PROD -> {
                    for (int i = 0; i < n; i++) {
                        s[i] *= x[i];
                    }
                }
                case MAX -> {
                    for (int i = 0; i < n; i++) {
                        s[i] = Math.max(s[i], x[i]);
                    }
                }
                default -> {
                    for (int i = 0; i < n; i++) {
                        s[i] = Math.min(s[i], x[i]);
                    }
                }
            }
        }

        // size: kernel - one loop for each operation, so that each is compiled by itself
        @Override
        public void scan(ReduceOp op, Object factor, Object line, int n, boolean reverse) {
            var x = (int[]) line;
            var f = (int[]) factor;
            int d = reverse ? -1 : 1;
            int i = reverse ? n - 1 : 0;
            int end = reverse ? 0 : n - 1;
            int s = x[i];
            if (f != null) {
                while (i != end) {
                    i += d;
                    s = x[i] + f[i] * s;
                    x[i] = s;
                }
                return;
            }
            switch (op) {
                case SUM -> {
                    while (i != end) {
                        i += d;
                        s += x[i];
                        x[i] = s;
                    }
                }
                case PROD -> {
                    while (i != end) {
                        i += d;
                        s *= x[i];
                        x[i] = s;
                    }
                }
                case MAX -> {
                    while (i != end) {
                        i += d;
                        s = Math.max(s, x[i]);
                        x[i] = s;
                    }
                }
                default -> {
                    while (i != end) {
                        i += d;
                        s = Math.min(s, x[i]);
                        x[i] = s;
                    }
                }
            }
        }
    }
}
