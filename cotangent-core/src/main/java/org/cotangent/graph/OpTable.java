package org.cotangent.graph;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cotangent.core.CotangentException;
import org.cotangent.op.Custom;
import org.cotangent.op.Op;
import org.cotangent.op.OpNames;

/// All operations by their printed names: rows of tables, and records whose parameters are still to be read.
///
/// The closed set is found through the sealed hierarchy; operations that users added are named by their classes.
final class OpTable {
    private static final OpTable CLOSED = new OpTable(List.of());

    private static final ClassValue<Constructor<?>> CONSTRUCTORS = new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> c) {
            try {
                return find(c);
            } catch (NoSuchMethodException e) {
                throw new IllegalArgumentException(c + " is no record", e);
            }
        }
    };

    private final Map<String, Op> rows = new HashMap<>();
    private final Map<String, Class<?>> records = new TreeMap<>();

    private OpTable(Collection<Class<? extends Custom>> customs) {
        addAll(Op.class);
        customs.forEach(this::add);
    }

    /// The closed set and these operations.
    static OpTable with(Collection<Class<? extends Custom>> customs) {
        return customs.isEmpty() ? CLOSED : new OpTable(customs);
    }

    private void addAll(Class<?> c) {
        if (c.isSealed() && !c.isEnum()) {
            Arrays.stream(c.getPermittedSubclasses()).forEach(this::addAll);
        } else if (c != Custom.class) {
            add(c);
        }
    }

    private void add(Class<?> c) {
        if (c.isEnum()) {
            for (var row : c.getEnumConstants()) {
                unique(rows.putIfAbsent(((Op) row).label(), (Op) row), ((Op) row).label());
            }
        } else if (c.isRecord()) {
            unique(records.putIfAbsent(OpNames.of(c), c), OpNames.of(c));
        } else {
            throw new IllegalArgumentException(c.getName()
                    + " is neither a record nor an enum: it cannot be read back");
        }
    }

    private static void unique(Object before, String name) {
        if (before != null) {
            throw new IllegalArgumentException("two operations are called " + name);
        }
    }

    /// The row of that name, or null.
    Op row(String name) {
        return rows.get(name);
    }

    /// The class of records with that name, or with a name that begins so, or null.
    Class<?> record(String name) {
        var at = name;
        while (!at.isEmpty()) {
            var found = records.get(at);
            if (found != null) {
                return found;
            }
            at = at.substring(0, Math.max(0, at.lastIndexOf('_')));
        }
        return null;
    }

    /// The names that are known, in order.
    List<String> names() {
        var all = new java.util.TreeSet<>(rows.keySet());
        all.addAll(records.keySet());
        return List.copyOf(all);
    }

    /// All rows, and the classes of all records.
    Collection<Op> rows() {
        return rows.values();
    }

    Collection<Class<?>> records() {
        return records.values();
    }

    /// Says that an operation cannot be read.
    interface Complaint {
        RuntimeException of(String got, String remedy, Throwable cause);
    }

    /// The operation with these parameters.
    static Op make(Class<?> record, Object[] values, Complaint wrong) {
        try {
            return (Op) constructor(record).newInstance(values);
        } catch (InvocationTargetException e) {
            var cause = e.getCause();
            var told = cause instanceof CotangentException c ? c : null;
            throw wrong.of("parameters that the operation refuses: " + (told == null ? cause : told.got()),
                    told == null ? "give parameters that fit" : told.remedy(), cause);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw wrong.of("the operation " + record.getName() + ", which cannot be made: " + e,
                    "make it public, or open its package to org.cotangent", e);
        }
    }

    /// The constructor that takes all components of a record.
    static Constructor<?> constructor(Class<?> c) {
        return CONSTRUCTORS.get(c);
    }

    private static Constructor<?> find(Class<?> c) throws NoSuchMethodException {
        var types = Arrays.stream(c.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
        var constructor = c.getDeclaredConstructor(types);
        constructor.trySetAccessible();
        return constructor;
    }
}
