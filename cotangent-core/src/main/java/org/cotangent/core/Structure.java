package org.cotangent.core;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
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

    private Structure(Kind kind, Object key, List<String> names, List<Structure> children) {
        this.kind = kind;
        this.key = key;
        this.names = names;
        this.children = children;
    }

    private static final Structure LEAF = new Structure(Kind.LEAF, null, List.of(), List.of());

    private record Handles(MethodHandle constructor, List<MethodHandle> accessors, List<String> names) {
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
                for (var a : h.accessors()) {
                    children.add(of(invoke(a, r), leaves));
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
        return build(leaves.iterator());
    }

    private Object build(Iterator<? extends Tensor> leaves) {
        return switch (kind) {
            case LEAF -> leaves.next();
            case STATIC -> key;
            case RECORD -> {
                var args = children.stream().map(c -> c.build(leaves)).toArray();
                yield invoke(HANDLES.get((Class<?>) key).constructor(), args);
            }
            case LIST -> Collections.unmodifiableList(Arrays.asList(children.stream().map(c -> c.build(leaves))
                    .toArray()));
            case MAP -> {
                var m = new TreeMap<String, Object>();
                for (int i = 0; i < names.size(); i++) {
                    m.put(names.get(i), children.get(i).build(leaves));
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

    /// The structures of the components, elements or entries, in order.
    public List<Structure> children() {
        return children;
    }

    /// The values of a record's components, in order.
    public static List<Object> components(Record r) {
        var out = new ArrayList<Object>();
        HANDLES.get(r.getClass()).accessors().forEach(a -> out.add(invoke(a, r)));
        return out;
    }

    /// Number of leaves.
    public int size() {
        int size = kind == Kind.LEAF ? 1 : 0;
        for (var c : children) {
            size += c.size();
        }
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

    private static Object invoke(MethodHandle h, Object... args) {
        try {
            return h.invokeWithArguments(args);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new StructureException("take a record apart or put it together", h.type().toString(),
                    SourceLine.ofCaller(),
                    "let the record's constructor and accessors not throw", e);
        }
    }

    private static Handles handles(Class<?> c) {
        var components = c.getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var lookup = lookup(c);
            var constructor = lookup.findConstructor(c, MethodType.methodType(void.class, types));
            var accessors = new ArrayList<MethodHandle>();
            for (var r : components) {
                accessors.add(lookup.findVirtual(c, r.getName(), MethodType.methodType(r.getType())));
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
