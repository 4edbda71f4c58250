package org.cotangent.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.cotangent.core.DType;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// Turns the values of a program into arguments of Java functions; null where a value does not fit.
///
/// @param dtype of tensors that are made without one
/// @param tensor makes a tensor of a value, null where it is none
record Arguments(DType dtype, Function<Value, Tensor> tensor) {
    static final String KEEP = "keepdims";

    Object to(Overload.Parameter p, Value v) {
        var type = p.type();
        if (type == Tensor.class) {
            return tensor.apply(v);
        } else if (type == Tensor[].class || p.element() == Tensor.class) {
            var all = v instanceof Value.Items i ? list(i, tensor) : null;
            return all == null || type == List.class ? all : all.toArray(Tensor[]::new);
        } else if (type == double.class) {
            return v instanceof Value.Num n ? (Object) n.value() : null;
        } else if (type == double[].class) {
            var all = v instanceof Value.Items i ? list(i, x -> x instanceof Value.Num n ? n.value() : null) : null;
            return all == null ? null : all.stream().mapToDouble(Double::doubleValue).toArray();
        } else if (v instanceof Value.Word w) {
            return word(type, w.text());
        }
        return whole(p, v);
    }

    private Object word(Class<?> type, String text) {
        if (type == boolean.class) {
            return text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
        } else if (type == DType.class) {
            return Words.RESERVED.contains(text) && !text.equals("true") && !text.equals("false") ? DType.parse(text)
                    : null;
        } else if (type == String.class) {
            return text;
        }
        for (var c : type.isEnum() ? type.getEnumConstants() : new Object[0]) {
            if (((Enum<?>) c).name().toLowerCase(Locale.ROOT).equals(text)) {
                return c;
            }
        }
        return null;
    }

    private Object whole(Overload.Parameter p, Value v) {
        var one = integer(v);
        if (p.type() == int.class) {
            return one == null || one.intValue() != one ? null : (Object) one.intValue();
        } else if (p.type() == long.class) {
            return one;
        } else if (p.type() == boolean.class) {
            return one == null || one < 0 || one > 1 ? null : (Object) (one == 1);
        }
        var all = v instanceof Value.Items i ? list(i, Arguments::integer) : one == null ? null : List.of(one);
        if (all == null) {
            return null;
        }
        var longs = all.stream().mapToLong(Long::longValue).toArray();
        if (p.type() == long[].class) {
            return longs;
        } else if (p.type() == Shape.class) {
            return Shape.of(longs);
        } else if (p.type() == TensorType.class) {
            return new TensorType(Shape.of(longs), dtype);
        } else if (p.element() == Long.class) {
            return all;
        }
        if (all.stream().anyMatch(n -> n.intValue() != n)) {
            return null;
        }
        return p.type() == int[].class ? all.stream().mapToInt(Long::intValue).toArray()
                : p.element() == Integer.class ? all.stream().map(Long::intValue).toList()
                : p.element() == Boolean.class ? all.stream().map(n -> n != 0).toList() : null;
    }

    private static Long integer(Value v) {
        return v instanceof Value.Num n && n.whole() && Math.abs(n.value()) < 1L << 53 ? (long) n.value() : null;
    }

    private static <T> List<T> list(Value.Items items, Function<Value, T> f) {
        var out = new ArrayList<T>(items.values().size());
        for (var v : items.values()) {
            var x = f.apply(v);
            if (x == null) {
                return null;
            }
            out.add(x);
        }
        return out;
    }

    /// How far the value is bent: a number is rather a tensor than an axis, and a float rather than an integer.
    int cost(Overload.Parameter p, Value v) {
        if (p.type() == Tensor.class) {
            return v instanceof Value.One ? 0 : 1;
        } else if (p.type() == double.class || p.type() == double[].class || p.type() == TensorType.class) {
            return 1;
        }
        return p.type() == int.class || p.type() == int[].class ? 2 : 3;
    }

    /// A nested list of numbers as a tensor; null where the lists do not have one length.
    static Tensor constant(Value.Items items, DType dtype) {
        var sizes = new ArrayList<Long>();
        var level = List.<Value>of(items);
        while (!level.isEmpty() && level.getFirst() instanceof Value.Items first) {
            int n = first.values().size();
            sizes.add((long) n);
            var next = new ArrayList<Value>();
            for (var v : level) {
                if (!(v instanceof Value.Items i) || i.values().size() != n) {
                    return null;
                }
                next.addAll(i.values());
            }
            level = next;
        }
        var numbers = new double[level.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(level.get(i) instanceof Value.Num n)) {
                return null;
            }
            numbers[i] = n.value();
        }
        return Tensors.of(dtype, Shape.of(sizes.stream().mapToLong(Long::longValue).toArray()), numbers);
    }
}
