package org.cotangent.nn.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.FormatException;
import org.cotangent.core.Ops;
import org.cotangent.nn.KvCache;
import org.cotangent.nn.LstmCell;
import org.cotangent.nn.Selection;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Optimiser;
import org.cotangent.nn.optim.Schedule;
import org.cotangent.nn.text.Gpt;
import org.cotangent.nn.text.GptShape;
import org.cotangent.nn.text.LanguageModel;
import org.cotangent.nn.text.LstmModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The recipes that learn texts, with models small enough for a test.
class TextRecipeTest {
    private static final String RHYME = "one for sorrow,\ntwo for joy,\nthree for a girl,\nfour for a boy,\n";

    @TempDir
    private Path folder;

    private abstract static class Tiny<M, P extends LanguageModel<M>> extends TextRecipe<M, P> {
        @Override
        public String name() {
            return "tiny";
        }

        @Override
        public String about() {
            return "a test";
        }

        @Override
        Sizes sizes() {
            return new Sizes(8, 16, 1);
        }

        @Override
        Optimiser optimiser() {
            return Adam.of(Schedule.constant(1e-2)).withDecay(0.1, Selection.rankAtLeast(2)).clippedByNorm(1);
        }
    }

    private static final class TinyGpt extends Tiny<List<KvCache>, Gpt> {
        @Override
        Gpt begun(long seed, int letters) {
            return Gpt.of(Ops.key(seed), GptShape.of(letters, 16, 16, 1, 2).dropping(0.1));
        }
    }

    private static final class TinyLstm extends Tiny<List<LstmCell.Carry>, LstmModel> {
        @Override
        LstmModel begun(long seed, int letters) {
            return LstmModel.of(Ops.key(seed), letters, 8, 24, 1);
        }
    }

    private Path text() throws IOException {
        return Files.writeString(folder.resolve("rhyme.txt"), RHYME.repeat(40));
    }

    private Order order(String out, Long steps, boolean isContinued, List<String> said) throws IOException {
        return new Order(text(), null, null, steps, 3, Files.createDirectories(folder.resolve(out)), isContinued,
                "test", List.of(), said::add);
    }

    private void learnsAndGoesOn(Recipe recipe) throws IOException {
        var said = new ArrayList<String>();
        var name = recipe.getClass().getSimpleName();
        var whole = recipe.run(order(name, 90L, false, said));
        assertThat(said.getFirst()).contains("rhyme.txt, 2520 characters, 20 different");
        assertThat(said.getLast()).hasSizeGreaterThan(300);
        assertThat(whole.metrics().get("validation_loss")).isLessThan(1.2).isGreaterThan(0);
        recipe.run(order(name + "-half", 37L, false, new ArrayList<>()));
        var rest = new ArrayList<String>();
        var resumed = recipe.run(order(name + "-half", 90L, true, rest));
        assertThat(resumed.metrics()).isEqualTo(whole.metrics());
        assertThat(rest.getLast()).isEqualTo(said.getLast());
        for (var file : List.of("tensors.safetensors", "run.json")) {
            assertThat(last(name + "-half").resolve(file)).hasSameBinaryContentAs(last(name).resolve(file));
        }
        assertThat(Files.readString(folder.resolve(name).resolve("report.html"))).contains("<h2>Sample</h2>");
        var other = recipe.run(new Order(text(), null, null, 90L, 4, Files.createDirectories(folder.resolve(name
                + "-other")), false, "test", List.of(), _ -> { }));
        assertThat(other.metrics()).isNotEqualTo(whole.metrics());
    }

    private Path last(String name) throws IOException {
        var checkpoints = folder.resolve(name).resolve("checkpoints");
        return checkpoints.resolve(Files.readString(checkpoints.resolve("last")).strip());
    }

    @Test
    void aGptLearnsARhyme() throws IOException {
        learnsAndGoesOn(new TinyGpt());
    }

    @Test
    void anLstmLearnsARhyme() throws IOException {
        learnsAndGoesOn(new TinyLstm());
    }

    @Test
    void sourcesOfTheJdk() throws IOException {
        var zip = Path.of(System.getProperty("java.home"), "lib", "src.zip");
        if (!Files.exists(zip)) {
            System.out.println("SKIPPED: no " + zip);
            return;
        }
        var corpus = Corpus.of(null);
        var all = corpus.letters().decode(corpus.learn());
        assertThat(corpus.learn()).hasSize(1_080_000);
        assertThat(corpus.validation()).hasSize(120_000);
        assertThat(corpus.letters().size()).isBetween(80, 96);
        assertThat(all).startsWith("package java.util;").contains("public abstract class AbstractList").doesNotContain(
                "GNU General Public License");
    }

    @Test
    void textsThatCannotBeUsed() throws IOException {
        var none = folder.resolve("none.txt");
        assertThatThrownBy(() -> Corpus.of(none)).isInstanceOf(FormatException.class).hasMessageContaining(
                "no such file");
        assertThatThrownBy(() -> Corpus.of(folder)).isInstanceOf(FormatException.class);
        var brief = Files.writeString(folder.resolve("short.txt"), "abc");
        assertThatThrownBy(() -> Corpus.of(brief)).isInstanceOf(FormatException.class).hasMessageContaining(
                "3 characters");
        var bytes = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xC3, 0x28});
        assertThatThrownBy(() -> Corpus.of(bytes)).isInstanceOf(FormatException.class).hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> Corpus.jdk(none)).isInstanceOf(FormatException.class).hasMessageContaining("--data");
    }
}
