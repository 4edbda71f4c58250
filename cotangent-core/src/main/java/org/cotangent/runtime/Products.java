package org.cotangent.runtime;

import java.util.List;
import org.cotangent.codegen.RowProducts;
import org.cotangent.lane.LaneType;

/// The choice of a matrix product: OpenBLAS where it can be used, then Java with vectors, then plain Java.
///
/// `-Dcotangent.blas` is `auto` (the default), `openblas` or `java`. One line of the logger says which and why.
public record Products(Gemm gemm, List<Provider> providers) {
    private static final System.Logger LOG = System.getLogger("org.cotangent.runtime");

    private static final class Rows {
        private static final int BITS = vectors().available() ? VectorKernels.preferredBits() : 0;
        static final RowProducts FLOATS = new FloatRowProducts(BITS, false);
        static final RowProducts DOUBLES = new DoubleRowProducts(BITS, false);
    }

    /// The products of rows inside of fused loops, for float32 and float64.
    static RowProducts rows(LaneType type) {
        return type == LaneType.F64 ? Rows.DOUBLES : Rows.FLOATS;
    }

    /// Chooses as the properties say; the products share their work between the threads of [Workers].
    public static Products choose() {
        return choose(Split.WORKERS);
    }

    /// Chooses as the properties say; products share their work through `split`.
    ///
    /// @throws IllegalStateException    where `openblas` is asked for and cannot be used; the message says why
    /// @throws IllegalArgumentException where the property has another value
    public static Products choose(Split split) {
        return choose(split, System.getProperty("cotangent.blas", "auto"));
    }

    static Products choose(Split split, String wish) {
        if (!List.of("auto", "openblas", "java").contains(wish)) {
            throw new IllegalArgumentException("cotangent.blas is " + wish + "; use auto, openblas or java");
        }
        Provider vectors = vectors();
        Gemm java = vectors.available() ? new VectorGemm(split) : new ScalarGemm(split);
        Provider blas = wish.equals("java") ? Provider.missing("openblas", "cotangent.blas is java")
                : OpenBlas.provider();
        if (wish.equals("openblas") && !blas.available()) {
            throw new IllegalStateException("cotangent.blas is openblas, but " + blas.why());
        }
        Gemm gemm = blas.available() ? new OpenBlas(split, java) : java;
        Provider plain = Provider.usable("java-scalar", Runtime.version().toString(), "built in");
        LOG.log(System.Logger.Level.DEBUG, "matrix products: {0} (cotangent.blas {1}); {2}; {3}", gemm.name(), wish,
                blas, vectors);
        return new Products(gemm, List.of(blas, vectors, plain));
    }

    private static Provider vectors() {
        boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return present ? Provider.usable("java-vector", Runtime.version().toString(), "built in")
                : Provider.missing("java-vector", "start Java with --add-modules jdk.incubator.vector");
    }
}
