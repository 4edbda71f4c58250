package org.cotangent.core;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.cotangent.graph.Nesting;
import org.cotangent.graph.Role;

/// How tensors are nested in records, lists and maps: takes a value apart into its leaves and puts it together again.
///
/// Tensors are leaves; null is an empty structure; everything else (numbers, enums, strings) is static and kept as it
/// is.
public final class Structure {
    private enum Kind {
        LEAF, RECORD, LIST, MAP, STATIC
    }

    private final Kind kind;
    private final Object key;
    private final List<String> names;
    private final List<Structure> children;
    private final int size;

    private Structure(Kind kind, Object key, List<String> names, List<Structure> children) {
        this.kind = kind;
        this.key = key;
        this.names = names;
        this.children = children;
        int leaves = kind == Kind.LEAF ? 1 : 0;
        for (var c : children) {
            leaves += c.size;
        }
        this.size = leaves;
    }

    private static final Structure LEAF = new Structure(Kind.LEAF, null, List.of(), List.of());

    /// A record's constructor as a function of an array, its accessors as functions of objects.
    private record Handles(MethodHandle constructor, List<MethodHandle> accessors, List<String> names) {
        Object make(Object[] components) {
            try {
                return (Object) constructor.invokeExact(components);
            } catch (Throwable e) {
                throw thrown(constructor, e);
            }
        }

        Object get(Object of, int component) {
            var accessor = accessors.get(component);
            try {
                return (Object) accessor.invokeExact(of);
            } catch (Throwable e) {
                throw thrown(accessor, e);
            }
        }

        private static RuntimeException thrown(MethodHandle h, Throwable e) {
            return switch (e) {
                case RuntimeException r -> r;
                case Error r -> throw r;
                default -> new StructureException("take a record apart or put it together", h.type().toString(),
                        SourceLine.ofCaller(), "let the record's constructor and accessors not throw", e);
            };
        }
    }

    private static final ClassValue<Handles> HANDLES = new ClassValue<>() {
        @Override
        protected Handles computeValue(Class<?> c) {
            return handles(c);
        }
    };

    /// The structure of a value; its leaves are added to `leaves` in order.
    public static Structure of(Object value, List<Tensor> leaves) {
        return switch (value) {
            case Tensor t -> {
                leaves.add(t);
                yield LEAF;
            }
            case Record r -> {
                var h = HANDLES.get(r.getClass());
                var children = new ArrayList<Structure>();
                for (int i = 0; i < h.accessors().size(); i++) {
                    children.add(of(h.get(r, i), leaves));
                }
                yield new Structure(Kind.RECORD, r.getClass(), h.names(), children);
            }
            case List<?> l -> new Structure(Kind.LIST, l.size(), null, l.stream().map(v -> of(v, leaves)).toList());
            case Map<?, ?> m -> {
                var sorted = new TreeMap<String, Object>();
                m.forEach((k, v) -> sorted.put(stringKey(k), v));
                yield new Structure(Kind.MAP, List.copyOf(sorted.keySet()), List.copyOf(sorted.keySet()),
                        sorted.values().stream().map(v -> of(v, leaves)).toList());
            }
            case null, default -> new Structure(Kind.STATIC, value, List.of(), List.of());
        };
    }

    private static String stringKey(Object k) {
        if (k instanceof String s) {
            return s;
        }
        throw new StructureException("take a map apart", "a key of type "
                + (k == null ? "null" : k.getClass().getName()),
                "use String keys");
    }

    /// The value with this structure and the given leaves.
    public Object build(List<? extends Tensor> leaves) {
        if (kind == Kind.LEAF && leaves.size() == 1) {
            return leaves.getFirst();
        }
        if (leaves.size() != size()) {
            throw new StructureException("put a structure together", leaves.size() + " leaves", "give " + size());
        }
        return build(leaves, 0);
    }

    private Object build(List<? extends Tensor> leaves, int at) {
        return switch (kind) {
            case LEAF -> leaves.get(at);
            case STATIC -> key;
            case RECORD -> HANDLES.get((Class<?>) key).make(parts(leaves, at));
            case LIST -> Collections.unmodifiableList(Arrays.asList(parts(leaves, at)));
            case MAP -> {
                var parts = parts(leaves, at);
                var m = new TreeMap<String, Object>();
                for (int i = 0; i < parts.length; i++) {
                    m.put(names.get(i), parts[i]);
                }
                yield Collections.unmodifiableMap(m);
            }
        };
    }

    /// The same without the classes of records.
    public Nesting nesting() {
        return switch (kind) {
            case LEAF -> new Nesting.Leaf();
            case STATIC -> Nesting.Fixed.of(key);
            case LIST -> new Nesting.Items(children.stream().map(Structure::nesting).toList());
            case RECORD, MAP -> {
                var parts = new LinkedHashMap<String, Nesting>();
                for (int i = 0; i < names.size(); i++) {
                    parts.put(names.get(i), children.get(i).nesting());
                }
                yield new Nesting.Entries(kind == Kind.MAP ? null : ((Class<?>) key).getSimpleName(), parts);
            }
        };
    }

    private Object[] parts(List<? extends Tensor> leaves, int from) {
        var parts = new Object[children.size()];
        int at = from;
        for (int i = 0; i < parts.length; i++) {
            var child = children.get(i);
            parts[i] = child.build(leaves, at);
            at += child.size;
        }
        return parts;
    }

