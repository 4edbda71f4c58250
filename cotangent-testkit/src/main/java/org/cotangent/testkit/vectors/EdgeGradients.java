package org.cotangent.testkit.vectors;

import tools.jackson.databind.JsonNode;

final class EdgeGradients {
    static FileReport run(String file, JsonNode root) {
        return new Tally(file, "edge gradients", "relative").report();
    }
}
