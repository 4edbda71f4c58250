package org.cotangent.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each stability rule is measured: the left side fails somewhere, the right side does not, and infinities are as said.
class CertifierTest {
    /// These save work or stand for others; their left sides are accurate.
    private static final Set<String> HARMLESS = Set.of("exp_log", "cosh", "logit", "log_softmax", "softmax",
            "where_trap", "where_sum", "xlogy", "xlog1py", "sigmoid_logit", "log_exp");

    private static final Map<Rule, Certifier.Certificate> MEASURED = new ConcurrentHashMap<>();

    static Stream<Rule> rules() {
        return Rules.STABILIZE.stream();
    }

    @Test
    void elementaryFunctionsToManyDigits() {
        assertThat(Precise.exp(BigDecimal.ONE).toString()).startsWith("2.71828182845904523536028747135266249775724709");
        assertThat(Precise.log(BigDecimal.TWO).toString()).startsWith("0.69314718055994530941723212145817656807550013");
        assertThat(Precise.log(new BigDecimal("1e-300")).doubleValue()).isEqualTo(-690.7755278982137);
        assertThat(Precise.sin(BigDecimal.TEN).doubleValue()).isEqualTo(Math.sin(10));
        assertThat(Precise.cos(new BigDecimal("0.5")).doubleValue()).isCloseTo(Math.cos(0.5), within(1e-16));
        assertThat(BigDecimal.ONE.subtract(Precise.erf(BigDecimal.TEN)).doubleValue())
                .isEqualTo(2.088487583762545e-45);
        for (double x = -30; x < 30; x += 7.7) {
            var there = Precise.exp(new BigDecimal(x));
            assertThat(Precise.log(there).subtract(new BigDecimal(x)).abs()).isLessThan(new BigDecimal("1e-460"));
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRightSideIsBetter(Rule rule) {
        var c = MEASURED.computeIfAbsent(rule, r -> Certifier.certify(r, 2));
        assertThat(c.worstAfter()).as(c.toString()).isLessThan(1e5);
        if (!HARMLESS.contains(rule.name())) {
            assertThat(c.points()).isPositive();
            assertThat(c.worstBefore()).as(c.toString()).isGreaterThan(Math.max(16, 4 * c.worstAfter()));
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void infinitiesAreAsSaid(Rule rule) {
        var c = MEASURED.computeIfAbsent(rule, r -> Certifier.certify(r, 2));
        if (rule.nonFinite() == NonFinite.SAME) {
            assertThat(c.nonFinite()).isEmpty();
        } else if (rule.nonFinite() == NonFinite.REPAIRS) {
            assertThat(c.nonFinite()).noneMatch(s -> s.contains(": -") || s.matches(".*: [0-9].*"));
        }
    }

    @Test
    void theCatalogueOfTheDocumentationIsCurrent() throws IOException {
        var file = Path.of("../docs/rewrites.md");
        var text = Files.readString(file);
        int from = text.indexOf("<!-- catalogue -->");
        int to = text.indexOf("<!-- end of catalogue -->");
        var want = text.substring(0, from) + "<!-- catalogue -->\n\n" + Catalogue.text(r -> MEASURED.computeIfAbsent(r, x -> Certifier.certify(x, 2))) + text.substring(to);
        if (Boolean.getBoolean("cotangent.golden.update")) {
            Files.writeString(file, want);
        }
        assertThat(Files.readString(file)).isEqualTo(want);
    }
}
