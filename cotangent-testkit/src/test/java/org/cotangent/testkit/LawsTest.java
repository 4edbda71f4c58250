package org.cotangent.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.cotangent.op.Custom;
import org.cotangent.op.Op;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LawsTest {
    private static List<Sample> samples() {
        var all = new ArrayList<Sample>();
        all.addAll(RowSamples.samples());
        all.addAll(CoreSamples.samples());
        all.addAll(ControlSamples.samples());
        all.addAll(IndexingSamples.samples());
        all.addAll(ReducingSamples.samples());
        all.addAll(FactorSamples.samples());
        return all;
    }

    @TestFactory
    Stream<DynamicTest> everySampleSatisfiesTheLaws() {
        return samples().stream().map(s -> dynamicTest(s.toString(), () -> Laws.check(s)));
    }

    @Test
    void everyOperationOfTheClosedSetHasSamples() {
        var covered = new HashSet<Class<?>>();
        samples().forEach(s -> covered.add(s.op().getClass()));
        var missing = operations(Op.class).filter(c -> !covered.contains(c)).map(Class::getSimpleName).toList();
        assertThat(missing).isEmpty();
    }

    /// Elementwise rows are covered by their tables.
    private static Stream<Class<?>> operations(Class<?> c) {
        if (c == Custom.class) {
            return Stream.empty();
        }
        return c.isSealed() ? Arrays.stream(c.getPermittedSubclasses()).flatMap(LawsTest::operations) : Stream.of(c);
    }
}
