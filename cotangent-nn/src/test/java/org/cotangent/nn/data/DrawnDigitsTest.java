package org.cotangent.nn.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

/// The drawn digits: repeatable, various, inked.
class DrawnDigitsTest {
    @Test
    void anExampleDependsOnSeedAndIndexAlone() {
        var digits = new DrawnDigits(5, 1000);
        var batch = digits.gather(new long[] {17, 3, 999});
        assertThat(batch.label().toDoubleArray()).containsExactly(7, 3, 9);
        var one = digits.get(3).picture().toDoubleArray();
        assertThat(java.util.Arrays.copyOfRange(batch.picture().toDoubleArray(), 784, 1568)).isEqualTo(one);
        assertThat(new DrawnDigits(6, 1000).get(3).picture().toDoubleArray()).isNotEqualTo(one);
    }

    @Test
    void everyPictureHasInkInsideAndDiffers() {
        var seen = new HashSet<Integer>();
        for (int i = 0; i < 500; i++) {
            var p = new DrawnDigits(1, 500).get(i).picture().toDoubleArray();
            assertThat(java.util.Arrays.stream(p).sum()).as("ink of " + i).isBetween(15.0, 300.0);
            assertThat(java.util.Arrays.stream(p).min().orElseThrow()).isGreaterThanOrEqualTo(0);
            seen.add(java.util.Arrays.hashCode(p));
        }
        assertThat(seen).hasSize(500);
    }
}
