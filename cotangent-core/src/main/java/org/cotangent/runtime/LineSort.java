package org.cotangent.runtime;

/// Stable merge sorts of indices by keys: increasing or decreasing, -0 equal to 0, NaN where the caller wants it.
///
/// One object serves one thread for lines of up to `n` elements.
final class LineSort {
    private static final int RUN = 16;

    private int[] order;
    private int[] spare;
    private double[] keys;
    private double[] spareKeys;

    LineSort(int n) {
        order = new int[n];
        spare = new int[n];
        keys = new double[n];
        spareKeys = new double[n];
    }

    /// The order that was found: valid until the next line.
    int[] order() {
        return order;
    }

    /// Puts the first `k` of the order by decreasing (or increasing) values in front, NaN first: one pass, fast for a
    /// small `k`.
    void first(double[] values, int n, int k, boolean descending) {
        int held = 0;
        for (int i = 0; i < n; i++) {
            double v = descending ? -values[i] : values[i];
            double key = v != v ? Double.NEGATIVE_INFINITY : v;
            if (held == k && !before(key, v, keys[k - 1], spareKeys[k - 1])) {
                continue;
            }
            int j = held < k ? held++ : k - 1;
            for (; j > 0 && before(key, v, keys[j - 1], spareKeys[j - 1]); j--) {
                keys[j] = keys[j - 1];
                spareKeys[j] = spareKeys[j - 1];
                order[j] = order[j - 1];
            }
            keys[j] = key;
            spareKeys[j] = v;
            order[j] = i;
        }
    }

    /// Whether a key comes before another one; NaN, whose key is -infinity, before -infinity itself.
    private static boolean before(double key, double value, double otherKey, double otherValue) {
        return key < otherKey || key == otherKey && value != value && otherValue == otherValue;
    }

    /// Begins a line with the order as it is.
    void begin(int n) {
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
    }

    /// Sorts the order so far by keys, keeping it among equals; NaN last, or first when `nanFirst`.
    void by(double[] values, int n, boolean descending, boolean nanFirst) {
        int numbers = apart(values, n, nanFirst);
        int from = nanFirst ? n - numbers : 0;
        for (int i = from; i < from + numbers; i++) {
            keys[i] = descending ? -values[order[i]] : values[order[i]];
        }
        sort(from, from + numbers);
    }

    /// The same by longs, through their order: exact where doubles are not.
    void by(long[] values, int n, boolean descending) {
        // Two stable passes over halves of a long, each of which a double holds exactly.
        for (int i = 0; i < n; i++) {
            long low = values[order[i]] & 0xffffffffL;
            keys[i] = descending ? -low : low;
        }
        sort(0, n);
        for (int i = 0; i < n; i++) {
            long high = values[order[i]] >> 32;
            keys[i] = descending ? -high : high;
        }
        sort(0, n);
    }

    /// Puts what is not a number behind the numbers, or before them, keeping the order on both sides; the number of
    /// numbers.
    private int apart(double[] values, int n, boolean nanFirst) {
        int numbers = 0;
        int nans = 0;
        for (int i = 0; i < n; i++) {
            int at = order[i];
            if (Double.isNaN(values[at])) {
                spare[nans++] = at;
            } else {
                order[numbers++] = at;
            }
        }
        if (nans > 0 && nanFirst) {
            System.arraycopy(order, 0, order, nans, numbers);
        }
        System.arraycopy(spare, 0, order, nanFirst ? 0 : numbers, nans);
        return numbers;
    }

    private void sort(int from, int to) {
        for (int i = from; i < to; i += RUN) {
            insertion(i, Math.min(to, i + RUN));
        }
        for (long width = RUN; width < to - from; width *= 2) {
            for (long i = from; i < to; i += 2 * width) {
                merge((int) i, (int) Math.min(to, i + width), (int) Math.min(to, i + 2 * width));
            }
            System.arraycopy(order, 0, spare, 0, from);
            System.arraycopy(order, to, spare, to, order.length - to);
            var o = order;
            order = spare;
            spare = o;
            var k = keys;
            keys = spareKeys;
            spareKeys = k;
        }
    }

    private void insertion(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            double key = keys[i];
            int at = order[i];
            int j = i;
            for (; j > from && key < keys[j - 1]; j--) {
                keys[j] = keys[j - 1];
                order[j] = order[j - 1];
            }
            keys[j] = key;
            order[j] = at;
        }
    }

    private void merge(int from, int middle, int to) {
        int a = from;
        int b = middle;
        for (int i = from; i < to; i++) {
            boolean second = a == middle || b < to && keys[b] < keys[a];
            int at = second ? b++ : a++;
            spare[i] = order[at];
            spareKeys[i] = keys[at];
        }
    }
}
