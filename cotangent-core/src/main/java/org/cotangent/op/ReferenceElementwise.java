package org.cotangent.op;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.TensorType;
import org.cotangent.lane.LaneInterpreter;
import org.cotangent.lane.LaneProgram;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// Runs a lane program element by element, the slow and plain way.
final class ReferenceElementwise {
    private ReferenceElementwise() {
    }

    static Concrete evaluate(LaneProgram program, List<Concrete> operands, TensorType type) {
        var out = Storage.allocate(type.dtype().cell(), type.shape().count());
        var interpreter = new LaneInterpreter(program);
        var in = new long[operands.size()];
        for (long i = 0; i < out.count(); i++) {
            for (int k = 0; k < in.length; k++) {
                var s = operands.get(k).storage();
                in[k] = bits(s, s.count() == 1 ? 0 : i);
            }
            write(out, i, interpreter.run(in));
        }
        return Concrete.of(type, out);
    }

    static long bits(Storage s, long i) {
        return switch (s.cell()) {
            case F64 -> Double.doubleToRawLongBits(s.getDouble(i));
            case F32 -> Float.floatToRawIntBits(s.getFloat(i));
            case I64 -> s.getLong(i);
            case I32 -> s.getInt(i);
            case I16 -> s.getShort(i);
            case I8 -> s.getByte(i);
        };
    }

    static void write(Storage s, long i, long bits) {
        switch (s.cell()) {
            case F64 -> s.setDouble(i, Double.longBitsToDouble(bits));
            case F32 -> s.setFloat(i, Float.intBitsToFloat((int) bits));
            case I64 -> s.setLong(i, bits);
            case I32 -> s.setInt(i, (int) bits);
            case I16 -> s.setShort(i, (short) bits);
            case I8 -> s.setByte(i, (byte) bits);
        }
    }
}
