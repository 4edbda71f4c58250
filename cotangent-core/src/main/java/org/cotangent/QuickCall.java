package org.cotangent;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Keys;
import org.cotangent.core.Structure;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Graph;
import org.cotangent.op.Dot;
import org.cotangent.op.Elementwise;
import org.cotangent.runtime.Programs;
import org.cotangent.storage.Device;

/// A program with all that a call needs to know it again: arguments of the same structure and types, all of them with
/// their numbers there, go to it without the making of keys, lists and graphs.
///
/// Calls inside of transforms, in the strict mode for keys or on several devices take the long way.
final class QuickCall {
    private final Structure[] structures;
    private final TensorType[] types;
    private final Concrete[] captured;
    private final Structure result;
    private final Programs programs;
    private final int leaves;
    /// Results that may lie in the memory of something else that lives on: an argument, a constant.
    private final boolean[] passing;

    private QuickCall(Flattened flat, Jit.Program program) {
        this.structures = flat.structures().toArray(Structure[]::new);
        this.types = flat.leaves().stream().map(t -> t.type()).toArray(TensorType[]::new);
        this.captured = program.captured().stream().map(Concrete.class::cast).toArray(Concrete[]::new);
        this.result = program.result();
        this.programs = Programs.of(program.graph());
        this.leaves = types.length;
        this.passing = passing(program.graph());
    }

    private static boolean[] passing(Graph g) {
        Set<Atom> fresh = Collections.newSetFromMap(new IdentityHashMap<>());
        for (var e : g.equations()) {
            if (e.op() instanceof Elementwise || e.op() instanceof Dot) {
                fresh.add(e.result());
            }
        }
        var out = new boolean[g.results().size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = !fresh.contains(g.results().get(i));
        }
        return out;
    }

    /// For a program that has just run, or null where others must see its calls.
    static QuickCall of(Flattened flat, Jit.Program program) {
        boolean plain = Device.COUNT == 1 && isPlain()
                && program.captured().stream().allMatch(t -> t instanceof Concrete)
                && flat.leaves().stream().allMatch(t -> t instanceof Concrete);
        return plain ? new QuickCall(flat, program) : null;
    }

    private static boolean isPlain() {
        return Dispatch.current() == null && !Keys.isStrict();
    }

    /// The arguments as operands of the program, or null where they do not fit it.
    Concrete[] operands(Object[] arguments) {
        if (arguments.length != structures.length || !isPlain()) {
            return null;
        }
        var operands = new Concrete[leaves + captured.length];
        int at = 0;
        for (int i = 0; i < arguments.length && at >= 0; i++) {
            at = structures[i].leaves(arguments[i], operands, at);
        }
        if (at < 0) {
            return null;
        }
        for (int i = 0; i < leaves; i++) {
            var type = operands[i].type();
            if (type != types[i] && !type.equals(types[i])) {
                return null;
            }
            operands[i] = operands[i].asLiteral(false);
        }
        System.arraycopy(captured, 0, operands, leaves, captured.length);
        return operands;
    }

    /// The function's value; `donated` says for each argument whether its memory is given away, or is null.
    Object run(Concrete[] operands, boolean[] donated) {
        List<Concrete> given = Arrays.asList(operands);
        if (donated == null) {
            return result.build(Dispatch.guarded(() -> programs.run(given, null)));
        }
        var ends = leaves(donated);
        var made = Dispatch.guarded(() -> programs.run(given, ends)).toArray(Concrete[]::new);
        for (int i = 0; i < passing.length; i++) {
            if (passing[i]) {
                made[i] = apart(made[i]);
            }
        }
        return result.build(Arrays.asList(made));
    }

    /// The same memory as a tensor that can be donated without an end of the other one.
    private static Concrete apart(Concrete x) {
        return Concrete.of(x.type(), x.storage().slice(0, x.storage().count()));
    }

    private boolean[] leaves(boolean[] donated) {
        var out = new boolean[leaves + captured.length];
        int at = 0;
        for (int i = 0; i < structures.length; i++) {
            Arrays.fill(out, at, at + structures[i].size(), i < donated.length && donated[i]);
            at += structures[i].size();
        }
        return out;
    }
}
