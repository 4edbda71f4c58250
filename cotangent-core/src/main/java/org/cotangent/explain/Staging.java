package org.cotangent.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Fn1;
import org.cotangent.core.Concrete;
import org.cotangent.core.ConcreteValueException;
import org.cotangent.core.Structure;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Role;
import org.cotangent.trace.FlatFn;
import org.cotangent.trace.Followed;
import org.cotangent.trace.Stage;

/// A function written down, with the numbers that it is looked at on.
record Staging(Graph graph, List<Concrete> inputs, List<Concrete> constants) {
    static <A> Staging of(Fn1<A, Tensor> f, A x) {
        var leaves = new ArrayList<Tensor>();
        var structure = Structure.of(x, leaves);
        return flat(in -> List.of(f.apply(Staging.<A>build(structure, in))), leaves, structure.paths("x"));
    }

    @SuppressWarnings("unchecked")
    static <A> A build(Structure s, List<Tensor> leaves) {
        return (A) s.build(leaves);
    }

    static Staging flat(FlatFn f, List<Tensor> leaves, List<String> names) {
        var roles = new Role[leaves.size()];
        Arrays.fill(roles, Role.PARAM);
        var staged = staged(f, leaves, names, Arrays.asList(roles));
        return new Staging(staged.graph(), leaves.stream().map(Tensor::concrete).toList(),
                staged.captured().stream().map(Tensor::concrete).toList());
    }

    /// Written down on types alone; where the function looks at numbers, as it runs on these.
    private static Stage.Staged staged(FlatFn f, List<Tensor> leaves, List<String> names, List<Role> roles) {
        try {
            return Stage.trace("f", f, leaves.stream().map(Tensor::type).toList(), names, roles);
        } catch (ConcreteValueException e) {
            return Followed.follow("f", f, leaves.stream().map(Tensor::concrete).toList(), names, roles);
        }
    }
}
