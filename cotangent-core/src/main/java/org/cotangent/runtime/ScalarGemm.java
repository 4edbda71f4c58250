package org.cotangent.runtime;

import org.cotangent.storage.Cell;

/// Products in plain Java, for a runtime without the module `jdk.incubator.vector`; the same bits as [VectorGemm].
public final class ScalarGemm extends BatchedGemm {
    private final FloatProduct floats = new FloatProduct(new ScalarFloatKernel());
    private final DoubleProduct doubles = new DoubleProduct(new ScalarDoubleKernel());

    /// Products whose work is shared by `split`.
    public ScalarGemm(Split split) {
        super(split);
    }

    @Override
    public String name() {
        return "java-scalar";
    }

    @Override
    void run(Cell cell, Product product, Split split) {
        switch (cell) {
            case F32 -> floats.run(product, split);
            case F64 -> doubles.run(product, split);
            default -> IntegerProduct.run(product, split);
        }
    }
}
