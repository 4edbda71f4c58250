package org.cotangent.core;

/// A tensor as nested brackets in shortest round-trip decimals, with `...` where an axis of a large tensor is long.
final class TensorText {
    private static final int FULL = 1000;
    private static final int EDGE = 3;

    private final Concrete tensor;
    private final long[] sizes;
    private final long[] strides;
    private final boolean all;
    private final StringBuilder out = new StringBuilder();

    private TensorText(Concrete tensor) {
        this.tensor = tensor;
        this.sizes = tensor.shape().sizes();
        this.strides = tensor.shape().strides();
        this.all = tensor.shape().count() <= FULL;
    }

    static String of(Concrete tensor) {
        var text = new TensorText(tensor);
        text.axis(0, 0);
        return text.out + " " + tensor.type();
    }

    /// The element's text: shortest decimal that reads back to the same number.
    static String element(Concrete t, long i) {
        return switch (t.dtype()) {
            case BOOL -> t.getLong(i) != 0 ? "true" : "false";
            case INT32, INT64 -> Long.toString(t.getLong(i));
            case FLOAT64 -> Double.toString(t.getDouble(i));
            default -> Float.toString((float) t.getDouble(i));
        };
    }

    /// Recursion is over axes, not elements; ranks are small.
    private void axis(int axis, long offset) {
        if (axis == sizes.length) {
            out.append(element(tensor, offset));
            return;
        }
        out.append('[');
        for (long i = 0; i < sizes[axis]; i++) {
            if (i > 0) {
                separator(axis);
            }
            if (!all && sizes[axis] > 2 * EDGE && i == EDGE) {
                out.append("...");
                i = sizes[axis] - EDGE - 1;
            } else {
                axis(axis + 1, offset + i * strides[axis]);
            }
        }
        out.append(']');
    }

    private void separator(int axis) {
        out.append(',');
        if (axis < sizes.length - 1) {
            out.append("\n".repeat(sizes.length - 1 - axis)).append(" ".repeat(axis + 1));
        } else {
            out.append(' ');
        }
    }
}
