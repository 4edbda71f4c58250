package org.cotangent.codegen;

import org.cotangent.storage.Cell;

/// The kinds of number that cells hold, as conversions see them.
public enum NumberKind {
    BOOL(Cell.I8), I32(Cell.I32), I64(Cell.I64), F16(Cell.I16), BF16(Cell.I16), F32(Cell.F32), F64(Cell.F64);

    private final Cell cell;

    NumberKind(Cell cell) {
        this.cell = cell;
    }

    /// The cell of one number.
    public Cell cell() {
        return cell;
    }

    /// A Java array of `n` numbers as they are stored.
    Object array(int n) {
        return switch (this) {
            case BOOL -> new byte[n];
            case I32 -> new int[n];
            case I64 -> new long[n];
            case F16, BF16 -> new short[n];
            case F32 -> new float[n];
            case F64 -> new double[n];
        };
    }
}
