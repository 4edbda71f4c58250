package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Structure;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.rewrite.Stabilize;
import org.cotangent.trace.Batching;

/// `vmap` over structures: finds the axis of every leaf, moves it to the front, runs, and moves it where it is wanted.
final class Batches {
    private Batches() {
    }

    static Object run(Function<List<Object>, Object> f, Axes in, Axes out, Object... arguments) {
        if (in.each().size() != arguments.length) {
            throw new StructureException("vmap", in.each().size() + " axes for " + arguments.length + " arguments",
                    "give one for each");
        }
        var flat = new Flattened(f, arguments);
        var axes = new ArrayList<Integer>();
        for (int i = 0; i < arguments.length; i++) {
            axes.addAll(spread(in.each().get(i), flat.structures().get(i)));
        }
        long size = size(flat, axes);
        var moved = new ArrayList<Tensor>();
        var rows = new ArrayList<TensorType>();
        for (int i = 0; i < axes.size(); i++) {
            var leaf = flat.leaves().get(i);
            moved.add(axes.get(i) == null ? leaf : Ops.moveAxis(leaf, axes.get(i), 0));
            rows.add(axes.get(i) == null ? leaf.type() : leaf.type().with(leaf.shape().remove(axes.get(i))));
        }
        var all = Batching.run(Stabilize.whereStagedTypes(flat, rows), moved,
                axes.stream().map(a -> a != null).toList(), size);
        var where = spread(out.each().getFirst(), flat.result());
        var placed = new ArrayList<Tensor>();
        for (int i = 0; i < all.size(); i++) {
            int axis = where.get(i) == null ? 0 : where.get(i);
            placed.add(axis == 0 ? all.get(i) : Ops.moveAxis(all.get(i), 0, axis));
        }
        return flat.result().build(placed);
    }

    private static long size(Flattened flat, List<Integer> axes) {
        long size = -1;
        for (int i = 0; i < axes.size(); i++) {
            if (axes.get(i) == null) {
                continue;
            }
            long here = flat.leaves().get(i).size(axes.get(i));
            if (size >= 0 && here != size) {
                throw new ShapeException("vmap over examples", flat.names().get(i) + " of type "
                        + flat.leaves().get(i).type() + " with "
                        + here + " examples along axis " + axes.get(i) + ", others have " + size,
                        "give every argument as many examples, or mark it with Axes.NONE");
            }
            size = here;
        }
        if (size < 0) {
            throw new ShapeException("vmap over examples", "no argument with an axis of examples",
                    "give at least one argument an axis");
        }
        return size;
    }

    /// One axis (null: none) for each leaf of the structure.
    private static List<Integer> spread(Object axes, Structure structure) {
        if (axes == Axes.NONE || axes instanceof Integer) {
            Integer axis = axes == Axes.NONE ? null : (Integer) axes;
            var out = new ArrayList<Integer>();
            for (int i = 0; i < structure.size(); i++) {
                out.add(axis);
            }
            return out;
        }
        var out = new ArrayList<Integer>();
        var parts = parts(axes);
        if (parts.size() != structure.children().size()) {
            throw new StructureException("spread the axes " + axes + " of vmap", "a structure " + structure,
                    "give axes of the same form");
        }
        for (int i = 0; i < parts.size(); i++) {
            out.addAll(spread(parts.get(i), structure.children().get(i)));
        }
        return out;
    }

    private static List<Object> parts(Object axes) {
        return switch (axes) {
            case List<?> l -> new ArrayList<>(l);
            case Map<?, ?> m -> new ArrayList<>(new java.util.TreeMap<>(m).values());
            case Record r -> Structure.components(r);
            case null, default -> throw new StructureException("read an axis of vmap", String.valueOf(axes),
                    "give an int, Axes.NONE, or a record, list or map of these");
        };
    }
}
