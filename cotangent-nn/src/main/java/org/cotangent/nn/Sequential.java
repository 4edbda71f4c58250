package org.cotangent.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cotangent.core.Tensor;

/// Layers one after the other. The state is the list of the layers' states, null for those without.
public record Sequential(List<Layer<?>> layers) implements Layer<List<Object>> {
    /// The layers in order.
    public static Sequential of(Layer<?>... layers) {
        return new Sequential(List.of(layers));
    }

    @Override
    public List<Object> start() {
        var out = new ArrayList<Object>();
        layers.forEach(l -> out.add(l.start()));
        return Collections.unmodifiableList(out);
    }

    /// In use, where no layer has state.
    public Tensor apply(Tensor x) {
        return apply(x, start());
    }

    @Override
    public Tensor apply(Tensor x, List<Object> state) {
        var y = x;
        for (int i = 0; i < layers.size(); i++) {
            y = typed(layers.get(i)).apply(y, state.get(i));
        }
        return y;
    }

    @Override
    public boolean isRandom() {
        return layers.stream().anyMatch(Layer::isRandom);
    }

    @Override
    public Passed<List<Object>> train(Tensor x, List<Object> state, Tensor key) {
        var keys = Keys.forEach(layers, key);
        var next = new ArrayList<Object>();
        var y = x;
        for (int i = 0; i < layers.size(); i++) {
            var passed = typed(layers.get(i)).train(y, state.get(i), keys.get(i));
            y = passed.result();
            next.add(passed.state());
        }
        return new Passed<>(y, Collections.unmodifiableList(next));
    }

    @SuppressWarnings("unchecked")
    private static Layer<Object> typed(Layer<?> layer) {
        return (Layer<Object>) layer;
    }
}
