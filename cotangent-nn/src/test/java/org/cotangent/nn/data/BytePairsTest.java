package org.cotangent.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotangent.core.FormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BytePairsTest {
    @TempDir
    private Path folder;

    /// Numbers that the tokenizer published with GPT-2 gives.
    @Test
    void tokensOfGpt2() {
        var gpt2 = BytePairs.gpt2();
        assertThat(gpt2.encode("Hello, world!")).containsExactly(15496, 11, 995, 0);
        assertThat(gpt2.size()).isEqualTo(50_257);
        assertThat(gpt2.special()).containsEntry("<|endoftext|>", 50_256);
        assertThat(gpt2.decode(50_256)).isEqualTo("<|endoftext|>");
        assertThat(gpt2.encode("<|endoftext|>")).hasSizeGreaterThan(1);
        for (var text : List.of("", "It's été 漢字 🎲\n\n  x", "\t\r\n\u0000", "a".repeat(3000))) {
            assertThat(gpt2.decode(gpt2.encode(text))).isEqualTo(text);
        }
        assertThatThrownBy(() -> gpt2.decode(60_000)).isInstanceOf(FormatException.class).hasMessageContaining(
                "none of the 50257 tokens");
        assertThatThrownBy(() -> BytePairs.known("r51k")).isInstanceOf(FormatException.class).hasMessageContaining(
                "r50k_base");
        assertThat(BytePairs.known("cl100k_base").size()).isEqualTo(100_277);
    }

    private static List<String> bytes() {
        return IntStream.range(0, 256).mapToObj(b -> {
            boolean visible = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
            int hidden = (int) IntStream.range(0, b).filter(o -> !(o >= '!' && o <= '~' || o >= 0xA1 && o <= 0xAC
                    || o >= 0xAE)).count();
            return Character.toString(visible ? b : 256 + hidden);
        }).toList();
    }

    /// The 256 bytes, then " a" (its blank written as a letter), "ab", "abc".
    private static String vocabulary(int shift) {
        var all = new ArrayList<>(bytes());
        all.addAll(List.of("\u0120a", "ab", "abc"));
        return IntStream.range(0, all.size()).mapToObj(i -> "\"" + all.get(i).replace("\\", "\\\\")
                .replace("\"", "\\\"") + "\": " + (i + shift)).collect(Collectors.joining(", ", "{", "}"));
    }

    private void encodes(Path file, int shift) throws IOException {
        var pairs = BytePairs.read(file);
        assertThat(pairs.encode("abcab a é")).containsExactly(258 + shift, 257 + shift, 256 + shift, ' ' + shift, 195
                + shift, 169 + shift);
        assertThat(pairs.decode(pairs.encode("abcab a é"))).isEqualTo("abcab a é");
        assertThat(pairs.size()).isGreaterThanOrEqualTo(259);
    }

    @Test
    void tokensOfFiles() throws IOException {
        encodes(Files.writeString(folder.resolve("vocab.json"), vocabulary(0)), 0);
        var lines = new StringBuilder();
        for (int i = 0; i < 256; i++) {
            lines.append(Base64.getEncoder().encodeToString(new byte[] {(byte) i})).append(' ').append(i).append('\n');
        }
        var more = List.of(" a", "ab", "abc");
        for (int i = 0; i < 3; i++) {
            lines.append(Base64.getEncoder().encodeToString(more.get(i).getBytes(StandardCharsets.UTF_8))).append(' ')
                    .append(256 + i).append('\n');
        }
        encodes(Files.writeString(folder.resolve("own.tiktoken"), lines), 0);
        var whole = tokenizer("ByteLevel", "BPE", "null", "[\"\u0120 a\", \"a b\", [\"ab\", \"c\"]]");
        encodes(Files.writeString(folder.resolve("tokenizer.json"), whole), 1);
        var read = BytePairs.read(folder.resolve("tokenizer.json"));
        assertThat(read.special()).containsEntry("<s>", 0);
        assertThat(read.decode(258, 0, 259, 0)).isEqualTo("ab<s>abc<s>");
        assertThat(read.decode(read.encode("<s>"))).isEqualTo("<s>");
        assertThat(read.encode("<s>")).hasSize(3);
    }

    private static String tokenizer(String before, String kind, String normalizer, String merges) {
        return """
                {"added_tokens": [{"id": 0, "content": "<s>", "special": true}], "normalizer": %s,
                 "pre_tokenizer": {"type": "%s", "add_prefix_space": false}, "model": {"type": "%s", "vocab": %s,
                 "merges": %s}}""".formatted(normalizer, before, kind, vocabulary(1), merges);
    }

    @Test
    void filesThatAreNone() throws IOException {
        for (var text : List.of("{", "[]", "{}", "{\"a\": 1}", "YQ==", "YQ== x", "!! 1", tokenizer("ByteLevel",
                "WordPiece", "null", "[]"), tokenizer("Whitespace", "BPE", "null", "[]"), tokenizer("ByteLevel", "BPE",
                        "{\"type\": \"NFC\"}", "[]"), tokenizer("ByteLevel", "BPE", "null", "[\"a b\", \"\u0120 a\"]"),
                vocabulary(0).replace(": 258", ": \"x\""))) {
            var file = Files.writeString(folder.resolve("bad"), text);
            assertThatThrownBy(() -> BytePairs.read(file)).as(text.substring(0, Math.min(40, text.length())))
                    .isInstanceOf(FormatException.class);
        }
        assertThatThrownBy(() -> BytePairs.read(folder.resolve("none"))).isInstanceOf(FormatException.class);
    }

    /// Our classes again, without the library.
    @Test
    void withoutTheLibraryAnErrorSaysWhatToAdd() throws Exception {
        var without = new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith("com.knuddels.")) {
                    throw new ClassNotFoundException(name);
                }
                if (!name.endsWith(".BytePairs") && !name.endsWith(".Jtokkit")) {
                    return super.loadClass(name, resolve);
                }
                try (var in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                    var bytes = in.readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        };
        var gpt2 = without.loadClass(BytePairs.class.getName()).getMethod("gpt2");
        assertThatThrownBy(() -> gpt2.invoke(null)).isInstanceOf(InvocationTargetException.class).cause()
                .hasMessageContaining("com.knuddels:jtokkit:1.1.0");
    }
}
