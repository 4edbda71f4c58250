package org.cotangent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// `cotangent train` on small data: results, going on, what is refused.
class TrainCommandTest {
    @TempDir
    private Path folder;

    private String csv() throws IOException {
        var random = new SplittableRandom(3);
        var text = new StringBuilder("# a;b;y\n");
        for (int i = 0; i < 90; i++) {
            double a = random.nextDouble();
            double b = random.nextDouble();
            text.append(a).append(';').append(b).append(';').append(3 * a * a - 2 * b).append('\n');
        }
        return Files.writeString(folder.resolve("t.csv"), text).toString();
    }

    private static JsonNode last(Cli run) {
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        return new ObjectMapper().readTree(run.out().lines().reduce((a, b) -> b).orElseThrow());
    }

    @Test
    void trainsGoesOnAndLeavesEverything() throws IOException {
        var whole = last(Cli.run("train", "regression", "--data", csv(), "--epochs", "8", "--json", "--out",
                folder.resolve("whole").toString()));
        var half = folder.resolve("half").toString();
        var first = Cli.run("train", "regression", "--data", csv(), "--steps", "7", "--json", "--out", half);
        assertThat(last(first).get("steps").asInt()).isEqualTo(7);
        assertThat(new ObjectMapper().readTree(first.out().lines().findFirst().orElseThrow()).get("epoch").asInt())
                .isEqualTo(1);
        var rest = last(Cli.run("train", "regression", "--data", csv(), "--epochs", "8", "--json", "--resume", half));
        assertThat(rest.get("metrics")).isEqualTo(whole.get("metrics"));
        assertThat(rest.get("steps")).isEqualTo(whole.get("steps"));
        assertThat(whole.get("metrics").get("rmse").asDouble()).isLessThan(1);
        for (var name : new String[] {"loss.png", "report.html", "checkpoints/last", "checkpoints/best"}) {
            assertThat(folder.resolve("half").resolve(name)).exists();
        }
        assertThat(Files.readString(folder.resolve("half/report.html"))).contains("learning rate",
                "cotangent train regression", "data:image/png;base64,");
        try (var files = Files.list(folder.resolve("half"))) {
            assertThat(files.filter(f -> f.getFileName().toString().startsWith("events.out.tfevents"))).isNotEmpty();
        }
    }

    @Test
    void writesWhatItLearntFromAText() throws IOException {
        var text = Files.writeString(folder.resolve("t.txt"), "to be or not to be, that is the question.\n".repeat(60));
        var run = Cli.run("train", "lstm-text", "--data", text.toString(), "--steps", "2", "--out",
                folder.resolve("text").toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("t.txt, 2520 characters, 16 different", "lstm-text: 2 steps", "validation_loss");
        assertThat(run.out().lines().filter(l -> l.startsWith("    "))).isNotEmpty();
        var json = last(Cli.run("train", "lstm-text", "--data", text.toString(), "--steps", "2", "--json", "--out",
                folder.resolve("json").toString()));
        assertThat(json.get("metrics").get("validation_loss").asDouble()).isBetween(0.0, 3.0);
    }

    @Test
    void listsRecipes() {
        assertThat(Cli.run("train", "--list").out()).contains("digits", "regression", "chargpt", "lstm-text");
        assertThat(Cli.json("train", "--list").get("recipes").get(0).get("name").asString()).isEqualTo("digits");
    }

    @Test
    void whatCannotBeDoneIsOneMessageAndStatus2() throws IOException {
        var out = folder.resolve("x").toString();
        refused("no recipe of that name", "train", "digit", "--out", out);
        refused("give another folder by --out", "train", "regression", "--out", csv() + "/below-a-file");
        refused("recipe is missing", "train");
        refused("no such folder", "train", "digits", "--resume", folder.resolve("none").toString());
        refused("at least 0", "train", "digits", "--steps", "-1", "--out", out);
        refused("t10k-images-idx3-ubyte", "train", "digits", "--data", folder.toString(), "--out", out);
        refused("no such file", "train", "chargpt", "--data", folder.resolve("none.txt").toString(), "--out", out);
        refused("whole rows", "train", "regression", "--data", Files.writeString(folder.resolve("s.csv"),
                "a,b\n1,2\n").toString(), "--out", out);
        var there = Files.createDirectories(folder.resolve("there/checkpoints"));
        refused("--resume", "train", "digits", "--out", there.getParent().toString());
        Files.writeString(there.resolve("last"), "000007\n");
        refused("no such folder", "train", "regression", "--data", csv(), "--resume", there.getParent().toString());
    }

    private static void refused(String why, String... args) {
        var run = Cli.run(args);
        assertThat(run.status()).as(run.out()).isEqualTo(2);
        assertThat(run.err()).contains(why).doesNotContain("\tat ");
    }
}
