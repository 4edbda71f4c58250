package org.cotangent.core;

import java.util.List;

/// Java code that a program calls on numbers: concrete tensors in, tensors out.
@FunctionalInterface
public interface HostFunction {
    List<Tensor> apply(List<Tensor> operands);
}
