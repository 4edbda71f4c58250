package org.cotangent.core;

import org.cotangent.lane.LaneType;
import org.cotangent.storage.Cell;

/// What kind of number a tensor holds.
///
/// Half-precision floats are storage types: arithmetic on them is done in float32 and rounded back.
public enum DType {
    BOOL("bool", Cell.I8, LaneType.MASK),
    INT32("i32", Cell.I32, LaneType.I32),
    INT64("i64", Cell.I64, LaneType.I64),
    FLOAT16("f16", Cell.I16, null),
    BFLOAT16("bf16", Cell.I16, null),
    FLOAT32("f32", Cell.F32, LaneType.F32),
    FLOAT64("f64", Cell.F64, LaneType.F64);

    private final String text;
    private final Cell cell;
    private final LaneType lane;

    DType(String text, Cell cell, LaneType lane) {
        this.text = text;
        this.cell = cell;
        this.lane = lane;
    }

    /// The short name used in printed types, such as `f32`.
    public String text() {
        return text;
    }

    /// How one element lies in memory.
    public Cell cell() {
        return cell;
    }

    /// The lane that computes with this dtype; null for storage-only dtypes.
    public LaneType lane() {
        return lane;
    }

    public boolean isFloat() {
        return this == FLOAT32 || this == FLOAT64 || isHalf();
    }

    public boolean isHalf() {
        return this == FLOAT16 || this == BFLOAT16;
    }

    public boolean isInt() {
        return this == INT32 || this == INT64;
    }

    /// The dtype in which arithmetic on this one is done: float32 for the half-precision types, else itself.
    public DType compute() {
        return isHalf() ? FLOAT32 : this;
    }

    /// The dtype of an operation on two tensors: bool gives way to integers, integers to floats, narrow to wide;
    /// `f16` with `bf16` is `f32`, and an integer with a float is that float.
    public static DType promote(DType a, DType b) {
        if (a == b) {
            return a;
        }
        if (a.isHalf() && b.isHalf()) {
            return FLOAT32;
        }
        return a.ordinal() > b.ordinal() ? a : b;
    }

    /// The dtype with the given short name, as printed in types.
    public static DType parse(String text) {
        for (var d : values()) {
            if (d.text.equals(text)) {
                return d;
            }
        }
        throw new DTypeException("read a dtype", "`" + text + "`", "use one of bool i32 i64 f16 bf16 f32 f64");
    }

    @Override
    public String toString() {
        return text;
    }
}
