package org.cotangent.runtime;

import org.cotangent.storage.Cell;

/// Products in Java on the Vector API, with the bits of [ScalarGemm], whose loops serve until the vector ones are hot.
///
/// Before C2 has compiled a vector loop it runs boxed, some hundred times slower than afterwards, and a plain loop is
/// faster than that; so the first products are done by plain loops while a background thread warms the vector ones.
public final class VectorGemm extends BatchedGemm {
    private final int bits;
    private final boolean warm;
    private final Warm<FloatProduct> floats;
    private final Warm<DoubleProduct> doubles;

    /// Products with vectors of `bits` (128, 256 or 512), used from the first call on where `warm` is not set.
    ///
    /// @throws IllegalArgumentException for another width
    public VectorGemm(Split split, int bits, boolean warm) {
        super(split);
        this.bits = bits;
        this.warm = warm;
        FloatKernel f = VectorKernels.floats(bits);
        DoubleKernel d = VectorKernels.doubles(bits);
        floats = new Warm<>(new FloatProduct(f), new FloatProduct(new ScalarFloatKernel()),
                () -> WarmUp.floats(f), warm);
        doubles = new Warm<>(new DoubleProduct(d), new DoubleProduct(new ScalarDoubleKernel()),
                () -> WarmUp.doubles(d), warm);
    }

    /// Products with the preferred width of this machine or that of `-Dcotangent.vector.bits`, warmed at first use.
    public VectorGemm(Split split) {
        this(split, VectorKernels.preferredBits(), true);
    }

    /// The width of its vectors.
    int bits() {
        return bits;
    }

    /// Whether plain loops serve until its vectors are hot.
    boolean warms() {
        return warm;
    }

    @Override
    public String name() {
        return "java-vector-" + bits;
    }

    @Override
    void run(Cell cell, Product product, Split split) {
        switch (cell) {
            case F32 -> floats.get().run(product, split);
            case F64 -> doubles.get().run(product, split);
            default -> IntegerProduct.run(product, split);
        }
    }
}
