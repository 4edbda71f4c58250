package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Lists of axes and sizes, made by plain loops: small operations make many of them, and streams would cost more than
/// the arithmetic.
public final class AxisList {
    private static final List<List<Integer>> RANGES = ranges();

    private AxisList() {
    }

    private static List<List<Integer>> ranges() {
        var all = new ArrayList<List<Integer>>();
        for (int n = 0; n < 17; n++) {
            all.add(between(0, n));
        }
        return List.copyOf(all);
    }

    /// 0 to `n` - 1.
    public static List<Integer> range(int n) {
        return n < RANGES.size() ? RANGES.get(n) : between(0, n);
    }

    /// `from` to `to` - 1.
    public static List<Integer> between(int from, int to) {
        var out = new Integer[to - from];
        for (int i = 0; i < out.length; i++) {
            out[i] = from + i;
        }
        return List.of(out);
    }

    /// The numbers as a list.
    public static List<Integer> of(int... axes) {
        var out = new Integer[axes.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = axes[i];
        }
        return List.of(out);
    }

    /// Those of the axes 0 to `rank` - 1 that `axes` lacks, in increasing order.
    public static List<Integer> others(int rank, List<Integer> axes) {
        if (axes.size() == rank) {
            return List.of();
        }
        var out = new Integer[rank];
        int n = 0;
        for (int a = 0; a < rank; a++) {
            if (!axes.contains(a)) {
                out[n++] = a;
            }
        }
        return List.of(n == rank ? out : Arrays.copyOf(out, n));
    }

    /// One list after the other.
    public static List<Integer> join(List<Integer> first, List<Integer> second) {
        var out = Arrays.copyOf(first.toArray(Integer[]::new), first.size() + second.size());
        for (int i = 0; i < second.size(); i++) {
            out[first.size() + i] = second.get(i);
        }
        return List.of(out);
    }

    /// The axes, each `by` further.
    public static List<Integer> shift(List<Integer> axes, int by) {
        var out = new Integer[axes.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = axes.get(i) + by;
        }
        return List.of(out);
    }

    /// Whether each axis is named once and lies between `from` and `to` - 1.
    public static boolean areDistinct(List<Integer> axes, int from, int to) {
        for (int i = 0; i < axes.size(); i++) {
            int a = axes.get(i);
            if (a < from || a >= to || axes.indexOf(a) != i) {
                return false;
            }
        }
        return true;
    }

    /// For each place the index at which the permutation has it.
    public static List<Integer> inverse(List<Integer> permutation) {
        var back = new Integer[permutation.size()];
        for (int i = 0; i < back.length; i++) {
            back[permutation.get(i)] = i;
        }
        return List.of(back);
    }

    /// The list as functions of axes take it.
    public static int[] ints(List<Integer> axes) {
        var out = new int[axes.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = axes.get(i);
        }
        return out;
    }

    /// The numbers as a list.
    public static List<Long> longs(long... numbers) {
        var out = new Long[numbers.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = numbers[i];
        }
        return List.of(out);
    }

    /// The list as an array.
    public static long[] longs(List<Long> numbers) {
        var out = new long[numbers.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = numbers.get(i);
        }
        return out;
    }

    /// `numbers` at the places that the axes name.
    public static long[] at(long[] numbers, List<Integer> axes) {
        var out = new long[axes.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = numbers[axes.get(i)];
        }
        return out;
    }
}
