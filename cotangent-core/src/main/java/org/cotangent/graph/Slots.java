package org.cotangent.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cotangent.core.GraphException;
import org.cotangent.core.Tensor;

/// Where the values of a graph lie while it runs: every value has a number, and is let go after its last use.
final class Slots {
    private final int size;
    private final Tensor[] literals;
    private final int[][] operands;
    private final int[][] dead;
    private final int[] results;

    private Slots(int size, Tensor[] literals, int[][] operands, int[][] dead, int[] results) {
        this.size = size;
        this.literals = literals;
        this.operands = operands;
        this.dead = dead;
        this.results = results;
    }

    static Slots of(Graph g) {
        var numbers = new IdentityHashMap<Var, Integer>();
        int next = 0;
        for (var input : g.inputs()) {
            numbers.put(input.var(), next++);
        }
        for (var e : g.equations()) {
            for (var v : e.results()) {
                numbers.put(v, next++);
            }
        }
        var literals = new ArrayList<Tensor>();
        var operands = new int[g.equations().size()][];
        for (int e = 0; e < operands.length; e++) {
            operands[e] = numbers(g.equations().get(e).operands(), numbers, literals);
        }
        var results = numbers(g.results(), numbers, literals);
        return new Slots(next, literals.toArray(Tensor[]::new), operands,
                dead(operands, results, g, numbers, next), results);
    }

    /// Values by their number, literals by -1, -2, ...
    private static int[] numbers(List<Atom> atoms, Map<Var, Integer> numbers, List<Tensor> literals) {
        var out = new int[atoms.size()];
        for (int i = 0; i < out.length; i++) {
            if (atoms.get(i) instanceof Literal l) {
                literals.add(l.value());
                out[i] = -literals.size();
            } else {
                var number = numbers.get((Var) atoms.get(i));
                if (number == null) {
                    throw new GraphException("run a graph", "a value " + atoms.get(i) + " that nothing defines",
                            "verify the graph with Verifier.verify");
                }
                out[i] = number;
            }
        }
        return out;
    }

    /// For each equation the values that nobody reads after it.
    private static int[][] dead(int[][] operands, int[] results, Graph g, Map<Var, Integer> numbers, int size) {
        var read = new boolean[size];
        mark(results, read);
        var dead = new int[operands.length][];
        for (int e = operands.length - 1; e >= 0; e--) {
            var own = g.equations().get(e).results().stream().mapToInt(numbers::get);
            dead[e] = IntStream.concat(Arrays.stream(operands[e]).filter(n -> n >= 0), own)
                    .filter(n -> !read[n]).distinct().toArray();
            mark(operands[e], read);
        }
        return dead;
    }

    private static void mark(int[] numbers, boolean[] read) {
        for (int n : numbers) {
            if (n >= 0) {
                read[n] = true;
            }
        }
    }

    /// Room for all values, with the arguments in place.
    Tensor[] values(List<Tensor> arguments) {
        var values = new Tensor[size];
        for (int i = 0; i < arguments.size(); i++) {
            values[i] = arguments.get(i);
        }
        return values;
    }

    List<Tensor> operands(int equation, Tensor[] values) {
        return read(operands[equation], values);
    }

    List<Tensor> results(Tensor[] values) {
        return read(results, values);
    }

    /// Lets go what nobody reads after the equation.
    void drop(int equation, Tensor[] values) {
        for (int n : dead[equation]) {
            values[n] = null;
        }
    }

    private List<Tensor> read(int[] numbers, Tensor[] values) {
        var out = new Tensor[numbers.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = numbers[i] >= 0 ? values[numbers[i]] : literals[-numbers[i] - 1];
        }
        return Arrays.asList(out);
    }
}
