package org.cotangent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.cotangent.core.Ops;
import org.cotangent.io.Npy;
import org.cotangent.io.Safetensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cotangent inspect` on files that are good, bad and hostile.
class InspectCommandTest {
    @TempDir
    private Path folder;

    @Test
    void namesTypesShapesBytesAndMetadata() throws IOException {
        var file = folder.resolve("no extension");
        Safetensors.write(file, Map.of("w\u001b[31m", Ops.zeros(3, 5)), Map.of("format", "pt"));
        var document = Cli.json("inspect", file.toString()).get("files").get(0);
        assertThat(document.get("format").asString()).isEqualTo("safetensors");
        assertThat(document.get("tensors").get(0).get("shape").toString()).isEqualTo("[3,5]");
        assertThat(document.get("tensors").get(0).get("bytes").asLong()).isEqualTo(60);
        assertThat(document.get("metadata").get("format").asString()).isEqualTo("pt");
        var text = Cli.run("inspect", file.toString()).out();
        assertThat(text).contains("w\\u001b[31m", "f32[3,5]", "format: pt").doesNotContain("\u001b");
    }

    @Test
    void aMalformedFileIsOneMessageAndStatus2() throws IOException {
        var good = folder.resolve("good.npy");
        Npy.write(good, Ops.zeros(2));
        var bad = folder.resolve("bad.npy");
        Files.write(bad, java.util.Arrays.copyOf(Files.readAllBytes(good), 20));
        for (var file : new Path[] {bad, folder, folder.resolve("missing")}) {
            var run = Cli.run("inspect", good.toString(), file.toString());
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains(file.toString()).doesNotContain("\tat ");
        }
    }

    @Test
    void aTrainingRunIsLookedInto() throws IOException {
        var run = folder.resolve("run");
        assertThat(Cli.run("train", "regression", "--quiet", "--epochs", "1", "--steps", "5", "--out", run.toString())
                .status()).isZero();
        for (var place : new Path[] {run, run.resolve("checkpoints")}) {
            var document = Cli.json("inspect", place.toString()).get("files").get(0);
            assertThat(document.get("format").asString()).isEqualTo("checkpoint");
            assertThat(document.get("metadata").get("step").asString()).isEqualTo("5");
            assertThat(document.get("metadata").get("notes").asString()).contains("regression");
            assertThat(document.get("tensors").size()).isGreaterThan(6);
        }
        var text = Cli.run("inspect", run.toString());
        assertThat(text.out()).contains("checkpoint", "params.layers[0].weight", "step: 5", "(last");
        var last = run.resolve("checkpoints").resolve(Files.readString(run.resolve("checkpoints/last")).strip());
        assertThat(Cli.json("inspect", last.toString()).get("files").get(0).get("bytes").asLong()).isPositive();
        var tensors = last.resolve("tensors.safetensors");
        var bytes = Files.readAllBytes(tensors);
        bytes[bytes.length - 3] ^= 1;
        Files.write(tensors, bytes);
        var bad = Cli.run("inspect", run.toString());
        assertThat(bad.status()).isEqualTo(2);
        assertThat(bad.err()).contains("tensors.safetensors", "SHA-256").doesNotContain("\tat ");
    }
}
