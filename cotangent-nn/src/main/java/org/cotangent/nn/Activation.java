package org.cotangent.nn;

import org.cotangent.TensorFn;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;

/// Functions between layers, each the one of that name in `Ops`.
public enum Activation implements Plain {
    IDENTITY(x -> x),
    RELU(Ops::relu),
    RELU6(Ops::relu6),
    /// With slope 0.01.
    LEAKY_RELU(x -> Ops.leakyRelu(x, 0.01)),
    ELU(Ops::elu),
    SELU(Ops::selu),
    GELU(Ops::gelu),
    GELU_TANH(Ops::geluTanh),
    SILU(Ops::silu),
    MISH(Ops::mish),
    TANH(Ops::tanh),
    LOGISTIC(Ops::logistic),
    SOFTPLUS(Ops::softplus),
    SOFTSIGN(Ops::softsign),
    HARD_TANH(Ops::hardTanh),
    HARD_SIGMOID(Ops::hardSigmoid),
    HARD_SWISH(Ops::hardSwish),
    /// Along the last axis.
    SOFTMAX(x -> Ops.softmax(x, -1)),
    /// Along the last axis.
    LOG_SOFTMAX(x -> Ops.logSoftmax(x, -1));

    private final TensorFn function;

    Activation(TensorFn function) {
        this.function = function;
    }

    @Override
    public Tensor apply(Tensor x) {
        return function.apply(x);
    }
}
