package org.cotangent.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each stability rule is measured: the left side fails somewhere, the right side does not, and infinities are as said.
class CertifierTest {
    /// Rules whose left side fails at the points that are tried, and whose right side is then good to so many ulp.
    private static final Map<String, Double> BETTER = Map.ofEntries(Map.entry("softplus", 16.0),
            Map.entry("log1mexp", 16.0), Map.entry("logaddexp", 16.0), Map.entry("log_exp", 1.0),
            Map.entry("log_sigmoid", 16.0), Map.entry("log_cosh", 16.0), Map.entry("sigmoid", 16.0),
            Map.entry("tanh", 16.0), Map.entry("sinh", 16.0), Map.entry("expm1", 16.0), Map.entry("log1p", 16.0),
            Map.entry("one_minus_sigmoid", 16.0), Map.entry("one_minus_tanh", 16.0), Map.entry("erf", 16.0),
            Map.entry("one_minus_cos", 16.0), Map.entry("hypot", 16.0), Map.entry("log_erfc", 16.0),
            Map.entry("log_ndtr", 16.0), Map.entry("log_power", 16.0), Map.entry("log_prod", 512.0),
            Map.entry("norm", 16.0));

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
        assertThat(c.points()).as(c.toString()).isPositive();
        var good = BETTER.get(rule.name());
        if (good == null) {
            assertThat(c.worstAfter()).as(c.toString()).isLessThanOrEqualTo(Math.max(64, 4 * c.worstBefore()));
        } else {
            assertThat(c.worstAfter()).as(c.toString()).isLessThan(good);
            assertThat(c.worstBefore()).as(c.toString()).isGreaterThan(4 * c.worstAfter());
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
        var want = text.substring(0, from) + "<!-- catalogue -->\n\n"
                + Catalogue.text(r -> MEASURED.computeIfAbsent(r, x -> Certifier.certify(x, 2))) + text.substring(to);
        if (Boolean.getBoolean("cotangent.golden.update")) {
            Files.writeString(file, want);
        }
        assertThat(Files.readString(file)).isEqualTo(want);
    }
}
