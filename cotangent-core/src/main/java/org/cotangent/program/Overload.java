package org.cotangent.program;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// One Java function of the language as programs see it.
final class Overload {
    /// A parameter: its Java name and type, and for lists the type of the elements.
    record Parameter(String name, Class<?> type, Class<?> element) {
        boolean isCalled(String keyword) {
            return keyword.equals(name) || keyword.equals(Functions.snake(name))
                    || keyword.equals("axis") && name.equals("axes") || keyword.equals("axes") && name.equals("axis");
        }

        /// Whether it takes as many arguments as are left.
        boolean isOpen() {
            return type.isArray();
        }
    }

    /// The Java arguments for a call and how far the given values had to be bent: the least wins.
    record Bound(Overload overload, Object[] arguments, int cost) {
    }

    private static final Set<Class<?>> PLAIN = Set.of(Tensor.class, int.class, long.class, double.class, boolean.class,
            String.class, DType.class, Shape.class, TensorType.class, int[].class, long[].class, double[].class,
            Tensor[].class);

    private final Method method;
    private final List<Parameter> parameters;

    Overload(Method method) {
        this.method = method;
        this.parameters = Arrays.stream(method.getParameters())
                .map(p -> new Parameter(p.getName(), p.getType(), element(p.getParameterizedType()))).toList();
    }

    static boolean isCallable(Method m) {
        return (m.getReturnType() == Tensor.class || element(m.getGenericReturnType()) == Tensor.class
                || isTensors(m.getReturnType()))
                && Arrays.stream(m.getParameters()).allMatch(p -> PLAIN.contains(p.getType()) || p.getType().isEnum()
                        || p.getType() == List.class && element(p.getParameterizedType()) != null);
    }

    private static boolean isTensors(Class<?> c) {
        return c.isRecord() && Arrays.stream(c.getRecordComponents()).allMatch(r -> r.getType() == Tensor.class);
    }

    private static Class<?> element(Type t) {
        return t instanceof ParameterizedType p && p.getRawType() == List.class
                && p.getActualTypeArguments()[0] instanceof Class<?> c
                && Set.of(Tensor.class, Integer.class, Long.class, Boolean.class).contains(c) ? c : null;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    /// Such as `sum(x, axes...)`.
    @Override
    public String toString() {
        return method.getName() + parameters.stream().map(p -> p.name() + (p.isOpen() ? "..." : ""))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /// The Java arguments for these values, or null where they do not fit.
    Bound bind(List<Value> positional, Map<String, Value> named, Arguments convert) {
        var out = new ArrayList<>();
        int cost = 0;
        int next = 0;
        int used = 0;
        for (int i = 0; i < parameters.size(); i++) {
            var p = parameters.get(i);
            var keyword = named.keySet().stream().filter(p::isCalled).findFirst().orElse(null);
            Object argument;
            if (keyword != null) {
                used++;
                argument = convert.to(p, named.get(keyword));
                cost += convert.cost(p, named.get(keyword));
            } else if (p.isOpen() || p.type() == TensorType.class && parameters.size() == 1) {
                boolean list = positional.size() - next == 1 && positional.get(next) instanceof Value.Items;
                var rest = list ? positional.get(next) : new Value.Items(positional.subList(next, positional.size()));
                argument = convert.to(p, rest);
                cost += next < positional.size() ? convert.cost(p, rest) : 0;
                next = positional.size();
            } else {
                argument = next < positional.size() ? convert.to(p, positional.get(next)) : null;
                cost += argument == null ? 0 : convert.cost(p, positional.get(next));
                next++;
            }
            if (argument == null) {
                return null;
            }
            out.add(argument);
        }
        int extra = named.containsKey(Arguments.KEEP) && reduces() ? 1 : 0;
        return next < positional.size() || used + extra < named.size() ? null : new Bound(this, out.toArray(), cost);
    }

    /// Whether `keepdims` makes sense: it takes axes and has no such parameter of its own.
    boolean reduces() {
        return parameters.stream().anyMatch(p -> p.isCalled("axes") && p.type() == int[].class)
                && parameters.stream().noneMatch(p -> p.isCalled(Arguments.KEEP));
    }

    /// Calls the function.
    Value call(Object[] arguments) {
        try {
            return value(method.invoke(null, arguments));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException r) {
                throw r;
            }
            if (e.getCause() instanceof Error r) {
                throw r;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Value value(Object result) throws IllegalAccessException, InvocationTargetException {
        if (result instanceof Tensor t) {
            return new Value.One(t);
        }
        var tensors = new ArrayList<Tensor>();
        if (result instanceof List<?> list) {
            list.forEach(t -> tensors.add((Tensor) t));
        } else {
            for (var r : result.getClass().getRecordComponents()) {
                tensors.add((Tensor) r.getAccessor().invoke(result));
            }
        }
        return new Value.Several(List.copyOf(tensors));
    }

    /// The result with the reduced axes put back with size 1.
    static Tensor kept(Tensor reduced, Tensor x, int[] axes) {
        var sizes = x.shape().sizes();
        if (axes.length == 0) {
            Arrays.fill(sizes, 1);
        }
        for (int a : axes) {
            sizes[x.shape().axis(a)] = 1;
        }
        return Shape.of(sizes).count() == reduced.shape().count() ? Ops.reshape(reduced, sizes) : reduced;
    }
}
