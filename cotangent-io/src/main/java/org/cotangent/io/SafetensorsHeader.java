package org.cotangent.io;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.core.CotangentException;
import org.cotangent.core.FormatException;
import org.cotangent.core.Shape;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// The header of a safetensors file, read strictly: no entry twice, no holes and no overlaps in the data.
final class SafetensorsHeader {
    /// Where a tensor's bytes lie, counted from the first byte behind the header.
    record Place(TensorEntry entry, FileKind kind, long from, long to) {
    }

    private static final int DEEPEST = 3;
    private static final int MOST_AXES = 64;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxNumberLength(20)
                    .maxNameLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).build())
            .build();

    private final Function<String, FormatException> bad;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private SafetensorsHeader(Function<String, FormatException> bad) {
        this.bad = bad;
    }

    /// Reads the text of a header in front of `data` bytes of numbers.
    static SafetensorsHeader parse(byte[] text, long data, Function<String, FormatException> bad) {
        int end = text.length;
        while (end > 0 && text[end - 1] == ' ') {
            end--;
        }
        if (end == 0 || text[0] != '{' || text[end - 1] != '}') {
            throw bad.apply("a header that is no JSON object padded with spaces");
        }
        var header = new SafetensorsHeader(bad);
        try (var json = JSON.createParser(ObjectReadContext.empty(), text, 0, end)) {
            header.read(json);
        } catch (JacksonException e) {
            throw bad.apply("a header that is no JSON of the expected form, or has an entry twice: "
                    + Shown.text(e.getOriginalMessage()));
        }
        header.checkPlaces(data);
        return header;
    }

    Map<String, Place> places() {
        return places;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    private void read(JsonParser json) {
        json.nextToken();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = json.currentName();
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw bad.apply("an entry " + Shown.text(name) + " that is no object");
            }
            if (name.equals("__metadata__")) {
                readMetadata(json);
            } else {
                places.put(name, place(name, json));
            }
        }
        if (json.nextToken() != null) {
            throw bad.apply("something behind the header's end");
        }
    }

    private void readMetadata(JsonParser json) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            var key = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                throw bad.apply("metadata " + Shown.text(key) + " that is no string");
            }
            metadata.put(key, json.getString());
        }
    }

    private Place place(String name, JsonParser json) {
        FileKind kind = null;
        Shape shape = null;
        List<Long> range = null;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            var key = json.currentName();
            var token = json.nextToken();
            switch (key) {
                case "dtype" -> kind = kind(name, token, json);
                case "shape" -> shape = shape(name, numbers(name, token, json));
                case "data_offsets" -> range = numbers(name, token, json);
                default -> throw bad.apply("tensor " + Shown.text(name) + " with an unknown property "
                        + Shown.text(key));
            }
        }
        if (kind == null || shape == null || range == null || range.size() != 2) {
            throw bad.apply("tensor " + Shown.text(name) + " without dtype, shape and two data_offsets");
        }
        return sized(name, kind, shape, range.get(0), range.get(1));
    }

    private Place sized(String name, FileKind kind, Shape shape, long from, long to) {
        long bytes = Transfer.bytes(shape, kind, () -> bad.apply("tensor " + Shown.text(name) + " of shape " + shape
                + ", whose bytes do not fit 63 bits"));
        if (to < from || to - from != bytes) {
            throw bad.apply("tensor " + Shown.text(name) + " of " + bytes + " bytes (" + kind.safetensors() + shape
                    + ") at " + from + " to " + to);
        }
        return new Place(new TensorEntry(name, kind.safetensors(), kind.dtype(), shape, bytes), kind, from, to);
    }

    private FileKind kind(String name, JsonToken token, JsonParser json) {
        var kind = token == JsonToken.VALUE_STRING ? FileKind.ofSafetensors(json.getString()) : null;
        if (kind == null) {
            throw bad.apply("tensor " + Shown.text(name) + " of the unknown dtype " + Shown.text(json.getString()));
        }
        return kind;
    }

    private Shape shape(String name, List<Long> sizes) {
        try {
            return Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
        } catch (CotangentException e) {
            throw bad.apply("tensor " + Shown.text(name) + " of a shape that does not fit 63 bits: " + sizes);
        }
    }

    private List<Long> numbers(String name, JsonToken token, JsonParser json) {
        if (token != JsonToken.START_ARRAY) {
            throw bad.apply("tensor " + Shown.text(name) + " with a shape or offsets that are no list");
        }
        var out = new ArrayList<Long>();
        while (json.nextToken() == JsonToken.VALUE_NUMBER_INT && out.size() < MOST_AXES) {
            long value = json.getLongValue();
            if (value < 0) {
                throw bad.apply("tensor " + Shown.text(name) + " with the size or offset " + value);
            }
            out.add(value);
        }
        if (json.currentToken() != JsonToken.END_ARRAY) {
            throw bad.apply("tensor " + Shown.text(name) + " with something else than at most " + MOST_AXES
                    + " whole numbers in a list");
        }
        return out;
    }

    private void checkPlaces(long data) {
        long at = 0;
        var sorted = places.values().stream()
                .sorted(Comparator.comparingLong(Place::from).thenComparingLong(Place::to)).toList();
        for (var p : sorted) {
            if (p.from() != at) {
                throw bad.apply("tensor " + Shown.text(p.entry().name()) + " from byte " + p.from() + " on, where byte "
                        + at + " is the next that is free");
            }
            at = p.to();
        }
        if (at != data) {
            throw bad.apply("tensors of " + at + " bytes in a file with " + data + " bytes of data");
        }
    }
}
