package org.cotangent.explorer.teach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.FormatException;
import org.cotangent.core.Ops;
import org.cotangent.explorer.model.Ask;
import org.cotangent.explorer.model.Evaluation;
import org.cotangent.explorer.model.Json;
import org.junit.jupiter.api.Test;

/// Questions are asked without their answers, and told afterwards.
class QuestionsTest {
    private static Ask ask(String program, Object... at) {
        var values = new java.util.HashMap<String, Concrete>();
        for (int i = 0; i < at.length; i += 2) {
            values.put((String) at[i], Ops.scalar((double) at[i + 1]).concrete());
        }
        return Ask.of(program, values, List.of());
    }

    private static final Ask FIRST = ask("a = x*y; b = sin(a); c = a + b", "x", 2.0, "y", 3.0);

    private final Questions questions = new Questions();

    private Map<String, Object> open(Ask ask, String kind, String about) {
        return questions.open(ask, Evaluation.of(ask), kind, about, 7);
    }

    private Map<String, Object> commit(Map<String, Object> q, Object answer) {
        return questions.commit((String) q.get("id"), answer);
    }

    private static String text(Object document) {
        return new String(Json.bytes(document), StandardCharsets.UTF_8);
    }

    @Test
    void theSensitivityOfAReusedValueIsHiddenUntilCommitted() {
        var q = open(FIRST, "sensitivity", "a");
        var seen = text(q) + text(questions.hint((String) q.get("id"), 0)) + text(questions.hint((String) q.get("id"),
                2));
        assertThat(seen).doesNotContain("1.96").doesNotContain("0.96").doesNotContain("5.88").doesNotContain("3.92")
                .doesNotContain("contribution\"").doesNotContain("\"choice\"").doesNotContain("told");
        var answer = commit(q, "higher");
        assertThat(answer).containsEntry("right", true).containsEntry("choice", "higher");
        assertThat(text(answer.get("told"))).contains("1 × 0.96017 = 0.96017").contains("= 1.96017");
        assertThatThrownBy(() -> commit(q, "lower")).isInstanceOf(CotangentException.class);
    }

    @Test
    void aProgramIsHiddenUnderOtherNamesToo() {
        var q = open(FIRST, "sensitivity", "a");
        assertThat(questions.hides(Evaluation.of(ask("q = s*t; r = sin(q); q + r")).graph())).isTrue();
        assertThat(questions.hides(Evaluation.of(ask("q = s*t; r = cos(q); q + r")).graph())).isFalse();
        commit(q, "lower");
        assertThat(questions.hides(Evaluation.of(FIRST).graph())).isFalse();
    }

    @Test
    void lowerEqualAndHigherAllOccur() {
        assertThat(commit(open(ask("a = x*y; b = sin(a); c = a + b", "x", 1.0, "y", Math.PI), "sensitivity", "a"),
                "lower")).containsEntry("right", true);
        assertThat(commit(open(ask("a = x*y; b = a*0; c = a + b", "x", 1.0, "y", 3.0), "sensitivity", "a"), "equal"))
                .containsEntry("right", true);
    }

    @Test
    void movesAreJudgedByWhatReallyHappens() {
        assertThat(commit(open(FIRST, "move", "x"), "up+")).containsEntry("right", true);
        assertThat(commit(open(ask("y = 0 - x/2", "x", 2.0), "move", "x"), "down")).containsEntry("right", true);
        assertThat(commit(open(ask("y = max(x, 0)*3", "x", -2.0), "move", "x"), "stay")).containsEntry("right", true);
    }

    @Test
    void zeroDerivativesAreFound() {
        var relu = ask("z = w*x; y = max(z, 0); L = y + b", "w", -1.0, "x", 2.0, "b", 1.0);
        assertThat(commit(open(relu, "zero", ""), "several")).containsEntry("right", true);
        assertThat(commit(open(FIRST, "zero", ""), "none")).containsEntry("right", true);
    }

    @Test
    void numbersNeedThreeDigits() {
        assertThat(commit(open(FIRST, "local", "a>b"), Map.of("answer", 0.96))).containsEntry("right", true);
        assertThat(commit(open(FIRST, "local", "a>b"), Map.of("answer", 0.95))).containsEntry("right", false);
        assertThat(commit(open(FIRST, "local", "a>b"), "nonsense")).containsEntry("right", false);
        var sheet = commit(open(FIRST, "sheet", ""), Map.of("a", 1.96, "b", 1, "x", 5.88, "y", 3.9));
        assertThat(sheet).containsEntry("right", false);
        assertThat(sheet.get("judged")).isEqualTo(Map.of("a", true, "b", true, "x", true, "y", false));
    }

