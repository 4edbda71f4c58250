package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Shape;
import org.cotangent.core.ShapeException;
import org.cotangent.core.TensorType;

/// Windows that slide along the last axes of a tensor, surrounded by zeros: position `o`, place `w` in the window and
/// element are bound by `element = o * stride + w * dilation - low`, for each of these axes.
interface Sliding {
    List<Long> window();

    List<Long> stride();

    List<Long> dilation();

    List<Long> low();

    List<Long> high();

    /// The shape of the list of windows: leading axes, positions, places in the window.
    default Shape patches(TensorType x) {
        int k = window().size();
        boolean fits = k <= x.rank() && stride().size() == k && dilation().size() == k
                && low().size() == k && high().size() == k;
        var sizes = fits ? Arrays.copyOf(x.shape().sizes(), x.rank() + k) : null;
        for (int i = 0; fits && i < k; i++) {
            int a = x.rank() - k + i;
            fits = window().get(i) >= 1 && stride().get(i) >= 1 && dilation().get(i) >= 1 && low().get(i) >= 0
                    && high().get(i) >= 0;
            sizes[a] = fits ? positions(i, x.shape().size(a)) : 0;
            sizes[a + k] = window().get(i);
        }
        if (!fits) {
            throw new ShapeException("slide a window of " + window() + " in steps of " + stride() + ", dilated by "
                    + dilation() + ", padded by " + low() + " and " + high(), x.toString(),
                    "give five numbers for each of the last axes:"
                    + " window, step and dilation are 1 or more, the padding 0 or more");
        }
        return Shape.of(sizes);
    }

    /// How often the window fits along an axis of size `n`; 0 where it is larger.
    private long positions(int i, long n) {
        long padded = Math.addExact(n, Math.addExact(low().get(i), high().get(i)));
        long reach = Math.addExact(Math.multiplyExact(window().get(i) - 1, dilation().get(i)), 1);
        return padded < reach ? 0 : (padded - reach) / stride().get(i) + 1;
    }

    /// Whether no window reaches into the padding.
    default boolean inside() {
        return low().stream().allMatch(n -> n == 0) && high().stream().allMatch(n -> n == 0);
    }

    /// All windows at once, where none reaches into the padding.
    default Block allAtOnce(Shape x, Shape patches) {
        int k = window().size();
        var strides = Arrays.copyOf(x.strides(), x.rank() + k);
        for (int i = 0; i < k; i++) {
            int a = x.rank() - k + i;
            strides[a + k] = strides[a] * dilation().get(i);
            strides[a] *= stride().get(i);
        }
        return Block.whole(0, 0, 0, strides, patches);
    }

    /// For each place in the window, in order, the elements that come to it: from the tensor to the list of windows.
    default List<Block> byPlace(Shape x, Shape patches) {
        var out = new ArrayList<Block>();
        var place = new long[window().size()];
        long count = window().stream().reduce(1L, Math::multiplyExact);
        for (long n = 0; n < count; n++) {
            out.add(at(place, x, patches));
            for (int i = place.length - 1; i >= 0 && ++place[i] == window().get(i); i--) {
                place[i] = 0;
            }
        }
        return out;
    }

    private Block at(long[] place, Shape x, Shape patches) {
        int lead = x.rank() - place.length;
        var from = x.strides();
        var to = Arrays.copyOf(patches.strides(), x.rank());
        var sizes = x.sizes();
        long fromOffset = 0;
        long toOffset = 0;
        for (int i = 0; i < place.length; i++) {
            int a = lead + i;
            long shift = place[i] * dilation().get(i) - low().get(i);
            long step = stride().get(i);
            long first = Math.max(0, Math.ceilDiv(-shift, step));
            long last = Math.min(patches.size(a) - 1, Math.floorDiv(x.size(a) - 1 - shift, step));
            sizes[a] = Math.max(0, last - first + 1);
            fromOffset += (first * step + shift) * from[a];
            toOffset += first * to[a] + place[i] * patches.strides()[x.rank() + i];
            from[a] *= step;
        }
        return new Block(0, 0, fromOffset, from, toOffset, to, sizes);
    }
}
