package org.cotangent.program;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;

/// The functions that a program can call: every public function of [Ops] that takes and returns tensors, by its Java
/// name and by that name in lower case with underscores.
final class Functions {
    private static final class Holder {
        static final Map<String, List<Overload>> ALL = all();
    }

    private Functions() {
    }

    private static Map<String, List<Overload>> all() {
        var all = new HashMap<String, List<Overload>>();
        var methods = new ArrayList<>(List.of(Ops.class.getMethods()));
        methods.sort(Comparator.comparing(Method::toString));
        for (var m : methods) {
            if (Modifier.isStatic(m.getModifiers()) && Overload.isCallable(m)) {
                var overload = new Overload(m);
                all.computeIfAbsent(m.getName(), k -> new ArrayList<>()).add(overload);
                if (!snake(m.getName()).equals(m.getName())) {
                    all.computeIfAbsent(snake(m.getName()), k -> new ArrayList<>()).add(overload);
                }
            }
        }
        return all;
    }

    /// The overloads of the function; empty if there is none of this name.
    static List<Overload> named(String name) {
        return Holder.ALL.getOrDefault(name, List.of());
    }

    /// Whether an argument of the function is a word such as a dtype or the name of a choice, not a value.
    static boolean takesWord(String function, String keyword) {
        return named(function).stream().anyMatch(o -> o.parameters().stream().anyMatch(p -> p.isCalled(keyword)
                && (p.type().isEnum() || p.type() == DType.class || p.type() == String.class)));
    }

    static String snake(String camel) {
        var out = new StringBuilder();
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (Character.isUpperCase(c) && i > 0) {
                out.append('_');
            }
            out.append(Character.toLowerCase(c));
        }
        return out.toString();
    }

    /// The known name that is nearest to an unknown one, or null where none is near.
    static String nearest(String name) {
        if (name.length() > 40) {
            return null;
        }
        String best = null;
        int least = Math.max(2, name.length() / 3 + 1);
        for (var known : Holder.ALL.keySet()) {
            int d = distance(name, known);
            if (d < least || d == least && best != null && known.compareTo(best) < 0) {
                least = d;
                best = known;
            }
        }
        return best;
    }

    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int up = row[j];
                int same = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(same, 1 + Math.min(up, row[j - 1]));
                diagonal = up;
            }
        }
        return row[b.length()];
    }
}
