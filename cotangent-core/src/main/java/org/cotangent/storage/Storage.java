package org.cotangent.storage;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Objects;

/// The memory of one tensor's elements: a typed run of cells, row-major and without gaps, on or off the heap.
///
/// Nobody frees a storage; it is reclaimed when neither it nor any segment made from it can be reached. An owner
/// that knows better may [#release()] it early. Cells are in native byte order. Reads by several threads are safe;
/// a write must be ordered before other threads' reads by the writer, as for an array.
public final class Storage {
    private static final Thread NO_THREAD = Thread.ofPlatform().unstarted(() -> { });
    private final Cell cell;
    private final long count;
    private final Lease lease;
    private final long base;
    private Object array;
    private MemorySegment segment;
    private Device device;
    /// Whether the array is this storage's alone.
    private boolean owned;

    private Storage(Cell cell, long count, Object array, long base, MemorySegment segment, Lease lease) {
        this.cell = cell;
        this.count = count;
        this.array = array;
        this.base = base;
        this.segment = segment;
        this.lease = lease;
    }

    /// Memory for `count` cells whose contents are not defined until they are written.
    ///
    /// @throws StorageExhaustedException when there is not so much, even after a collection
    public static Storage allocate(Cell cell, long count) {
        long bytes = Home.byteSize(cell, count);
        if (bytes <= Home.HEAP_LIMIT) {
            return owning(Home.array(cell, (int) count));
        }
        Pool.Grant grant = Home.POOL.take(bytes);
        return new Storage(cell, count, null, 0, grant.segment(), grant.lease());
    }

    /// Memory for `count` cells with all bits zero.
    ///
    /// @throws StorageExhaustedException when there is not so much, even after a collection
    public static Storage zeros(Cell cell, long count) {
        Storage s = allocate(cell, count);
        if (s.array == null) {
            s.segment.fill((byte) 0);
        }
        return s;
    }

    /// Shares a primitive array: `float[]`, `double[]`, `int[]`, `long[]`, `short[]` or `byte[]`.
    public static Storage ofArray(Object array) {
        return new Storage(HeapCells.demandCell(array), HeapCells.length(array), array, 0, null, null);
    }

    /// As [#ofArray(Object)], for an array that the caller gives away: [#takeArray()] may give it on.
    public static Storage owning(Object array) {
        Storage s = ofArray(array);
        s.owned = true;
        return s;
    }

    /// Shares `count` elements of a primitive array, from `offset` on.
    public static Storage ofArray(Object array, int offset, int count) {
        Cell cell = HeapCells.demandCell(array);
        Objects.checkFromIndexSize(offset, count, HeapCells.length(array));
        return new Storage(cell, count, array, offset, null, null);
    }

    /// Shares a segment: native or on the heap, read-only (then writes throw) and unaligned ones too.
    ///
    /// @throws IllegalArgumentException when its bytes are no whole number of cells, or when only one thread may
    ///                                  touch it: copy such a segment with [#copyOf(Cell, MemorySegment)]
    public static Storage ofSegment(Cell cell, MemorySegment segment) {
        long count = cell.wholeIn(segment);
        if (!segment.isAccessibleBy(NO_THREAD)) {
            throw new IllegalArgumentException("the segment is confined to one thread, but tensors are used by several:"
                    + " allocate it in Arena.ofShared() or Arena.ofAuto(), or copy it with copyOf");
        }
        Object array = segment.heapBase().orElse(null);
        if (array != null && HeapCells.cellOf(array) == cell && segment.address() % cell.bytes() == 0) {
            return new Storage(cell, count, array, segment.address() / cell.bytes(), null, null);
        }
        return new Storage(cell, count, null, 0, segment, null);
    }

    /// A copy of a primitive array, lying where values of its size do.
    public static Storage copyOf(Object array) {
        Storage from = ofArray(array);
        Storage s = allocate(from.cell, from.count);
        s.copyFrom(0, from, 0, from.count);
        return s;
    }

    /// A copy of a segment's bytes as cells.
    public static Storage copyOf(Cell cell, MemorySegment segment) {
        Storage s = allocate(cell, cell.wholeIn(segment));
        s.segment().copyFrom(segment);
        return s;
    }

