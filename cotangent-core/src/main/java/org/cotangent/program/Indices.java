package org.cotangent.program;

import java.util.ArrayList;
import java.util.List;

/// Reads what stands between the brackets of an index: whole numbers and ranges, separated by commas.
final class Indices {
    private Indices() {
    }

    static List<Step.Part> read(Words words) {
        var parts = new ArrayList<Step.Part>();
        while (true) {
            parts.add(part(words));
            words.skipNewlines();
            var t = words.next();
            if (t.is("]")) {
                return List.copyOf(parts);
            }
            if (!t.is(",")) {
                throw words.error(t, t.shown() + " in an index",
                        "indices are whole numbers and ranges such as x[0, 1:3]");
            }
        }
    }

    private static Step.Part part(Words words) {
        var ends = new ArrayList<Long>();
        ends.add(number(words));
        while (words.peek().is(":") && ends.size() < 3) {
            words.next();
            ends.add(number(words));
        }
        boolean range = ends.size() > 1;
        if (!range && ends.getFirst() == null) {
            var t = words.peek();
            throw words.error(t, t.shown() + " in an index", "indices are whole numbers and ranges such as x[0, 1:3];"
                    + " for computed indices use a function such as take");
        }
        return new Step.Part(range, ends.getFirst(), range ? ends.get(1) : null, ends.size() == 3 ? ends.get(2) : null);
    }

    private static Long number(Words words) {
        words.skipNewlines();
        boolean negative = words.peek().is("-");
        var t = words.peek(negative ? 1 : 0);
        if (t.kind() != Token.Kind.NUMBER) {
            if (negative) {
                throw words.error(t, t.shown() + " in an index", "give a whole number");
            }
            return null;
        }
        if (negative) {
            words.next();
        }
        words.next();
        if (t.text().length() > 18 || !t.text().chars().allMatch(Character::isDigit)) {
            throw words.error(t, t.shown() + " in an index", "give a whole number of at most 18 digits");
        }
        long value = Long.parseLong(t.text());
        return negative ? -value : value;
    }
}