    @Test
    void aPlantedMistakeIsTheOnlyRightChoice() {
        for (int seed = 0; seed < 20; seed++) {
            var task = new Practice(FIRST, Evaluation.of(FIRST)).task(Practice.Kind.MISTAKE, "", seed);
            assertThat(task.options()).extracting(Task.Option::key).contains(task.choice()).doesNotHaveDuplicates();
            assertThat(task.options().size()).isGreaterThan(1);
        }
    }

    @Test
    void everyLessonRunsAndEveryQuestionInItCanBeAsked() {
        for (var summary : (List<?>) Lessons.all().get("lessons")) {
            var lesson = Lessons.get((String) ((Map<?, ?>) summary).get("id")).json();
            Ask ask = null;
            for (var part : (List<?>) lesson.get("parts")) {
                var p = (Map<?, ?>) part;
                if (p.get("kind").equals("case")) {
                    ask = caseOf((String) lesson.get("program"), (Map<?, ?>) p.get("at"));
                    assertThat(Evaluation.of(ask).hasBackward()).isTrue();
                } else if (p.get("kind").equals("predict")) {
                    assertThat(open(ask, (String) p.get("question"), (String) p.get("about"))).containsKey("prompt");
                }
            }
            assertThat(ask).as(lesson.get("id").toString()).isNotNull();
            for (var needed : (List<?>) lesson.get("needs")) {
                assertThat(Lessons.get((String) needed)).isNotNull();
            }
            if (lesson.containsKey("next")) {
                assertThat(Lessons.get((String) lesson.get("next"))).isNotNull();
            }
        }
    }

    private static Ask caseOf(String program, Map<?, ?> at) {
        var values = new java.util.HashMap<String, Concrete>();
        at.forEach((k, v) -> values.put((String) k, tensor((String) v)));
        return Ask.of(program, values, List.of());
    }

    private static Concrete tensor(String text) {
        var numbers = java.util.regex.Pattern.compile("[-+0-9.eE]+").matcher(text).results()
                .mapToDouble(m -> Double.parseDouble(m.group())).toArray();
        int rows = (int) text.chars().filter(c -> c == '[').count() - 1;
        return (!text.startsWith("[") ? Ops.scalar(numbers[0]) : rows == 0 ? Ops.tensor(numbers)
                : Ops.reshape(Ops.tensor(numbers), rows, numbers.length / rows)).concrete();
    }

    @Test
    void lessonsThatMakeNoSenseAreExplained() {
        assertThatThrownBy(() -> Lesson.read("own", "title: x")).isInstanceOf(FormatException.class)
                .hasMessageContaining("program:");
        assertThatThrownBy(() -> Lesson.read("own", "title: x\nprogram: x\nhint: early"))
                .hasMessageContaining("own:3");
        assertThatThrownBy(() -> Lesson.read("own", "title: x\nprogram: x\ncase: A x=<b>"))
                .hasMessageContaining("own:3");
        assertThat(Lesson.read("own", "title: x\nprogram:\n  a = x\n  a*a\nWords\nof prose.\n\ncase: A x=2").json())
                .containsEntry("program", "a = x\na*a");
    }

    @Test
    void programsOfTensorsAreAskedAboutToo() {
        var at = Map.of("x", Ops.reshape(Ops.tensor(1.0, 2, 3, 4), 2, 2).concrete(), "b",
                Ops.tensor(1.0, 1).concrete());
        var ask = Ask.of("h = x + b; L = sum(h*h)", at, List.of("b"));
        var topics = questions.topics(ask, Evaluation.of(ask)).toString();
        assertThat(topics).contains("SHAPE").contains("b>h").contains("MOVE").contains("ZERO");
        var q = open(ask, "repeated", "b>h");
        assertThat(text(q)).doesNotContain("cotangent").doesNotContain("contribution\"").contains("used 2 times");
        assertThat(commit(q, "sum")).containsEntry("right", true);
        assertThat(commit(open(ask, "shape", "b"), "[2]")).containsEntry("right", true);
        assertThat(commit(open(ask, "zero", ""), "none")).containsEntry("right", true);
        assertThat(commit(open(ask, "move", "x"), "up+")).containsEntry("right", true);
        assertThatThrownBy(() -> open(ask, "sheet", "")).isInstanceOf(FormatException.class);
        for (var topic : questions.topics(ask, Evaluation.of(ask))) {
            assertThat(topic.toString()).isNotEmpty();
        }
    }
}
