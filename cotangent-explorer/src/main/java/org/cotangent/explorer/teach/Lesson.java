package org.cotangent.explorer.teach;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.cotangent.core.FormatException;
import org.cotangent.core.SourceLine;
import org.cotangent.explorer.model.Values;

/// A lesson: a plain text file of lines `key: value` and paragraphs of prose; docs/explorer.md describes the format.
///
/// It holds questions and never answers, which the engine works out from the program.
public final class Lesson {
    private static final int MOST = 200_000;
    private static final Set<String> ONCE = Set.of("title", "program", "params", "next");
    private static final Set<String> MANY = Set.of("needs", "case", "predict", "hint", "misconception", "source",
            "look");

    private final String id;
    private final Map<String, String> once = new LinkedHashMap<>();
    private final List<Map<String, Object>> parts = new ArrayList<>();
    private final List<String> needs = new ArrayList<>();

    private Lesson(String id) {
        this.id = id;
    }

    /// Reads a lesson; a [FormatException] names the line that cannot be understood.
    public static Lesson read(String id, String text) {
        if (text.length() > MOST) {
            throw new FormatException("read the lesson " + id, text.length() + " characters", null,
                    "give at most " + MOST, null);
        }
        var lesson = new Lesson(id);
        var prose = new StringBuilder();
        var lines = text.split("\r?\n", -1);
        for (int i = 0; i < lines.length; i++) {
            i = lesson.line(lines, i, prose);
        }
        lesson.paragraph(prose);
        for (var needed : List.of("title", "program")) {
            if (!lesson.once.containsKey(needed)) {
                throw lesson.wrong(1, "no line `" + needed + ": ...`", "add one");
            }
        }
        return lesson;
    }

    private FormatException wrong(int line, String got, String remedy) {
        return new FormatException("read the lesson " + id, got, new SourceLine(id, line, 1), remedy, null);
    }

    /// Takes one line, and for a program those behind it that are indented; the last line taken.
    private int line(String[] lines, int i, StringBuilder prose) {
        var line = lines[i].strip();
        int colon = line.indexOf(':');
        var key = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
        if (line.isEmpty() || line.startsWith("#")) {
            paragraph(prose);
            return i;
        }
        if (!ONCE.contains(key) && !MANY.contains(key)) {
            prose.append(prose.isEmpty() ? "" : " ").append(line);
            return i;
        }
        paragraph(prose);
        var value = new StringBuilder(line.substring(colon + 1).strip());
        while (key.equals("program") && i + 1 < lines.length && lines[i + 1].startsWith("  ")) {
            value.append(value.isEmpty() ? "" : "\n").append(lines[++i].strip());
        }
        if (value.isEmpty()) {
            throw wrong(i + 1, "nothing behind `" + key + ":`", "say what it is, or leave the line out");
        }
        if (ONCE.contains(key)) {
            if (once.putIfAbsent(key, value.toString()) != null) {
                throw wrong(i + 1, "a second `" + key + ":`", "give it once");
            }
        } else {
            part(i + 1, key, value.toString());
        }
        return i;
    }

    private void paragraph(StringBuilder prose) {
        if (!prose.isEmpty()) {
            parts.add(Values.object("kind", "prose", "text", prose.toString()));
            prose.setLength(0);
        }
    }

    private void part(int line, String key, String value) {
        switch (key) {
            case "needs" -> needs.addAll(List.of(value.split("\\s*,\\s*")));
            case "case" -> {
                var words = value.split("\\s+", 2);
                parts.add(Values.object("kind", "case", "name", words[0], "at", at(line, words.length < 2 ? ""
                        : words[1])));
            }
            case "predict" -> {
                var words = value.split("\\s+", 2);
                parts.add(Values.object("kind", "predict", "question", words[0], "about", words.length < 2 ? ""
                        : words[1].replaceAll("\\s*(>|->)\\s*", ">"), "hints", new ArrayList<String>()));
            }
            case "hint" -> hint(line, value);
            case "look" -> parts.add(Values.object("kind", "look", "text", value));
            default -> parts.add(Values.object("kind", key, "text", value));
        }
    }

    @SuppressWarnings("unchecked")
    private void hint(int line, String value) {
        var last = parts.isEmpty() ? null : parts.getLast();
        if (last == null || !last.get("kind").equals("predict")) {
            throw wrong(line, "a hint without a question before it", "put it behind a line `predict: ...`");
        }
        ((List<String>) last.get("hints")).add(value);
    }

    /// `x=2, W=[[1, 2]]` as numbers and JSON texts.
    private Map<String, String> at(int line, String text) {
        var out = new LinkedHashMap<String, String>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? ',' : text.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == ',' && depth == 0 && i > from) {
                var pair = text.substring(from, i).split("=", 2);
                if (pair.length < 2 || !pair[1].strip().matches("[-+0-9.eE,\\s\\[\\]]+")) {
                    throw wrong(line, "`" + text.substring(from, i) + "` in a case",
                            "write name=number or name=[1, 2]");
                }
                out.put(pair[0].strip(), pair[1].strip());
                from = i + 1;
            }
        }
        return out;
    }

    String id() {
        return id;
    }

    /// The lesson as the page gets it.
    public Map<String, Object> json() {
        var out = summary();
        out.put("program", once.get("program"));
        out.put("params", once.containsKey("params") ? List.of(once.get("params").split("\\s*,\\s*")) : List.of());
        out.put("parts", parts);
        return out;
    }

    /// Its place on the map of lessons.
    Map<String, Object> summary() {
        return Values.object("id", id, "title", once.get("title"), "needs", needs, "next", once.get("next"));
    }
}
