package org.cotangent.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/// The strict mode for random keys: within it a key that is drawn from or split a second time is an error that names
/// both lines.
///
/// Uses are counted where the user's program asks for them, so batching, derivatives and recomputation count nothing
/// twice. Concrete keys are told apart by their numbers, staged ones by their values in the graph. [KeyOps#foldIn] does
/// not use a key up. A call of a staged function counts for the keys that it draws from, whether it is traced by that
/// call or has been before.
public final class Keys {
    private record Use(String by, SourceLine line) {
    }

    private static final ScopedValue<Keys> STRICT = ScopedValue.newInstance();

    private final Map<Object, Use> uses;
    private final String loop;
    private final long since;

    private Keys(Map<Object, Use> uses, String loop, long since) {
        this.uses = uses;
        this.loop = loop;
        this.since = since;
    }

    /// Runs `body` in strict mode.
    ///
    /// @throws KeyReuseException at the second use of a key
    public static <T> T strict(Supplier<T> body) {
        return ScopedValue.where(STRICT, new Keys(new HashMap<>(), null, 0)).call(body::get);
    }

    /// Runs `body` in strict mode.
    ///
    /// @throws KeyReuseException at the second use of a key
    public static void strict(Runnable body) {
        strict(() -> {
            body.run();
            return null;
        });
    }

    /// Whether uses are counted now.
    public static boolean isStrict() {
        return STRICT.isBound();
    }

    /// For operations with branches, where they stage them: of these bodies one will run, so each may use the same
    /// keys.
    public static <T> List<T> branches(List<Supplier<T>> bodies) {
        var out = new ArrayList<T>();
        if (!isStrict()) {
            bodies.forEach(b -> out.add(b.get()));
            return out;
        }
        var before = STRICT.get();
        var all = new HashMap<>(before.uses);
        for (var body : bodies) {
            var own = new Keys(new HashMap<>(before.uses), before.loop, before.since);
            out.add(ScopedValue.where(STRICT, own).call(body::get));
            all.putAll(own.uses);
        }
        before.uses.putAll(all);
        return out;
    }

    /// For operations with loops, where they stage the body: it will run many times, so it may use keys that it makes
    /// or is given anew in every iteration, and no other.
    public static <T> T repeated(String loop, Supplier<T> body) {
        return isStrict() ? ScopedValue.where(STRICT, new Keys(STRICT.get().uses, loop, Interpreter.newest()))
                .call(body::get) : body.get();
    }

    /// Counts a use of every key of a tensor, if this is strict mode.
    public static void use(String by, Tensor key) {
        if (isStrict()) {
            STRICT.get().count(by, key);
        }
    }

    private void count(String by, Tensor key) {
        boolean fresh = key instanceof Traced t && t.interpreter().level() > since;
        if (loop != null && !fresh) {
            throw new KeyReuseException("use a key in " + by + " in every iteration of " + loop,
                    "a key from outside the loop, the same every time",
                    "carry the key along and split it in every iteration, or foldIn(key, the iteration's number)");
        }
        var use = new Use(by, SourceLine.ofCurrent());
        for (var one : each(key)) {
            var before = uses.putIfAbsent(one, use);
            if (before != null) {
                throw new KeyReuseException("use a key in " + by, "the key" + (one instanceof Long ? " " + one : "")
                        + ", which was used in " + before.by() + " at " + before.line(),
                        "split the key and use each part once: the same key gives the same numbers");
            }
        }
    }

    private static List<?> each(Tensor key) {
        Object at = key;
        while (at instanceof Traced t) {
            var next = t.interpreter().identity(t);
            if (next == at) {
                break;
            }
            at = next;
        }
        return at instanceof Concrete c ? LongStream.range(0, c.shape().count()).mapToObj(c::getLong).toList()
                : List.of(at);
    }
}
