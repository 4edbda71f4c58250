package org.cotangent.storage;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/// What NIO buffers mean as cells.
public final class Buffers {
    private Buffers() {
    }

    /// A copy of what lies between a buffer's position and limit, whatever its byte order; the position stays.
    public static Storage copyOf(Buffer buffer) {
        return copy(cellOf(buffer), buffer);
    }

    /// A copy of the remaining bytes of a buffer as cells, read in the buffer's byte order; the position stays.
    public static Storage copyOf(Cell cell, ByteBuffer buffer) {
        return copy(cell, buffer);
    }

    private static Storage copy(Cell cell, Buffer buffer) {
        MemorySegment source = MemorySegment.ofBuffer(buffer);
        Storage s = Storage.allocate(cell, cell.wholeIn(source));
        ValueLayout layout = layout(cell);
        MemorySegment.copy(source, layout.withOrder(order(buffer)), 0, s.segment(), layout, 0, s.count());
        return s;
    }

    private static ValueLayout layout(Cell cell) {
        return switch (cell.bytes()) {
            case 8 -> ValueLayout.JAVA_LONG_UNALIGNED;
            case 4 -> ValueLayout.JAVA_INT_UNALIGNED;
            case 2 -> ValueLayout.JAVA_SHORT_UNALIGNED;
            default -> ValueLayout.JAVA_BYTE;
        };
    }

    static Cell cellOf(Buffer buffer) {
        return switch (buffer) {
            case ByteBuffer _ -> Cell.I8;
            case FloatBuffer _ -> Cell.F32;
            case DoubleBuffer _ -> Cell.F64;
            case IntBuffer _ -> Cell.I32;
            case LongBuffer _ -> Cell.I64;
            case ShortBuffer _ -> Cell.I16;
            case CharBuffer _ -> throw new IllegalArgumentException("a char buffer holds text, not numbers");
        };
    }

    static void demandNativeOrder(Cell cell, Buffer buffer) {
        if (cell != Cell.I8 && order(buffer) != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException("the buffer is " + order(buffer) + " but this machine is "
                    + ByteOrder.nativeOrder() + ": copy it with Buffers.copyOf, or, if its bytes are the machine's, "
                    + "set buffer.order(ByteOrder.nativeOrder())");
        }
    }

    private static ByteOrder order(Buffer buffer) {
        return switch (buffer) {
            case ByteBuffer b -> b.order();
            case FloatBuffer b -> b.order();
            case DoubleBuffer b -> b.order();
            case IntBuffer b -> b.order();
            case LongBuffer b -> b.order();
            case ShortBuffer b -> b.order();
            case CharBuffer b -> b.order();
        };
    }
}
