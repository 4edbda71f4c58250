package org.cotangent.explorer.teach;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.core.FormatException;
import org.cotangent.explorer.model.Values;

/// The course that comes with the explorer: one text file a lesson, in the order of the file `index`.
public final class Lessons {
    private static final String FOLDER = "/org/cotangent/explorer/lessons/";

    private static final class Course {
        static final Map<String, Lesson> ALL = read();

        private static Map<String, Lesson> read() {
            var out = new LinkedHashMap<String, Lesson>();
            for (var id : text("index").split("\\s+")) {
                out.put(id, Lesson.read(id, text(id + ".txt")));
            }
            return out;
        }
    }

    private Lessons() {
    }

    private static String text(String file) {
        try (var in = Lessons.class.getResourceAsStream(FOLDER + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The lessons with what each needs.
    public static Map<String, Object> all() {
        return Values.object("lessons", Course.ALL.values().stream().map(Lesson::summary).toList());
    }

    /// One lesson.
    public static Lesson get(String id) {
        var found = Course.ALL.get(id);
        if (found == null) {
            throw new FormatException("open the lesson " + id, "no lesson of that name", null, "choose one of "
                    + Course.ALL.keySet(), null);
        }
        return found;
    }
}
