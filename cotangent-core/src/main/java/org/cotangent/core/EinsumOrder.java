package org.cotangent.core;

import java.util.ArrayList;
import java.util.List;

/// The order of pairwise products that needs the fewest multiplications, found by trying every split of every subset
/// of terms.
final class EinsumOrder {
    private final EinsumFormula formula;
    private final List<String> terms;
    private final double[] cost;
    private final int[] split;

    EinsumOrder(EinsumFormula formula, List<String> terms) {
        this.formula = formula;
        this.terms = terms;
        this.cost = new double[1 << terms.size()];
        this.split = new int[1 << terms.size()];
    }

    /// The number of elements of a tensor that has all the names, each one once.
    static double size(EinsumFormula formula, String names) {
        double n = 1;
        for (int i = 0; i < names.length(); i++) {
            n *= names.indexOf(names.charAt(i)) == i ? formula.sizes().get(names.charAt(i)) : 1;
        }
        return n;
    }

    /// Positions of the two terms of each product; the product takes the place of the first, the second goes.
    List<int[]> pairs() {
        int all = cost.length - 1;
        for (int set = 1; set <= all; set++) {
            if (Integer.bitCount(set) > 1) {
                solve(set);
            }
        }
        var out = new ArrayList<int[]>();
        var places = new ArrayList<Integer>();
        for (int i = 0; i < terms.size(); i++) {
            places.add(1 << i);
        }
        emit(all, places, out);
        return out;
    }

    private void solve(int set) {
        cost[set] = Double.POSITIVE_INFINITY;
        for (int left = (set - 1) & set; left > 0; left = (left - 1) & set) {
            int right = set ^ left;
            if (left < right) {
                continue;
            }
            double c = cost[left] + cost[right] + size(formula, names(left) + names(right));
            if (c < cost[set]) {
                cost[set] = c;
                split[set] = left;
            }
        }
    }

    /// The names that the product of a set of terms has: those of its terms that the result or another term has too.
    private String names(int set) {
        var inside = new StringBuilder();
        var outside = new StringBuilder(formula.result());
        for (int i = 0; i < terms.size(); i++) {
            ((set >> i & 1) == 1 ? inside : outside).append(terms.get(i));
        }
        var out = new StringBuilder();
        for (int i = 0; i < inside.length(); i++) {
            var c = inside.substring(i, i + 1);
            out.append(outside.indexOf(c) >= 0 && out.indexOf(c) < 0 || Integer.bitCount(set) == 1 ? c : "");
        }
        return out.toString();
    }

    private void emit(int set, List<Integer> places, List<int[]> out) {
        if (Integer.bitCount(set) < 2) {
            return;
        }
        int left = split[set];
        int right = set ^ left;
        emit(left, places, out);
        emit(right, places, out);
        int a = places.indexOf(left);
        int b = places.indexOf(right);
        out.add(new int[] {Math.min(a, b), Math.max(a, b)});
        places.set(Math.min(a, b), set);
        places.remove(Math.max(a, b));
    }
}
