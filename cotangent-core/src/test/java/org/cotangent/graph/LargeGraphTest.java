package org.cotangent.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Size alone breaks nothing: a chain is printed, read, compared, hashed, verified and drawn on a default thread.
class LargeGraphTest {
    @Test
    @Timeout(300)
    void twoHundredThousandOperationsDeep() {
        run(200_000);
    }

    /// With -Dcotangent.large=true.
    @Test
    @Tag("large")
    @EnabledIfSystemProperty(named = "cotangent.large", matches = "true")
    void aMillionOperationsDeep() {
        run(1_000_000);
    }

    private static void run(int n) {
        var g = time("build", () -> LargeGraphs.chain(n));
        var text = time("print", g::toString);
        var back = time("parse", () -> Parser.parse(text));
        time("verify", () -> Verifier.verify(g));
        time("hash", g::hashCode);
        assertThat((boolean) time("equals", () -> back.equals(g))).isTrue();
        assertThat(back.toString()).hasSize(text.length()).isEqualTo(text);
        assertThat(time("json", () -> GraphJson.write(g)).length()).isGreaterThan(text.length());
        assertThat(time("dot", () -> Pictures.dot(g))).contains("n0_" + n + " [");
        assertThat(time("mermaid", () -> Pictures.mermaid(g))).contains("n0_" + n + "(");
        var backwards = reversed(text);
        assertThat((boolean) time("parse backwards", () -> Parser.parse(backwards).equals(g))).isTrue();
    }

    /// The equations in the opposite order.
    private static String reversed(String text) {
        var lines = text.lines().toList();
        int n = lines.size();
        var out = new StringBuilder(lines.getFirst()).append('\n');
        lines.subList(1, n - 2).reversed().forEach(l -> out.append(l).append('\n'));
        return out.append(lines.get(n - 2)).append("\n}").toString();
    }

    private static <T> T time(String what, java.util.function.Supplier<T> work) {
        long start = System.nanoTime();
        var out = work.get();
        System.out.printf("large graph: %s %d ms%n", what, (System.nanoTime() - start) / 1_000_000);
        return out;
    }
}
