package org.cotangent.io;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.cotangent.core.DType;
import org.cotangent.storage.Storage;

/// A kind of number as files name it, and the dtype that it is read as: the narrowest that holds all its values.
///
/// Of unsigned 64-bit integers those below 2^63 can be read.
enum FileKind {
    BOOL("b1", "BOOL", 1, DType.BOOL),
    I8("i1", "I8", 1, DType.INT32),
    U8("u1", "U8", 1, DType.INT32),
    I16("i2", "I16", 2, DType.INT32),
    U16("u2", "U16", 2, DType.INT32),
    I32("i4", "I32", 4, DType.INT32),
    U32("u4", "U32", 4, DType.INT64),
    I64("i8", "I64", 8, DType.INT64),
    U64("u8", "U64", 8, DType.INT64),
    F16("f2", "F16", 2, DType.FLOAT16),
    BF16(null, "BF16", 2, DType.BFLOAT16),
    F32("f4", "F32", 4, DType.FLOAT32),
    F64("f8", "F64", 8, DType.FLOAT64);

    private final String npy;
    private final String safetensors;
    private final int bytes;
    private final DType dtype;

    FileKind(String npy, String safetensors, int bytes, DType dtype) {
        this.npy = npy;
        this.safetensors = safetensors;
        this.bytes = bytes;
        this.dtype = dtype;
    }

    /// NumPy's name without the byte order, or null.
    String npy() {
        return npy;
    }

    String safetensors() {
        return safetensors;
    }

    int bytes() {
        return bytes;
    }

    DType dtype() {
        return dtype;
    }

    /// The kind with NumPy's name, or null.
    static FileKind ofNpy(String name) {
        return Arrays.stream(values()).filter(k -> name.equals(k.npy)).findFirst().orElse(null);
    }

    /// The kind with this name in safetensors files, or null.
    static FileKind ofSafetensors(String name) {
        return Arrays.stream(values()).filter(k -> name.equals(k.safetensors)).findFirst().orElse(null);
    }

    /// The kind that a dtype is written as.
    static FileKind of(DType dtype) {
        return switch (dtype) {
            case BOOL -> BOOL;
            case INT32 -> I32;
            case INT64 -> I64;
            case FLOAT16 -> F16;
            case BFLOAT16 -> BF16;
            case FLOAT32 -> F32;
            case FLOAT64 -> F64;
        };
    }

    /// Whether an element has the same bits in a file and in memory.
    boolean isExact() {
        return this != BOOL && this == of(dtype);
    }

    /// Takes one element from the buffer; false when it does not fit.
    boolean put(Storage to, long i, ByteBuffer from) {
        switch (this) {
            case BOOL -> to.setByte(i, (byte) (from.get() == 0 ? 0 : 1));
            case I8 -> to.setInt(i, from.get());
            case U8 -> to.setInt(i, from.get() & 0xff);
            case I16 -> to.setInt(i, from.getShort());
            case U16 -> to.setInt(i, from.getShort() & 0xffff);
            case I32, F32 -> to.setInt(i, from.getInt());
            case U32 -> to.setLong(i, from.getInt() & 0xffffffffL);
            case I64, U64, F64 -> to.setLong(i, from.getLong());
            case F16, BF16 -> to.setShort(i, from.getShort());
        }
        return this != U64 || to.getLong(i) >= 0;
    }
}