    /// The leaves of a value that has this structure, all of them with their numbers there, into `out` from `at` on:
    /// the place behind them, or -1 where the value does not fit. Makes no objects.
    public int leaves(Object value, Concrete[] out, int at) {
        return switch (kind) {
            case LEAF -> {
                out[at] = value instanceof Concrete c ? c : null;
                yield out[at] == null ? -1 : at + 1;
            }
            case STATIC -> Objects.equals(key, value) ? at : -1;
            case RECORD -> value != null && value.getClass() == key ? components(value, out, at) : -1;
            case LIST -> value instanceof List<?> l && l.size() == children.size() ? elements(l, out, at) : -1;
            case MAP -> value instanceof Map<?, ?> m && m.size() == names.size() ? entries(m, out, at) : -1;
        };
    }

    private int components(Object value, Concrete[] out, int from) {
        var handles = HANDLES.get((Class<?>) key);
        int at = from;
        for (int i = 0; i < children.size() && at >= 0; i++) {
            at = children.get(i).leaves(handles.get(value, i), out, at);
        }
        return at;
    }

    private int elements(List<?> value, Concrete[] out, int from) {
        int at = from;
        for (int i = 0; i < children.size() && at >= 0; i++) {
            at = children.get(i).leaves(value.get(i), out, at);
        }
        return at;
    }

    private int entries(Map<?, ?> value, Concrete[] out, int from) {
        int at = from;
        try {
            for (int i = 0; i < children.size() && at >= 0; i++) {
                var entry = value.get(names.get(i));
                at = entry == null && !value.containsKey(names.get(i)) ? -1 : children.get(i).leaves(entry, out, at);
            }
        } catch (ClassCastException e) {
            return -1;
        }
        return at;
    }

    /// The structures of the components, elements or entries, in order.
    public List<Structure> children() {
        return children;
    }

    /// The values of a record's components, in order.
    public static List<Object> components(Record r) {
        var out = new ArrayList<Object>();
        var h = HANDLES.get(r.getClass());
        for (int i = 0; i < h.accessors().size(); i++) {
            out.add(h.get(r, i));
        }
        return out;
    }

    /// Number of leaves.
    public int size() {
        return size;
    }

    /// The path of each leaf below `root`, such as `m.layers[0].w`.
    public List<String> paths(String root) {
        var out = new ArrayList<String>();
        paths(root, out);
        return out;
    }

    private void paths(String at, List<String> out) {
        if (kind == Kind.LEAF) {
            out.add(at);
        }
        for (int i = 0; i < children.size(); i++) {
            children.get(i).paths(kind == Kind.LIST ? at + "[" + i + "]" : at.isEmpty() ? names.get(i) : at + "."
                    + names.get(i), out);
        }
    }

    /// What each leaf is for: state where a record around it is [State], a parameter where one is [Params], else an
    /// input.
    public List<Role> roles() {
        var out = new ArrayList<Role>();
        roles(Role.INPUT, out);
        return out;
    }

    private void roles(Role around, List<Role> out) {
        if (kind == Kind.LEAF) {
            out.add(around);
        }
        var role = kind == Kind.RECORD ? role((Class<?>) key, around) : around;
        children.forEach(c -> c.roles(role, out));
    }

    private static Role role(Class<?> record, Role around) {
        return around == Role.STATE || State.class.isAssignableFrom(record) ? Role.STATE
                : Params.class.isAssignableFrom(record) ? Role.PARAM : around;
    }

    private static Handles handles(Class<?> c) {
        var components = c.getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var lookup = lookup(c);
            var constructor = lookup.findConstructor(c, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
            var accessors = new ArrayList<MethodHandle>();
            for (var r : components) {
                accessors.add(lookup.findVirtual(c, r.getName(), MethodType.methodType(r.getType()))
                        .asType(MethodType.methodType(Object.class, Object.class)));
            }
            return new Handles(constructor, accessors,
                    Arrays.stream(components).map(RecordComponent::getName).toList());
        } catch (ReflectiveOperationException e) {
            throw new StructureException("look into record " + c.getName(), "no access: " + e.getMessage(),
                    SourceLine.ofCaller(),
                    "add `opens " + c.getPackageName() + " to org.cotangent;` to module-info.java of "
                            + c.getModule(), e);
        }
    }

    private static MethodHandles.Lookup lookup(Class<?> c) throws IllegalAccessException {
        Structure.class.getModule().addReads(c.getModule());
        try {
            return MethodHandles.privateLookupIn(c, MethodHandles.lookup());
        } catch (IllegalAccessException e) {
            if (c.getModule().isExported(c.getPackageName()) && java.lang.reflect.Modifier.isPublic(c.getModifiers())) {
                return MethodHandles.publicLookup();
            }
            throw e;
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Structure s && kind == s.kind && Objects.equals(key, s.key) && children.equals(s.children);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, key, children);
    }

    /// Such as `Layer(w, b)`, for messages.
    @Override
    public String toString() {
        return switch (kind) {
            case LEAF -> "tensor";
            case STATIC -> String.valueOf(key);
            case RECORD -> ((Class<?>) key).getSimpleName() + children;
            case LIST -> children.toString();
            case MAP -> "map" + names + children;
        };
    }
}
