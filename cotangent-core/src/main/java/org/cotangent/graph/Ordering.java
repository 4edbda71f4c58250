package org.cotangent.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// Puts things behind what they depend on, without recursion and in linear time.
final class Ordering {
    /// Either an order, or the things that wait for each other in a circle.
    record Result(int[] order, List<Integer> cycle) {
    }

    private static final byte OPEN = 1;
    private static final byte DONE = 2;

    private final IntFunction<int[]> needs;
    private final byte[] state;
    private final int[] order;
    private int ordered;

    private Ordering(int n, IntFunction<int[]> needs) {
        this.needs = needs;
        this.state = new byte[n];
        this.order = new int[n];
    }

    /// The order of 0 to n-1 in which each comes after those that it needs; what is in order already keeps its place.
    static Result of(int n, IntFunction<int[]> needs) {
        var sort = new Ordering(n, needs);
        for (int i = 0; i < n; i++) {
            var cycle = sort.state[i] == 0 ? sort.visit(i) : null;
            if (cycle != null) {
                return new Result(null, cycle);
            }
        }
        return new Result(sort.order, List.of());
    }

    /// A thing whose needs are being looked at.
    private static final class Frame {
        final int thing;
        final int[] needs;
        int next;

        Frame(int thing, int[] needs) {
            this.thing = thing;
            this.needs = needs;
        }
    }

    private List<Integer> visit(int root) {
        var stack = new ArrayList<Frame>();
        open(root, stack);
        while (!stack.isEmpty()) {
            var top = stack.getLast();
            if (top.next == top.needs.length) {
                stack.removeLast();
                state[top.thing] = DONE;
                order[ordered++] = top.thing;
                continue;
            }
            int need = top.needs[top.next++];
            if (state[need] == OPEN) {
                var path = stack.stream().map(f -> f.thing).toList();
                return path.subList(path.indexOf(need), path.size()).reversed();
            }
            if (state[need] == 0) {
                open(need, stack);
            }
        }
        return null;
    }

    private void open(int thing, List<Frame> stack) {
        state[thing] = OPEN;
        stack.add(new Frame(thing, needs.apply(thing)));
    }

    /// The names around the circle in the direction of data, the first one again at the end; a long one is shortened.
    static String circle(List<String> names) {
        int shown = Math.min(names.size(), 16);
        var text = String.join(" -> ", names.subList(0, shown));
        return text + (shown < names.size() ? " -> ... (" + (names.size() - shown) + " more)" : "") + " -> "
                + names.getFirst();
    }
}
