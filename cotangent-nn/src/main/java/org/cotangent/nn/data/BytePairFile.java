package org.cotangent.nn.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.cotangent.core.FormatException;
import org.cotangent.io.ExistingFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Reads the tokens of a byte-pair encoding.
final class BytePairFile {
    /// How GPT-2 cuts a text into words, none of whose tokens goes into the next one.
    private static final String WORDS = "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+"
            + "|\\s+(?!\\S)|\\s+";
    private static final int BYTES = 256;

    private final Path file;
    private final Map<byte[], Integer> tokens = new HashMap<>();
    private final Map<String, Integer> special = new TreeMap<>();
    private String words = WORDS;
    private int largest = -1;

    private BytePairFile(Path file) {
        this.file = file;
    }

    static BytePairs read(Path file) throws IOException {
        ExistingFile.require(file, "read tokens from " + file, "give a tokenizer.json, vocab.json or .tiktoken file");
        var reader = new BytePairFile(file);
        try {
            var text = Files.readString(file);
            if (text.stripLeading().startsWith("{")) {
                reader.json(new ObjectMapper().readTree(text));
            } else {
                text.lines().filter(l -> !l.isBlank()).forEach(reader::line);
            }
            return reader.made();
        } catch (JacksonException | CharacterCodingException | IllegalArgumentException e) {
            throw reader.bad(e.getMessage(), e);
        }
    }

    /// A line of a `.tiktoken` file: bytes in base 64, a blank, a number.
    private void line(String line) {
        int blank = line.indexOf(' ');
        if (blank < 0) {
            throw bad("the line `" + line + "`", null);
        }
        put(Base64.getDecoder().decode(line.substring(0, blank)), Integer.parseInt(line.substring(blank + 1).strip()));
    }

    private void put(byte[] bytes, int number) {
        tokens.put(bytes, number);
        largest = Math.max(largest, number);
    }

    private void json(JsonNode json) {
        var model = json.path("model");
        var vocabulary = json;
        if (model.isObject()) {
            checked(json, model);
            vocabulary = model.path("vocab");
            for (var added : json.path("added_tokens")) {
                special.put(added.path("content").asString(), added.path("id").asInt());
                largest = Math.max(largest, added.path("id").asInt());
            }
        }
        var numbers = new HashMap<String, Integer>();
        vocabulary.properties().forEach(e -> numbers.put(e.getKey(), e.getValue().asInt(-1)));
        numbers.keySet().removeAll(special.keySet());
        var alphabet = alphabet();
        numbers.forEach((text, number) -> put(bytes(text, alphabet), number));
        ordered(model.path("merges"), numbers);
    }

    /// What `tokenizer.json` may ask for beyond pairs of bytes, and would be encoded otherwise.
    private void checked(JsonNode json, JsonNode model) {
        var before = json.path("pre_tokenizer");
        Iterable<JsonNode> parts = before.path("type").asString("").equals("Sequence") ? before.path("pretokenizers")
                : List.of(before);
        boolean overBytes = false;
        for (JsonNode part : parts) {
            var kind = part.path("type").asString("");
            overBytes |= kind.equals("ByteLevel") && !part.path("add_prefix_space").asBoolean(false);
            words = kind.equals("Split") ? part.path("pattern").path("Regex").asString(words) : words;
        }
        if (!model.path("type").asString("").equals("BPE") || !overBytes || !json.path("normalizer").isNull()
                && !json.path("normalizer").isMissingNode()) {
            throw bad("a model of type " + model.path("type") + ", pre_tokenizer " + before.path("type")
                    + ", normalizer " + json.path("normalizer").path("type")
                    + ": only BPE over bytes without a normalizer is encoded here", null);
        }
    }

    /// Pairs are put together in the order of the numbers of what they make.
    private void ordered(JsonNode merges, Map<String, Integer> numbers) {
        int before = -1;
        for (var merge : merges) {
            var made = merge.isArray() ? merge.path(0).asString() + merge.path(1).asString()
                    : merge.asString().replace(" ", "");
            int number = numbers.getOrDefault(made, -1);
            if (number <= before) {
                throw bad("the token `" + made + "` with number " + number + " after " + before
                        + ": numbers do not follow the order of merges", null);
            }
            before = number;
        }
    }

    /// GPT-2 writes each byte as one visible character: visible ones as themselves, the others from U+0100 on.
    private static Map<Integer, Byte> alphabet() {
        var out = new HashMap<Integer, Byte>();
        int next = BYTES;
        for (int b = 0; b < BYTES; b++) {
            boolean visible = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
            out.put(visible ? b : next++, (byte) b);
        }
        return out;
    }

    private byte[] bytes(String text, Map<Integer, Byte> alphabet) {
        var points = text.codePoints().toArray();
        var out = new byte[points.length];
        for (int i = 0; i < points.length; i++) {
            var b = alphabet.get(points[i]);
            if (b == null) {
                // A special token of a file that does not list them.
                return text.getBytes(StandardCharsets.UTF_8);
            }
            out[i] = b;
        }
        return out;
    }

    private BytePairs made() {
        var single = new ArrayList<Integer>();
        tokens.keySet().stream().filter(t -> t.length == 1).forEach(t -> single.add(t[0] & 0xFF));
        if (single.size() != BYTES || tokens.containsValue(-1)) {
            throw bad(single.size() + " of the 256 single bytes among " + tokens.size() + " tokens", null);
        }
        return new BytePairs(Jtokkit.of(Pattern.compile(words, Pattern.UNICODE_CHARACTER_CLASS), tokens), largest + 1,
                special);
    }

    private FormatException bad(String got, Exception cause) {
        return new FormatException("read tokens from " + file, got, null,
                "give a tokenizer.json, vocab.json or .tiktoken file with byte-pair tokens", cause);
    }
}
