package org.cotangent.nn;

import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.arange;
import static org.cotangent.core.Ops.expandDims;
import static org.cotangent.core.Ops.flatten;
import static org.cotangent.core.Ops.le;
import static org.cotangent.core.Ops.swapAxes;
import static org.cotangent.core.Ops.unflatten;

import org.cotangent.Fn3;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// Multi-head attention; with fewer groups than heads, several heads share keys and values (grouped-query attention).
/// Vaswani et al. 2017; Ainslie et al. 2023.
///
/// Inputs are `[..., tokens, width]`. Applied to one tensor it is self-attention.
///
/// @param queries width to `heads * d`
/// @param keys    width to `groups * d`
/// @param values  width to `groups * e`
/// @param output  `heads * e` to width
/// @param heads   number of heads, a multiple of groups
/// @param groups  number of sets of keys and values
/// @param causal  whether a token sees only itself and those before it
/// @param rotary  how positions turn queries and keys, or null
public record Attention(Dense queries, Dense keys, Dense values, Dense output, int heads, int groups, boolean causal,
        Rotary rotary) implements Plain {
    /// Heads of `width / heads` features each, every one with its own keys and values, seeing everything.
    public static Attention of(Tensor key, long width, int heads) {
        return of(key, width, heads, heads);
    }

    /// Grouped-query attention, seeing everything.
    public static Attention of(Tensor key, long width, int heads, int groups) {
        if (heads < 1 || groups < 1 || width % heads != 0 || heads % groups != 0) {
            throw new ShapeException("attend with " + heads + " heads in " + groups + " groups", "width " + width,
                    "heads must divide the width, and groups the heads");
        }
        long shared = width / heads * groups;
        var drawn = Keys.split(key, 4);
        var initial = Initialiser.glorotUniform();
        return new Attention(Dense.of(drawn.get(0), width, width, initial),
                Dense.of(drawn.get(1), width, shared, initial), Dense.of(drawn.get(2), width, shared, initial),
                Dense.of(drawn.get(3), width, width, initial), heads, groups, false, null);
    }

    /// Where a token sees only itself and those before it.
    public Attention causally() {
        return new Attention(queries, keys, values, output, heads, groups, true, rotary);
    }

    /// With positions as angles of queries and keys.
    public Attention with(Rotary turning) {
        return new Attention(queries, keys, values, output, heads, groups, causal, turning);
    }

    @Override
    public Tensor apply(Tensor x) {
        return attend(x, x, x, null);
    }

    /// Tokens of `q: [..., n, width]` see the tokens whose keys come from `k: [..., m, width]` and whose values from
    /// `v`, where `mask`, a bool tensor that broadcasts to `[..., n, m]`, allows it (null: all).
    public Tensor attend(Tensor q, Tensor k, Tensor v, Tensor mask) {
        var qs = split(queries.apply(q), heads);
        var ks = split(keys.apply(k), groups);
        if (rotary != null) {
            qs = rotary.apply(qs);
            ks = rotary.apply(ks);
        }
        var vs = split(values.apply(v), groups);
        return output.apply(joined(mask == null && causal ? grouped(qs, ks, vs, Ops::causalAttention)
                : seen(qs, ks, vs, allowed(mask, q.size(-2), k.size(-2)))));
    }

    /// An empty cache for at most `most` tokens of each of the sequences that the leading axes count.
    public KvCache cache(long most, long... leading) {
        return KvCache.of(cached(keys, most, leading), cached(values, most, leading));
    }

    private TensorType cached(Dense projection, long most, long... leading) {
        var sizes = java.util.Arrays.copyOf(leading, leading.length + 3);
        sizes[leading.length] = groups;
        sizes[leading.length + 1] = most;
        sizes[leading.length + 2] = projection.weight().size(1) / groups;
        return TensorType.of(projection.weight().dtype(), sizes);
    }

    /// The next tokens `x: [..., n, width]` of sequences whose earlier tokens are in the cache; each sees those and the
    /// ones up to itself.
    public Passed<KvCache> next(Tensor x, KvCache cache) {
        var qs = split(queries.apply(x), heads);
        var ks = split(keys.apply(x), groups);
        var places = add(arange(x.size(-2), DType.INT64), cache.length());
        if (rotary != null) {
            qs = rotary.apply(qs, places);
            ks = rotary.apply(ks, places);
        }
        var all = cache.with(ks, split(values.apply(x), groups));
        var before = le(arange(cache.keys().size(-2), DType.INT64), expandDims(places, -1));
        return new Passed<>(output.apply(joined(seen(qs, all.keys(), all.values(), before))), all);
    }

    /// `[..., n, parts * d]` as `[..., parts, n, d]`.
    private static Tensor split(Tensor x, int parts) {
        return swapAxes(unflatten(x, x.rank() - 1, parts, x.size(-1) / parts), -2, -3);
    }

    private static Tensor joined(Tensor x) {
        return flatten(swapAxes(x, -2, -3), x.rank() - 2, x.rank() - 1);
    }

    private Tensor allowed(Tensor mask, long n, long m) {
        if (!causal) {
            return mask;
        }
        return Ops.and(le(arange(m, DType.INT64), expandDims(arange(n, DType.INT64).add(m - n), -1)), mask);
    }

    /// What heads see through a mask (null: everything); one with leading axes gets one for the heads.
    private Tensor seen(Tensor q, Tensor k, Tensor v, Tensor mask) {
        if (mask == null) {
            return grouped(q, k, v, Ops::attention);
        }
        var seen = mask;
        for (int i = 0; mask.rank() > 2 && i < (groups != heads ? 2 : 1); i++) {
            seen = expandDims(seen, -3);
        }
        var all = seen;
        return grouped(q, k, v, (qs, ks, vs) -> Ops.attention(qs, ks, vs, all));
    }

    /// Attention of heads to the keys and values of their group.
    private Tensor grouped(Tensor q, Tensor k, Tensor v, Fn3<Tensor, Tensor, Tensor, Tensor> attention) {
        if (groups == heads) {
            return attention.apply(q, k, v);
        }
        int axis = q.rank() - 3;
        return flatten(attention.apply(unflatten(q, axis, groups, heads / groups), expandDims(k, axis + 1),
                expandDims(v, axis + 1)), axis, axis + 1);
    }
}
