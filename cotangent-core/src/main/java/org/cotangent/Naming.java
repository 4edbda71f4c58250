package org.cotangent;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cotangent.core.Dispatch;
import org.cotangent.core.SourceLine;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Role;
import org.cotangent.trace.FlatFn;
import org.cotangent.trace.Stage;

/// A stage that finds out, when the user's function runs its first operation, which method that function is: its
/// parameters' names, where the class file has them, name the inputs.
///
/// Lambdas have no names of parameters; methods have them where they were compiled with `-parameters`.
final class Naming extends Stage {
    private static final StackWalker WALKER = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

    private boolean looked;
    private Executable method;

    /// What was written, and the method it was written from (null where unknown).
    record Named(Staged staged, Executable method) {
        /// A name for each of `count` arguments: that of the method's parameter, else a, b, c, d.
        List<String> roots(int count) {
            var names = new ArrayList<String>();
            for (int i = 0; i < count; i++) {
                names.add(String.valueOf((char) ('a' + i)));
            }
            int first = method == null ? 0 : count - method.getParameterCount();
            if (method == null || first < 0 || first > (Modifier.isStatic(method.getModifiers()) ? 0 : 1)) {
                return names;
            }
            for (int i = first; i < count; i++) {
                var p = method.getParameters()[i - first];
                names.set(i, p.isNamePresent() ? p.getName() : names.get(i));
            }
            return names;
        }
    }

    static Named named(String name, FlatFn f, List<TensorType> types, List<String> names, List<Role> roles) {
        var stage = new Naming();
        var staged = stage.write(name, in -> Dispatch.with(stage, () -> f.apply(in)), types, names, roles);
        return new Named(staged, stage.method);
    }

    @Override
    protected void entered() {
        if (!looked) {
            looked = true;
            method = WALKER.walk(frames -> {
                var users = frames.takeWhile(f -> f.getDeclaringClass() != Naming.class || !f.getMethodName()
                        .equals("named")).filter(f -> SourceLine.isUsers(f.getDeclaringClass())).toList();
                return users.reversed().stream().map(Naming::method).flatMap(Optional::stream)
                        .filter(m -> !(m instanceof java.lang.reflect.Method b && b.isBridge())).findFirst();
            }).filter(m -> !m.isSynthetic()).orElse(null);
        }
    }

    private static Optional<Executable> method(StackFrame f) {
        try {
            return Optional.of(f.getDeclaringClass().getDeclaredMethod(f.getMethodName(),
                    f.getMethodType().parameterArray()));
        } catch (NoSuchMethodException | SecurityException | LinkageError e) {
            return Optional.empty();
        }
    }
}
