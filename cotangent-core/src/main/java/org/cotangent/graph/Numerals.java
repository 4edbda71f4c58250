package org.cotangent.graph;

import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Elements;
import org.cotangent.storage.Storage;

/// Single numbers as shortest decimals that read back to the same bits; unusual NaNs carry their bits:
/// `NaN(0x7fc00001)`.
final class Numerals {
    private Numerals() {
    }

    static String text(Concrete t, long i) {
        return switch (t.dtype()) {
            case BOOL -> t.getLong(i) != 0 ? "true" : "false";
            case INT32, INT64 -> Long.toString(t.getLong(i));
            case FLOAT64 -> floating(Double.toString(t.getDouble(i)), t, i);
            case FLOAT32, FLOAT16, BFLOAT16 -> floating(Float.toString((float) t.getDouble(i)), t, i);
        };
    }

    private static String floating(String text, Concrete t, long i) {
        if (!text.equals("NaN")) {
            return text;
        }
        long bits = bits(t.storage(), i);
        return bits == quietNaN(t.dtype()) ? text : "NaN(0x" + Long.toHexString(bits) + ")";
    }

    private static long quietNaN(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> Double.doubleToRawLongBits(Double.NaN);
            case FLOAT32 -> Float.floatToRawIntBits(Float.NaN);
            case FLOAT16 -> 0x7e00;
            default -> 0x7fc0;
        };
    }

    /// The bits of a cell, the rest zero.
    static long bits(Storage s, long i) {
        return switch (s.cell()) {
            case F64 -> Double.doubleToRawLongBits(s.getDouble(i));
            case I64 -> s.getLong(i);
            case F32 -> Integer.toUnsignedLong(Float.floatToRawIntBits(s.getFloat(i)));
            case I32 -> Integer.toUnsignedLong(s.getInt(i));
            case I16 -> Short.toUnsignedLong(s.getShort(i));
            case I8 -> Byte.toUnsignedLong(s.getByte(i));
        };
    }

    static void setBits(Storage s, long i, long bits) {
        switch (s.cell()) {
            case F64 -> s.setDouble(i, Double.longBitsToDouble(bits));
            case I64 -> s.setLong(i, bits);
            case F32 -> s.setFloat(i, Float.intBitsToFloat((int) bits));
            case I32 -> s.setInt(i, (int) bits);
            case I16 -> s.setShort(i, (short) bits);
            case I8 -> s.setByte(i, (byte) bits);
        }
    }

    /// Writes the number that the text stands for; NumberFormatException where it is none of that dtype.
    static void set(DType dtype, Storage s, long i, String text) {
        switch (dtype) {
            case BOOL -> s.setByte(i, (byte) (bool(text) ? 1 : 0));
            case INT32 -> s.setInt(i, Integer.parseInt(text));
            case INT64 -> s.setLong(i, Long.parseLong(text));
            default -> setFloating(dtype, s, i, text);
        }
    }

    private static void setFloating(DType dtype, Storage s, long i, String text) {
        if (text.startsWith("NaN(")) {
            setNaN(dtype, s, i, Long.parseUnsignedLong(text, 6, text.length() - 1, 16));
        } else if (text.equals("NaN")) {
            setBits(s, i, quietNaN(dtype));
        } else if (text.equals("true") || text.equals("false")) {
            throw new NumberFormatException(text);
        } else if (dtype == DType.FLOAT32) {
            s.setFloat(i, Float.parseFloat(text));
        } else {
            Elements.setDouble(dtype, s, i, Double.parseDouble(text));
        }
    }

    private static void setNaN(DType dtype, Storage s, long i, long bits) {
        int width = 8 * dtype.cell().bytes();
        setBits(s, i, bits);
        if (width < 64 && bits >>> width != 0 || !Double.isNaN(Elements.getDouble(dtype, s, i))) {
            throw new NumberFormatException("0x" + Long.toHexString(bits) + " is no NaN");
        }
    }

    private static boolean bool(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new NumberFormatException(text);
        }
        return text.equals("true");
    }
}
