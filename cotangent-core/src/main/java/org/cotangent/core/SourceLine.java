package org.cotangent.core;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;

/// A place in the user's source: file, line and, for program texts, column (0 where unknown).
///
/// @param function the method that the line stands in, or null where unknown; two places are the same whatever is known
/// of that
public record SourceLine(String file, int line, int column, String function) {
    private static final StackWalker WALKER = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

    private static final ClassValue<Boolean> OURS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> c) {
            return isOurs(c);
        }
    };

    /// A place of which no method is known.
    public SourceLine(String file, int line, int column) {
        this(file, line, column, null);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof SourceLine s && line == s.line && column == s.column && file.equals(s.file);
    }

    @Override
    public int hashCode() {
        return (31 * file.hashCode() + line) * 31 + column;
    }

    /// The first frame of this thread's stack that lies outside Cotangent and the JDK, or null.
    public static SourceLine ofCaller() {
        return WALKER.walk(frames -> frames.filter(f -> !OURS.get(f.getDeclaringClass())).findFirst())
                .map(SourceLine::of).orElse(null);
    }

    /// The line that the current interpreter is at, which a program text or a graph gives; else that of the caller.
    static SourceLine ofCurrent() {
        var current = Dispatch.current();
        var lines = current == null ? null : current.lines();
        return lines == null || lines.isEmpty() ? ofCaller() : lines.getFirst();
    }

    private static SourceLine of(StackFrame f) {
        var file = f.getFileName();
        return new SourceLine(file == null ? f.getClassName() : file, Math.max(0, f.getLineNumber()), 0,
                f.getMethodName());
    }

    /// Whether the class is neither one of the JDK's nor one of Cotangent's.
    public static boolean isUsers(Class<?> c) {
        return !OURS.get(c);
    }

    private static boolean isOurs(Class<?> c) {
        var name = c.getName();
        if (name.startsWith("java.") || name.startsWith("jdk.")) {
            return true;
        }
        if (!name.startsWith("org.cotangent.") || name.startsWith("org.cotangent.examples.")) {
            return false;
        }
        var source = c.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                || !source.getLocation().getPath().contains("test-classes");
    }

    @Override
    public String toString() {
        return file + ":" + line + (column > 0 ? ":" + column : "");
    }
}
