package org.cotangent.explorer.teach;

import java.util.List;
import java.util.Map;
import org.cotangent.explorer.model.Values;

/// A question with its answer; only what [#asked] tells leaves the server before somebody commits.
///
/// @param options what may be chosen; empty where a number or blanks are to be filled in
/// @param blanks the numbers to fill in, by the key under which each answer comes; one `answer` for a single number
/// @param choice the right option's key, or null
/// @param numbers the right numbers by key
/// @param hints from vague to plain; none gives a number that is hidden
/// @param told the explanation, one contribution at a time
record Task(String prompt, List<Option> options, List<Blank> blanks, String choice, Map<String, Double> numbers,
        List<String> hints, List<Told> told) {
    private static final double CLOSE = 2e-3;

    /// Something to choose.
    record Option(String key, String text) {
    }

    /// A number to fill in.
    record Blank(String key, String text) {
    }

    /// A sentence of the explanation, and the nodes that it is about.
    record Told(String text, List<String> nodes) {
    }

    static Task choice(String prompt, List<Option> options, String right, List<String> hints, List<Told> told) {
        return new Task(prompt, options, List.of(), right, Map.of(), hints, told);
    }

    static Task number(String prompt, String blank, double right, List<String> hints, List<Told> told) {
        return new Task(prompt, List.of(), List.of(new Blank("answer", blank)), null, Map.of("answer", right), hints,
                told);
    }

    /// What is told at once.
    Map<String, Object> asked() {
        return Values.object("prompt", prompt, "options", options, "blanks", blanks, "hints", hints.size());
    }

    /// Whether an answer is right: the key of an option, or numbers by key that are as close as three digits.
    Map<String, Boolean> judge(Object answer) {
        if (choice != null) {
            return Map.of("answer", choice.equals(answer));
        }
        var out = new java.util.LinkedHashMap<String, Boolean>();
        var given = answer instanceof Map<?, ?> m ? m : Map.of("answer", answer == null ? "" : answer);
        numbers.forEach((key, right) -> out.put(key, given.get(key) instanceof Number n
                && close(n.doubleValue(), right)));
        return out;
    }

    private static boolean close(double given, double right) {
        return given == right || Double.isNaN(given) && Double.isNaN(right)
                || Math.abs(given - right) <= CLOSE * Math.max(Math.abs(right), 1e-3);
    }
}