    /// Shares what lies between a buffer's position and limit; a `ByteBuffer` gives [Cell#I8].
    ///
    /// @throws IllegalArgumentException for a char buffer and for the other byte order than the machine's:
    ///                                  copy such a buffer with [Buffers#copyOf(Buffer)]
    public static Storage ofBuffer(Buffer buffer) {
        return ofBuffer(Buffers.cellOf(buffer), buffer);
    }

    /// Shares the remaining bytes of a buffer as cells of another kind.
    ///
    /// @throws IllegalArgumentException as for [#ofBuffer(Buffer)], and for bytes that are no whole number of cells
    public static Storage ofBuffer(Cell cell, ByteBuffer buffer) {
        return ofBuffer(cell, (Buffer) buffer);
    }

    private static Storage ofBuffer(Cell cell, Buffer buffer) {
        Buffers.demandNativeOrder(cell, buffer);
        return ofSegment(cell, MemorySegment.ofBuffer(buffer));
    }

    /// Bytes and collections of large values up to now.
    public static StorageUse use() {
        return Home.POOL.use();
    }

    /// Collects garbage and gives unused memory of large values back to the machine.
    public static void trim() {
        Home.POOL.trim();
    }

    public Cell cell() {
        return cell;
    }

    /// Number of cells.
    public long count() {
        return count;
    }

    /// Number of bytes.
    public long byteSize() {
        return count * cell.bytes();
    }

    /// The primitive array that holds the cells from its first element on, or null when they lie off the heap
    /// or begin elsewhere (see [#base()]).
    public Object array() {
        demandAlive();
        return base == 0 ? array : null;
    }

    /// The primitive array that holds the cells from element [#baseOffset()] on, or null when they lie off the heap
    /// (or in an array of another type, or in a read-only one).
    public Object base() {
        demandAlive();
        return array;
    }

    /// Index of the first cell in [#base()].
    public int baseOffset() {
        return (int) base;
    }

    /// Whether the cells lie on the Java heap.
    public boolean isHeap() {
        demandAlive();
        return array != null || !segment.isNative();
    }

    /// Whether writes throw.
    public boolean isReadOnly() {
        demandAlive();
        return array == null && segment.isReadOnly();
    }

    /// The cells as a segment, on or off the heap; it, and all that is made from it, keeps the memory alive by itself.
    ///
    /// Its bare address does not: `Reference.reachabilityFence(storage)` belongs after a native call.
    public MemorySegment segment() {
        MemorySegment s = segment;
        return s != null ? s : makeSegment();
    }

    private MemorySegment makeSegment() {
        Object a = array;
        if (a == null) {
            throw new StorageReleasedException(cell, count);
        }
        MemorySegment whole = HeapCells.segment(a);
        MemorySegment s = base == 0 && whole.byteSize() == byteSize()
                ? whole : whole.asSlice(base * cell.bytes(), byteSize());
        segment = s;
        return s;
    }

    /// Shares the cells from `offset` to `offset + count`; an early release of either then frees nothing at once.
    public Storage slice(long offset, long count) {
        share();
        return part(offset, count, lease);
    }

    /// As [#slice(long, long)], for who lets the part go before this storage is released: it does not count as sharing.
    public Storage part(long offset, long count) {
        return part(offset, count, null);
    }

    private Storage part(long offset, long count, Lease lease) {
        Objects.checkFromIndexSize(offset, count, this.count);
        demandAlive();
        return array != null ? new Storage(cell, count, array, base + offset, null, null) : new Storage(cell, count,
                null, 0, segment.asSlice(offset * cell.bytes(), count * cell.bytes()), lease);
    }

    /// The device on which it lies, or null for none in particular.
    public Device device() {
        return device;
    }

    /// Says on which device a new storage lies; once.
    public void pin(Device device) {
        if (this.device != null && !this.device.equals(device)) {
            throw new IllegalStateException("a storage on " + this.device + " cannot be pinned to " + device);
        }
        this.device = device;
    }

    /// Says that others look at this memory (a segment or an address was handed out): it will not be used again
    /// for another value before all of them are gone, even when it is released.
    public void share() {
        owned = false;
        if (lease != null) {
            lease.shared = true;
        }
    }

