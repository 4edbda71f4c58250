package org.cotangent.cli;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.TensorType;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Role;
import org.cotangent.program.Program;
import org.cotangent.program.StagedProgram;

/// A program with values for its inputs.
record Loaded(Program program, List<Concrete> inputs, List<Role> roles, DType dtype) {
    StagedProgram stage() {
        List<TensorType> types = inputs.stream().map(Tensor::type).toList();
        return program.stage(types, roles, dtype);
    }
}
