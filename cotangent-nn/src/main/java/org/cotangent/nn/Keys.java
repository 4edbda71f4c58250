package org.cotangent.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// Random keys shared out.
final class Keys {
    private Keys() {
    }

    /// n keys, or n times null for null.
    static List<Tensor> split(Tensor key, int n) {
        return key == null ? Collections.nCopies(n, null) : Ops.unstack(Ops.split(key, n), 0);
    }

    /// A key of its own for each random layer, null for the others.
    static List<Tensor> forEach(List<? extends Layer<?>> layers, Tensor key) {
        int n = (int) layers.stream().filter(Layer::isRandom).count();
        var drawn = key == null || n == 0 ? List.<Tensor>of() : split(key, n);
        var out = new ArrayList<Tensor>();
        int next = 0;
        for (var layer : layers) {
            out.add(layer.isRandom() && key != null ? drawn.get(next++) : null);
        }
        return out;
    }
}
