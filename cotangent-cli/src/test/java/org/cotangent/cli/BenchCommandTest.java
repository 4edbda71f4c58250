package org.cotangent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;

/// `cotangent bench`: what it lists, measures and refuses.
class BenchCommandTest {
    @Test
    void itListsTheWorkloads() {
        var run = Cli.run("bench", "--list");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("W1-100000", "W2g-2048", "W8h", "W9-vmap");
        var lines = Cli.run("bench", "W9", "--list", "--json").out().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(new ObjectMapper().readTree(lines.getFirst()).get("workload").asString()).isEqualTo("W9");
    }

    @Test
    void aWorkloadIsMeasuredInAProcessOfItsOwn() {
        System.setProperty("warm", "0.1");
        try {
            var run = Cli.run("bench", "W9-vmap", "--json", "--profile", "--threads", "1");
            assertThat(run.err()).isEmpty();
            assertThat(run.status()).isZero();
            var d = new ObjectMapper().readTree(run.out());
            assertThat(d.get("variant").asString()).isEqualTo("vmap");
            assertThat(d.get("threads").asInt()).isEqualTo(1);
            assertThat(d.get("check").get(0).asDouble()).isBetween(54348.23, 54348.24);
            for (var name : List.of("seconds", "min", "max", "runs", "firstSeconds", "steadySeconds", "peakRss")) {
                assertThat(d.get(name).asDouble()).as(name).isPositive();
            }
            assertThat(d.get("steps").size()).isPositive();
            assertThat(d.get("roofline").get("float32").asDouble()).isPositive();
            assertThat(BenchTable.text(run.out())).contains("W9 vmap, compiled, 1 threads", "of roofline");
        } finally {
            System.clearProperty("warm");
        }
    }

    @Test
    void whatItDoesNotKnowIsStatus2() {
        var run = Cli.run("bench", "W77");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("no workload is called W77", "W9-fori");
        assertThat(Cli.run("bench", "W3", "--threads", "-1").status()).isEqualTo(2);
        assertThat(Cli.run("bench", "W3", "--eager", "--profile").err()).contains("leave one out");
    }
}
