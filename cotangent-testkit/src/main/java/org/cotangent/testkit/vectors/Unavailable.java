package org.cotangent.testkit.vectors;

import java.util.Map;
import java.util.Set;

/// Why operators of other systems cannot be said with our operations yet.
final class Unavailable {
    static final String SVD = "singular values are not an operation yet";
    static final String FACTORS =
            "linear algebra by factorisations (LU, QR, eigenvalues) is not an operation yet";
    private static final Set<String> FACTORISED = Set.of("logdet", "linalg.det",
            "linalg.eigvalsh",
            "linalg.inv", "linalg.slogdet", "linalg.solve", "matrix_exp", "linalg.cond");
    private static final Map<String, String> OTHERS = Map.of("linalg.svdvals", SVD);

    private Unavailable() {
    }

    static String reason(String operator) {
        return FACTORISED.contains(operator) ? FACTORS : OTHERS.getOrDefault(operator,
                "`" + operator + "` is not an operation yet");
    }
}
