package org.cotangent.storage;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The memory of one tensor's elements: a typed run of cells, row-major and without gaps, on or off the heap.
///
/// Nobody frees a storage; it is reclaimed when it can no longer be reached.
public final class Storage {
    private final Cell cell;
    private final long count;
    private final Object array;
    private final MemorySegment segment;

    private Storage(Cell cell, long count, Object array, MemorySegment segment) {
        this.cell = cell;
        this.count = count;
        this.array = array;
        this.segment = segment;
    }

    /// Memory for `count` cells whose contents are not defined until they are written.
    public static Storage allocate(Cell cell, long count) {
        int n = Math.toIntExact(count);
        return ofArray(switch (cell) {
            case F32 -> new float[n];
            case F64 -> new double[n];
            case I32 -> new int[n];
            case I64 -> new long[n];
            case I16 -> new short[n];
            case I8 -> new byte[n];
        });
    }

    /// Shares a primitive array: `float[]`, `double[]`, `int[]`, `long[]`, `short[]` or `byte[]`.
    public static Storage ofArray(Object array) {
        return switch (array) {
            case float[] a -> new Storage(Cell.F32, a.length, a, MemorySegment.ofArray(a));
            case double[] a -> new Storage(Cell.F64, a.length, a, MemorySegment.ofArray(a));
            case int[] a -> new Storage(Cell.I32, a.length, a, MemorySegment.ofArray(a));
            case long[] a -> new Storage(Cell.I64, a.length, a, MemorySegment.ofArray(a));
            case short[] a -> new Storage(Cell.I16, a.length, a, MemorySegment.ofArray(a));
            case byte[] a -> new Storage(Cell.I8, a.length, a, MemorySegment.ofArray(a));
            default -> throw new IllegalArgumentException("no storage over " + array.getClass().getTypeName());
        };
    }

    public Cell cell() {
        return cell;
    }

    /// Number of cells.
    public long count() {
        return count;
    }

    /// The primitive array that holds the cells, from its first element on, or null when they lie off the heap.
    public Object array() {
        return array;
    }

    /// The cells as a segment, on or off the heap.
    public MemorySegment segment() {
        return segment;
    }

    public double getDouble(long i) {
        return segment.getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, i);
    }

    public void setDouble(long i, double v) {
        segment.setAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, i, v);
    }

    public float getFloat(long i) {
        return segment.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i);
    }

    public void setFloat(long i, float v) {
        segment.setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i, v);
    }

    public int getInt(long i) {
        return segment.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i);
    }

    public void setInt(long i, int v) {
        segment.setAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i, v);
    }

    public long getLong(long i) {
        return segment.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, i);
    }

    public void setLong(long i, long v) {
        segment.setAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, i, v);
    }

    public short getShort(long i) {
        return segment.getAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, i);
    }

    public void setShort(long i, short v) {
        segment.setAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, i, v);
    }

    public byte getByte(long i) {
        return segment.get(ValueLayout.JAVA_BYTE, i);
    }

    public void setByte(long i, byte v) {
        segment.set(ValueLayout.JAVA_BYTE, i, v);
    }
}
