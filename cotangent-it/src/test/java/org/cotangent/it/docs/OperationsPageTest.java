package org.cotangent.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class OperationsPageTest {
    @Test
    void theTableSaysWhatTheDefinitionsSay() throws Exception {
        assertThat(Files.readString(OperationsPage.PATH)).as("run DocsUpdate and commit docs/operations.md")
                .isEqualToNormalizingNewlines(OperationsPage.text());
    }
}
