package org.cotangent.storage;

import java.util.Locale;

/// Where new values live: small ones in arrays on the heap, large ones in the process's one pool.
final class Home {
    /// Values of at most this many bytes are arrays (`cotangent.storage.heap`); measured in decision 0002.
    static final long HEAP_LIMIT = Math.min(property("cotangent.storage.heap", 32 << 10), 1 << 30);
    /// The pool of large values. Its budget is `cotangent.storage.bytes`, or what the JVM allows off the heap.
    static final Pool POOL = new Pool(property("cotangent.storage.bytes", Runtime.getRuntime().maxMemory()));

    private static final StorageExhaustedException NO_ROOM_TO_SAY_MORE = new StorageExhaustedException(
            "the Java heap is full, to the last byte: raise -Xmx or hold fewer tensors", POOL.use().budget());

    private Home() {
    }

    static StorageExhaustedException heapExhausted(long asked, OutOfMemoryError cause) {
        try {
            StorageUse use = POOL.use();
            return new StorageExhaustedException(asked, use.live(), use.budget(),
                    "The Java heap is full (" + cause.getMessage() + "): raise -Xmx or hold fewer tensors", cause);
        } catch (OutOfMemoryError e) {
            return NO_ROOM_TO_SAY_MORE;
        }
    }

    static StorageExhaustedException unheardOf(ArithmeticException cause) {
        StorageUse use = POOL.use();
        return new StorageExhaustedException(Long.MAX_VALUE, use.live(), use.budget(),
                "No machine has that much: check the shape", cause);
    }

    /// A number of bytes, with an optional `k`, `m`, `g` or `t`.
    static long parse(String name, String text) {
        String t = text.strip().toLowerCase(Locale.ROOT);
        int unit = t.isEmpty() ? -1 : "kmgt".indexOf(t.charAt(t.length() - 1));
        try {
            long n = Long.parseLong(unit < 0 ? t : t.substring(0, t.length() - 1));
            if (n >= 0) {
                return Math.multiplyExact(n, 1L << 10 * (unit + 1));
            }
        } catch (NumberFormatException | ArithmeticException e) {
            throw malformed(name, text, e);
        }
        throw malformed(name, text, null);
    }

    private static IllegalArgumentException malformed(String name, String text, Exception cause) {
        return new IllegalArgumentException(
                "-D" + name + "=" + text + " is no number of bytes; write for example 512m or 8g", cause);
    }

    private static long property(String name, long otherwise) {
        String text = System.getProperty(name);
        return text == null ? otherwise : parse(name, text);
    }

    /// An array for a small value.
    static Object array(Cell cell, int count) {
        try {
            return HeapCells.newArray(cell, count);
        } catch (OutOfMemoryError e) {
            throw heapExhausted((long) count * cell.bytes(), e);
        }
    }

    static long byteSize(Cell cell, long count) {
        if (count < 0) {
            throw new IllegalArgumentException("a storage cannot have " + count + " cells");
        }
        try {
            return Math.multiplyExact(count, (long) cell.bytes());
        } catch (ArithmeticException e) {
            throw unheardOf(e);
        }
    }
}
