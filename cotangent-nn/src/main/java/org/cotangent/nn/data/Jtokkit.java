package org.cotangent.nn.data;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cotangent.core.FormatException;
import org.cotangent.core.UnsupportedException;

/// The byte-pair encodings of the library JTokkit, called by name: it is optional, and as a module it has no name yet
/// that will stay.
final class Jtokkit {
    private static final String HOME = "com.knuddels.jtokkit.";

    private final Object encoding;

    private Jtokkit(Object encoding) {
        this.encoding = encoding;
    }

    /// An encoding that the library has, such as `r50k_base`.
    static Jtokkit known(String name) {
        return found(registry(), name);
    }

    /// An encoding with these tokens.
    static Jtokkit of(Pattern words, Map<byte[], Integer> tokens) {
        var registry = registry();
        try {
            var params = type("api.GptBytePairEncodingParams").getConstructor(String.class, Pattern.class, Map.class,
                    Map.class).newInstance("own", words, tokens, Map.of());
            call("api.EncodingRegistry", "registerGptBytePairEncoding", registry, params);
            return found(registry, "own");
        } catch (ReflectiveOperationException e) {
            throw unusable(e);
        }
    }

    private static Jtokkit found(Object registry, String name) {
        var encoding = (Optional<?>) call("api.EncodingRegistry", "getEncoding", registry, name);
        return new Jtokkit(encoding.orElseThrow(() -> new FormatException("find byte-pair tokens", "no encoding `"
                + name + "`", "give r50k_base, p50k_base, cl100k_base or o200k_base, or read a file")));
    }

    private static Object registry() {
        return call("Encodings", "newLazyEncodingRegistry", null);
    }

    int[] encode(String text) {
        return (int[]) call("api.IntArrayList", "toArray", call("api.Encoding", "encodeOrdinary", encoding, text));
    }

    String decode(int... tokens) {
        try {
            var list = type("api.IntArrayList").getConstructor().newInstance();
            for (int t : tokens) {
                call("api.IntArrayList", "add", list, t);
            }
            return (String) call("api.Encoding", "decode", encoding, list);
        } catch (ReflectiveOperationException e) {
            throw unusable(e);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(HOME + name);
        } catch (ClassNotFoundException | LinkageError e) {
            throw unusable(e);
        }
    }

    private static Object call(String owner, String method, Object on, Object... arguments) {
        try {
            for (var m : type(owner).getMethods()) {
                if (m.getName().equals(method) && fits(m.getParameterTypes(), arguments)) {
                    return m.invoke(on, arguments);
                }
            }
            throw new NoSuchMethodException(owner + "." + method);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException r) {
                throw r;
            }
            throw unusable(e);
        } catch (ReflectiveOperationException e) {
            throw unusable(e);
        }
    }

    private static boolean fits(Class<?>[] types, Object... arguments) {
        boolean fits = types.length == arguments.length;
        for (int i = 0; fits && i < types.length; i++) {
            fits = types[i] == int.class ? arguments[i] instanceof Integer : types[i].isInstance(arguments[i]);
        }
        return fits;
    }

    private static UnsupportedException unusable(Throwable cause) {
        return new UnsupportedException("make byte-pair tokens", "no usable library JTokkit (" + cause + ")", null,
                "add com.knuddels:jtokkit:1.1.0 to the class path; on a module path also --add-modules jtokkit", cause);
    }
}
