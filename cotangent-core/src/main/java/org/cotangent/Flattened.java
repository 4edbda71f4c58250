package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cotangent.core.Structure;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Role;
import org.cotangent.trace.FlatFn;
import org.cotangent.trace.Stage;

/// A user's function with its arguments taken apart: a program over a flat list of tensors.
///
/// The structure of the result is known once the program has run.
final class Flattened implements FlatFn {
    private final Function<List<Object>, Object> function;
    private final List<Structure> structures;
    private final List<Tensor> leaves;
    private final int first;
    private Structure result;

    /// The function on these arguments; the first of them is the one that derivatives are taken of.
    Flattened(Function<List<Object>, Object> function, Object... arguments) {
        this.function = function;
        this.structures = new ArrayList<>(arguments.length);
        this.leaves = new ArrayList<>(arguments.length);
        int leading = 0;
        for (int i = 0; i < arguments.length; i++) {
            structures.add(Structure.of(arguments[i], leaves));
            leading = i == 0 ? leaves.size() : leading;
        }
        this.first = leading;
    }

    @Override
    public List<Tensor> apply(List<Tensor> arguments) {
        var objects = new ArrayList<Object>(structures.size());
        int at = 0;
        for (var s : structures) {
            int next = at + s.size();
            objects.add(s.build(next - at == arguments.size() ? arguments : arguments.subList(at, next)));
            at = next;
        }
        var out = new ArrayList<Tensor>(1);
        result = Structure.of(function.apply(objects), out);
        return out;
    }

    /// The arguments' leaves.
    List<Tensor> leaves() {
        return leaves;
    }

    /// Says to a program that is being written down that derivatives are taken of the first argument.
    void differentiate() {
        for (int i = 0; i < first; i++) {
            Stage.differentiate(leaves.get(i));
        }
    }

    /// Number of leaves of the first argument.
    int first() {
        return first;
    }

    List<Structure> structures() {
        return structures;
    }

    /// The first argument's structure.
    Structure argument() {
        return structures.getFirst();
    }

    /// The result's structure.
    Structure result() {
        return result;
    }

    /// What each leaf is for.
    List<Role> roles() {
        return structures.stream().flatMap(s -> s.roles().stream()).toList();
    }

    /// Names of the leaves for printing: a for the first argument, then b, c, d, with the path below.
    List<String> names() {
        return names(List.of("a", "b", "c", "d"));
    }

    /// Names of the leaves for printing, from those of the arguments.
    List<String> names(List<String> roots) {
        var names = new ArrayList<String>();
        for (int i = 0; i < structures.size(); i++) {
            names.addAll(structures.get(i).paths(roots.get(i)));
        }
        return names;
    }
}
