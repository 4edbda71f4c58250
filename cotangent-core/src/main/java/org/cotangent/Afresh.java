package org.cotangent;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.cotangent.core.SourceLine;

/// Notices a `jit` that is called again in every iteration: one function, from one line, traced by one new object after
/// the other. It only counts; what is counted goes with the function's class.
final class Afresh {
    /// First traces of one function at one line after which it is said.
    private static final int MANY = 10;

    private static final ClassValue<Map<SourceLine, AtomicInteger>> TRACES = new ClassValue<>() {
        @Override
        protected Map<SourceLine, AtomicInteger> computeValue(Class<?> c) {
            return new ConcurrentHashMap<>();
        }
    };

    private Afresh() {
    }

    /// Counts the first trace by a new object of what `function` is; the warning when there have been many, else null.
    static String noticed(Object function) {
        var line = SourceLine.ofCaller();
        if (line == null) {
            return null;
        }
        int n = TRACES.get(function.getClass()).computeIfAbsent(line, k -> new AtomicInteger()).incrementAndGet();
        return n != MANY ? null : "the same function was traced by " + n + " new jit objects, last at " + line
                + ": each call of jit begins with no program and traces afresh; call jit once, outside of the loop,"
                + " keep what it returns in a variable or field, and call that";
    }
}
