package org.cotangent.it.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Compiles and runs every Java block and every `./cotangent` line of the documentation.
///
/// `DocsUpdate` writes what the examples print into the pages.
class DocsTest {
    @TestFactory
    Stream<DynamicTest> everyExampleSaysWhatThePageSays() {
        var examples = Pages.all().stream().flatMap(p -> Example.of(p).stream()).toList();
        assertThat(examples).hasSizeGreaterThan(20);
        var compiler = new Compiler(examples.stream().map(Example::snippet).filter(Objects::nonNull).toList());
        return examples.stream().map(e -> dynamicTest(e.toString(), () -> check(e, compiler)));
    }

    private static void check(Example e, Compiler compiler) throws ClassNotFoundException {
        var said = e.run(compiler);
        if (e.output() != null && !Runner.says(e.output().text(), said)) {
            assertThat(said.stripTrailing()).as(e.toString()).isEqualTo(e.output().text().stripTrailing());
        }
    }

    @Test
    void dotsStandForAnythingWithinALine() {
        assertThat(Runner.says("a ... c\nd", "a b c\nd\n")).isTrue();
        assertThat(Runner.says("a ... c\nd", "a b\nc\nd\n")).isFalse();
        assertThat(Runner.says("a", "a\nb")).isFalse();
        assertThat(Runner.says("1.5", "1x5")).isFalse();
        assertThat(Runner.words("grad \"a = x*y\" --at x=2,y=3"))
                .isEqualTo(List.of("grad", "a = x*y", "--at", "x=2,y=3"));
    }
}
