package org.cotangent.explorer.model;

import tools.jackson.databind.json.JsonMapper;

/// Writes documents of maps, lists, texts and numbers.
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {
    }

    /// The document as UTF-8.
    public static byte[] bytes(Object document) {
        return MAPPER.writeValueAsBytes(document);
    }
}