    /// Ends this storage before the collector does: the caller says that nobody else holds a segment made from it.
    ///
    /// Every later touch throws [StorageReleasedException]; a second release does nothing. Memory that was shared
    /// (sliced, or given by the user) is left to the collector.
    public void release() {
        array = null;
        segment = null;
        if (lease != null) {
            lease.pool.end(lease);
        }
    }

    /// Releases this storage and gives its array for other values, or null where it has none or others may look at it.
    public Object takeArray() {
        Object taken = owned ? array : null;
        release();
        return taken;
    }

    /// Whether it was released.
    public boolean isReleased() {
        return array == null && segment == null;
    }

    /// Sets every cell to the low bits of `bits`.
    public void fill(long bits) {
        if (array != null) {
            HeapCells.fill(array, (int) base, (int) (base + count), bits);
        } else {
            Bulk.fill(segment(), cell, bits);
        }
    }

    /// Copies `n` cells of another storage of the same cell, as if by way of a third place when both overlap.
    public void copyFrom(long to, Storage source, long from, long n) {
        if (source.cell != cell) {
            throw new IllegalArgumentException("cannot copy " + source.cell + " cells to " + cell + " cells");
        }
        Objects.checkFromIndexSize(to, n, count);
        Objects.checkFromIndexSize(from, n, source.count);
        if (array != null && source.array != null) {
            System.arraycopy(source.array, (int) (source.base + from), array, (int) (base + to), (int) n);
            return;
        }
        MemorySegment.copy(source.segment(), from * cell.bytes(), segment(), to * cell.bytes(), n * cell.bytes());
    }

    /// Copies `n` elements of a primitive array of this cell's type, from element `at` on, to the cells from `to` on.
    public void copyFromArray(long to, Object array, int at, int n) {
        copyFrom(to, ofArray(array), at, n);
    }

    /// Copies `n` cells from `from` on to a primitive array of this cell's type, from element `at` on.
    public void copyToArray(long from, Object array, int at, int n) {
        ofArray(array).copyFrom(at, this, from, n);
    }

    public double getDouble(long i) {
        if (array instanceof double[] a) {
            return a[index(i)];
        }
        return segment().getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, i);
    }

    public void setDouble(long i, double v) {
        if (array instanceof double[] a) {
            a[index(i)] = v;
        } else {
            segment().setAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, i, v);
        }
    }

    public float getFloat(long i) {
        if (array instanceof float[] a) {
            return a[index(i)];
        }
        return segment().getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i);
    }

    public void setFloat(long i, float v) {
        if (array instanceof float[] a) {
            a[index(i)] = v;
        } else {
            segment().setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i, v);
        }
    }

    public int getInt(long i) {
        if (array instanceof int[] a) {
            return a[index(i)];
        }
        return segment().getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i);
    }

    public void setInt(long i, int v) {
        if (array instanceof int[] a) {
            a[index(i)] = v;
        } else {
            segment().setAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i, v);
        }
    }

    public long getLong(long i) {
        if (array instanceof long[] a) {
            return a[index(i)];
        }
        return segment().getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, i);
    }

    public void setLong(long i, long v) {
        if (array instanceof long[] a) {
            a[index(i)] = v;
        } else {
            segment().setAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, i, v);
        }
    }

    public short getShort(long i) {
        if (array instanceof short[] a) {
            return a[index(i)];
        }
        return segment().getAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, i);
    }

    public void setShort(long i, short v) {
        if (array instanceof short[] a) {
            a[index(i)] = v;
        } else {
            segment().setAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, i, v);
        }
    }

    public byte getByte(long i) {
        if (array instanceof byte[] a) {
            return a[index(i)];
        }
        return segment().get(ValueLayout.JAVA_BYTE, i);
    }

    public void setByte(long i, byte v) {
        if (array instanceof byte[] a) {
            a[index(i)] = v;
        } else {
            segment().set(ValueLayout.JAVA_BYTE, i, v);
        }
    }

    private int index(long i) {
        return (int) (base + Objects.checkIndex(i, count));
    }

    private void demandAlive() {
        if (isReleased()) {
            throw new StorageReleasedException(cell, count);
        }
    }
}
