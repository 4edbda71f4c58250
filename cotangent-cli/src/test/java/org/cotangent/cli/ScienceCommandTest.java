package org.cotangent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.ObjectMapper;

/// Recipes whose metrics have tables.
class ScienceCommandTest {
    @TempDir
    private Path folder;

    @Test
    void tablesAreMetrics() {
        var run = Cli.run("train", "greeks", "--steps", "1", "--json", "--out", folder.resolve("g").toString());
        assertThat(run.status()).as(run.err()).isZero();
        var last = new ObjectMapper().readTree(run.out().lines().reduce((a, b) -> b).orElseThrow());
        assertThat(last.get("recipe").asString()).isEqualTo("greeks");
        var row = last.get("metrics").get("greeks").get("european.delta");
        assertThat(row.get("low").asDouble()).isLessThan(row.get("estimate").asDouble());
        assertThat(last.get("metrics").get("known").asDouble()).isEqualTo(10);
    }

    @Test
    void listsTheRecipes() {
        assertThat(Cli.run("train", "--list").out()).contains("hmc", "pinn", "greeks", "autoencoder", "vae");
    }

    @Test
    void optionsWithoutMeaningAreRefused() {
        var out = folder.resolve("x").toString();
        for (var args : new String[][] {{"hmc", "--epochs", "3"}, {"hmc", "--steps", "2"}, {"greeks", "--epochs", "1"},
            {"pinn", "--data", "."}}) {
            var run = Cli.run("train", args[0], args[1], args[2], "--out", out);
            assertThat(run.status()).as(run.out()).isEqualTo(2);
            assertThat(run.err()).contains(args[1]).doesNotContain("\tat ");
        }
    }
}
