package org.cotangent.program;

import java.util.List;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Interpreter;
import org.cotangent.core.OutOfStorageException;
import org.cotangent.core.SourceLine;
import org.cotangent.core.Tensor;
import org.cotangent.op.Op;
import org.cotangent.storage.StorageExhaustedException;

/// Runs operations at once, and knows the line of the program that asked for them, which errors then name.
final class Located extends Interpreter {
    @Override
    public List<Tensor> bind(Op op, List<Tensor> operands) {
        try {
            return Dispatch.evaluate(op, operands);
        } catch (OutOfStorageException e) {
            throw new OutOfStorageException(e.asked(), e.got(), line(), e.remedy(), e);
        } catch (StorageExhaustedException | OutOfMemoryError e) {
            throw new OutOfStorageException("keep the result of " + op.label() + " on "
                    + operands.stream().map(Tensor::type).toList(), e.getMessage(), line(),
                    "use smaller tensors, or start with more memory", e);
        }
    }

    private SourceLine line() {
        return lines() == null || lines().isEmpty() ? null : lines().getFirst();
    }
}
