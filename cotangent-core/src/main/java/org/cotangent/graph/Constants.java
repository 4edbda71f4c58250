package org.cotangent.graph;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.GraphException;
import org.cotangent.storage.Storage;

/// The constants of a program text: small ones stand where they are used, large ones in a table at the end.
final class Constants {
    private static final int INLINE = 8;
    private static final int DECIMAL = 64;
    private static final long LARGEST = 1L << 29;
    private static final int CHUNK = 3 * 4096;

    private final Map<Literal, Integer> table = new LinkedHashMap<>();

    /// The literal's text, where a plain number means the dtype `plain`.
    String text(Literal l, DType plain) {
        var value = l.value();
        if (value.isLiteral()) {
            boolean obvious = value.dtype() == plain || value.dtype() == DType.BOOL;
            return Numerals.text(value, 0) + (obvious ? "" : ":" + value.dtype());
        }
        if (value.shape().count() > INLINE) {
            return "#" + table.computeIfAbsent(l, k -> table.size());
        }
        var out = new StringBuilder(value.rank() == 0 ? value.dtype().text() : value.type().toString()).append('(');
        return decimals(value, out).append(')').toString();
    }

    /// The table, nothing where it is empty.
    void print(StringBuilder out) {
        if (table.isEmpty()) {
            return;
        }
        out.append("\nconstants {\n");
        table.forEach((l, i) -> {
            out.append("  #").append(i).append(": ").append(l.type()).append(" = ");
            if (l.type().shape().count() <= DECIMAL) {
                decimals(l.value(), out);
            } else {
                base64(l.value(), out.append("base64 \"")).append('"');
            }
            out.append('\n');
        });
        out.append('}');
    }

    private static StringBuilder decimals(Concrete t, StringBuilder out) {
        for (long i = 0; i < t.shape().count(); i++) {
            out.append(i == 0 ? "" : ", ").append(Numerals.text(t, i));
        }
        return out;
    }

    /// The elements' bytes, little-endian, in Base64.
    static StringBuilder base64(Concrete t, StringBuilder out) {
        var s = t.storage();
        if (s.byteSize() + out.length() > LARGEST) {
            throw new GraphException("print a constant", t.type() + " of " + s.byteSize() + " bytes", null,
                    "pass it as an argument instead of writing it into the graph", null);
        }
        int width = s.cell().bytes();
        var bytes = new byte[CHUNK * width];
        for (long from = 0; from < s.count(); from += CHUNK) {
            int n = (int) Math.min(CHUNK, s.count() - from);
            CellBytes.put(s, from, n, bytes);
            var part = n == CHUNK ? bytes : java.util.Arrays.copyOf(bytes, n * width);
            out.append(Base64.getEncoder().encodeToString(part));
        }
        return out;
    }

    /// Writes the cells that Base64 text stands for; IllegalArgumentException unless it is exactly as long as they are.
    static void fromBase64(Storage s, String text) {
        var bytes = Base64.getDecoder().decode(text);
        if (bytes.length != s.byteSize()) {
            throw new IllegalArgumentException(bytes.length + " bytes instead of " + s.byteSize());
        }
        CellBytes.take(s, 0, (int) s.count(), bytes);
    }
}
