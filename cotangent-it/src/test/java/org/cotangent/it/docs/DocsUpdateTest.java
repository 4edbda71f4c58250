package org.cotangent.it.docs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Not a test: the way to run [DocsUpdate] from Maven, on demand.
class DocsUpdateTest {
    @Test
    @EnabledIfSystemProperty(named = "cotangent.docs.update", matches = "true")
    void update() throws Exception {
        DocsUpdate.main(new String[0]);
    }
}
