package org.cotangent.testkit;

import static org.cotangent.core.Ops.*;

import java.util.List;
import java.util.function.Function;
import org.cotangent.core.DType;
import org.cotangent.core.KeepDims;
import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// The operations that random programs are made of; all are smooth almost everywhere and keep numbers moderate.
public enum Vocabulary {
    SIN(1, x -> sin(x.get(0))), TANH(1, x -> tanh(x.get(0))), LOGISTIC(1, x -> logistic(x.get(0))),
    SOFTPLUS(1, x -> softplus(x.get(0))),
    EXP(1, x -> exp(x.get(0).mul(0.25))), LOG1P(1, x -> log1p(square(x.get(0)))), ERF(1, x -> erf(x.get(0))),
    ATAN(1, x -> atan(x.get(0))),
    NEG(1, x -> x.get(0).neg()), ABS(1, x -> abs(x.get(0))), RELU(1, x -> relu(x.get(0))),
    SQRT(1, x -> sqrt(square(x.get(0)).add(0.5))),
    CONSTANT(1, x -> x.get(0).mul(0.75).add(-0.2)), STOP(1, x -> stopGradient(x.get(0)).mul(x.get(0))),
    ADD(2, x -> x.get(0).add(x.get(1))), SUB(2, x -> x.get(0).sub(x.get(1))), MUL(2, x -> tanh(x.get(0)).mul(x.get(1))),
    DIV(2, x -> x.get(0).div(square(x.get(1)).add(1.5))), MAX(2, x -> max(x.get(0), x.get(1))),
    MIN(2, x -> min(x.get(0), x.get(1))),
    HYPOT(2, x -> hypot(x.get(0), x.get(1).add(2))), LOGADDEXP(2, x -> logaddexp(x.get(0), x.get(1))),
    WHERE(3, x -> where(x.get(0).gt(0.1), x.get(1), x.get(2))),
    SUM(1, x -> sum(x.get(0), 0).mul(0.5), 1), MEAN(1, x -> mean(x.get(0), KeepDims.YES, -1), 1),
    TOP(1, x -> max(x.get(0), -1), 1),
    PROD(1, x -> prod(tanh(x.get(0)), 0), 1), LOGSUMEXP(1, x -> logsumexp(x.get(0), 0), 1),
    SOFTMAX(1, x -> softmax(x.get(0), -1), 1),
    LOG_SOFTMAX(1, x -> logSoftmax(x.get(0), 0), 1), CUMSUM(1, x -> cumsum(x.get(0), 0).mul(0.5), 1),
    SORT(1, x -> sort(x.get(0)), 1),
    FLIP(1, x -> flip(x.get(0), 0), 1), TRANSPOSE(1, x -> transpose(x.get(0)), 2), RAVEL(1, x -> ravel(x.get(0))),
    ROW(1, x -> select(x.get(0), 0, 0), 1), TAIL(1, x -> slice(x.get(0), 0, x.get(0).size(0) / 2, x.get(0).size(0)), 1),
    PICK(1, x -> take(x.get(0), tensor(0L, x.get(0).size(0) - 1, 0L), 0), 1), PAD(1, x -> padded(x.get(0)), 1),
    EXPAND(1, x -> broadcastTo(x.get(0), x.get(0).shape().insert(0, 2))),
    CONCAT(1, x -> concat(0, x.get(0), x.get(0).mul(0.5)), 1),
    PRODUCT(1, x -> tanh(x.get(0)).matmul(transpose(x.get(0))), 2),
    GRAM(1, x -> dot(tanh(ravel(x.get(0))), ravel(x.get(0)))),
    NARROW(1, x -> x.get(0).to(DType.FLOAT32).to(x.get(0).dtype()));

    private static final long MOST = 64;

    private final int arity;
    private final int rank;
    private final Function<List<Tensor>, Tensor> meaning;

    Vocabulary(int arity, Function<List<Tensor>, Tensor> meaning) {
        this(arity, meaning, 0);
    }

    Vocabulary(int arity, Function<List<Tensor>, Tensor> meaning, int rank) {
        this.arity = arity;
        this.meaning = meaning;
        this.rank = rank;
    }

    /// Number of operands.
    public int arity() {
        return arity;
    }

    /// Whether it is the same function in float64 as differences see it.
    public boolean isExact() {
        return this != NARROW;
    }

    /// Whether a product of matrices is in it, whose order of additions a library decides.
    public boolean isProduct() {
        return this == PRODUCT || this == GRAM;
    }

    /// Whether operands of these types fit, and the result stays small.
    public boolean takes(List<TensorType> types) {
        long n = 1;
        Shape shape = types.getFirst().shape();
        for (var t : types) {
            if (t.rank() < rank || t.rank() > 3 || t.shape().count() == 0) {
                return false;
            }
            shape = shape == null ? null : Shape.broadcast(shape, t.shape());
            n = Math.max(n, t.shape().count());
        }
        boolean grows = this == EXPAND || this == CONCAT || this == PAD || this == PICK || this == PRODUCT;
        return shape != null && shape.count() <= MOST && (!grows || n <= MOST / 4)
                && (this != EXPAND || shape.rank() < 3);
    }

    /// The result of the operation.
    public Tensor apply(List<Tensor> operands) {
        return meaning.apply(operands);
    }

    private static Tensor padded(Tensor x) {
        var low = new long[x.rank()];
        var high = new long[x.rank()];
        low[0] = 1;
        high[x.rank() - 1] = 1;
        return pad(x, low, high, 0.3);
    }
}
