package org.cotangent.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.core.Ops;
import org.junit.jupiter.api.Test;

class NamesTest {
    /// A component named like a function of Ops hides that function in the record.
    @Test
    void componentsOfRecordsAreNoFunctions() throws IOException, URISyntaxException {
        var functions = Arrays.stream(Ops.class.getMethods()).filter(m -> Modifier.isStatic(m.getModifiers()))
                .map(m -> m.getName()).collect(Collectors.toSet());
        var home = Path.of(Layer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(home)) {
            var records = files.map(home::relativize).map(Path::toString).filter(f -> f.endsWith(".class")
                    && f.startsWith("org/cotangent/nn/") && !f.contains("/data/")).map(NamesTest::load)
                    .filter(Class::isRecord).toList();
            assertThat(records).hasSizeGreaterThan(30);
            for (var r : records) {
                assertThat(Arrays.stream(r.getRecordComponents()).map(c -> c.getName()).filter(functions::contains))
                        .as(r.getName()).isEmpty();
            }
        }
    }

    private static Class<?> load(String file) {
        try {
            return Class.forName(file.replace(".class", "").replace('/', '.'));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
