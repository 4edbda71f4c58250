package org.cotangent.codegen;

import org.cotangent.lane.LaneInterpreter;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;
import org.cotangent.storage.Storage;

/// The last resort where no code can be emitted: the interpreter in a loop, hundreds of times slower, with the same
/// bits.
final class InterpretedKernel extends Kernel {
    private final LaneProgram program;
    private final int singles;

    InterpretedKernel(LaneProgram program, int singles) {
        this.program = program;
        this.singles = singles;
    }

    @Override
    public void heap(Object[] in, long[] single, Object out, int from, int to) {
        var interpreter = new LaneInterpreter(program);
        var types = program.inputs().toArray(LaneType[]::new);
        var operands = new Storage[in.length];
        var bits = new long[in.length];
        for (int k = 0; k < in.length; k++) {
            operands[k] = (singles >> k & 1) == 0 ? Storage.ofArray(in[k]) : null;
        }
        var target = Storage.ofArray(out);
        for (int i = from; i < to; i++) {
            for (int k = 0; k < bits.length; k++) {
                bits[k] = operands[k] == null ? single[k] : Cells.bits(operands[k], types[k], i);
            }
            Cells.set(target, program.result().type(), i, interpreter.run(bits));
        }
    }

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public int reach() {
        return 1;
    }

    @Override
    public int fingerprint() {
        return 0;
    }
}
