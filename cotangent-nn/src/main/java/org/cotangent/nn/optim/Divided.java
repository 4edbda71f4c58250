package org.cotangent.nn.optim;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Selection;

/// Two optimisers for two groups of leaves; what they remember stands side by side under `chosen.` and `rest.`.
record Divided(Optimiser first, Selection chosen, Optimiser second) implements Optimiser {
    private static final String FIRST = "chosen.";
    private static final String SECOND = "rest.";

    @Override
    public Schedule rate() {
        return first.rate();
    }

    private Optimiser one() {
        return new Selected(first, chosen);
    }

    private Optimiser other() {
        return new Selected(second, chosen.not());
    }

    @Override
    public <P> OptimiserState<P> start(P params) {
        return joined(one().start(params), other().start(params));
    }

    @Override
    public <P> Stepped<P> update(P params, P gradient, OptimiserState<P> state, Tensor rate) {
        var a = one().update(params, gradient, part(state, FIRST), rate);
        var b = other().update(a.params(), gradient, part(state, SECOND));
        return new Stepped<>(b.params(), joined(a.state(), b.state()));
    }

    private static <P> OptimiserState<P> joined(OptimiserState<P> a, OptimiserState<P> b) {
        return new OptimiserState<>(a.steps(), both(a.shared(), b.shared()), both(a.slots(), b.slots()));
    }

    private static <V> Map<String, V> both(Map<String, V> a, Map<String, V> b) {
        var out = new LinkedHashMap<String, V>();
        a.forEach((name, v) -> out.put(FIRST + name, v));
        b.forEach((name, v) -> out.put(SECOND + name, v));
        return out;
    }

    private static <P> OptimiserState<P> part(OptimiserState<P> s, String prefix) {
        Map<String, Tensor> shared = part(s.shared(), prefix);
        return new OptimiserState<>(s.steps(), shared, part(s.slots(), prefix));
    }

    private static <V> Map<String, V> part(Map<String, V> all, String prefix) {
        var out = new LinkedHashMap<String, V>();
        all.forEach((name, v) -> {
            if (name.startsWith(prefix)) {
                out.put(name.substring(prefix.length()), v);
            }
        });
        return out;
    }
}
