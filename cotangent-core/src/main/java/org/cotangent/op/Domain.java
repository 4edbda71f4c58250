package org.cotangent.op;

import org.cotangent.core.DType;

/// The dtypes that an elementwise operation takes.
public enum Domain {
    FLOAT("f32 or f64"), NUMBER("f32, f64, i32 or i64"), INT("i32 or i64"), LONG("i64"), LOGIC("bool, i32 or i64"),
            ANY("bool, i32, i64, f32 or f64");

    private final String text;

    Domain(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public boolean takes(DType d) {
        if (d.isHalf()) {
            return false;
        }
        return switch (this) {
            case FLOAT -> d.isFloat();
            case NUMBER -> d != DType.BOOL;
            case INT -> d.isInt();
            case LONG -> d == DType.INT64;
            case LOGIC -> !d.isFloat();
            case ANY -> true;
        };
    }
}
