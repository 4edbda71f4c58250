package org.cotangent.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.cotangent.core.DType;
import org.junit.jupiter.api.Test;

/// The programs in docs/graph-format.md are read and printed as they stand there.
class GraphFormatDocTest {
    private static final Pattern BLOCK = Pattern.compile("```graph\n(.*?)\n```", Pattern.DOTALL);

    @Test
    void theExamplesOfTheDocumentationAreProgramText() throws IOException {
        var page = Files.readString(Path.of(System.getProperty("basedir", "."), "../docs/graph-format.md"));
        var blocks = BLOCK.matcher(page).results().map(m -> m.group(1)).toList();
        assertThat(blocks).isNotEmpty().allSatisfy(text -> assertThat(Parser.parse(text).toString()).isEqualTo(text));
        for (var d : DType.values()) {
            assertThat(page).contains(" " + d.text());
        }
        assertThat(page).contains("`version` = " + GraphJson.VERSION).contains("nested " + NestedGraphs.DEPTH
                + " deep");
    }
}
