package org.cotangent.it.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A fenced block of a page: what stands behind the opening fence, the text, and the line that the text starts on.
record Fence(String info, String text, int line) {
    private static final Pattern THROWS = Pattern.compile("\\bthrows=(\\w+)");

    /// The fenced blocks of a page in order; other code blocks are not looked at.
    static List<Fence> of(List<String> lines) {
        var out = new ArrayList<Fence>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("```")) {
                int from = ++i;
                while (i < lines.size() && !lines.get(i).equals("```")) {
                    i++;
                }
                if (i == lines.size()) {
                    throw new AssertionError("the fence before line " + (from + 1) + " is never closed");
                }
                out.add(new Fence(lines.get(from - 1).substring(3).strip(), String.join("\n", lines.subList(from, i)),
                        from + 1));
            }
        }
        return out;
    }

    /// The first word behind the fence.
    String language() {
        return info.split("\\s+")[0];
    }

    /// Whether the block goes on where the Java block before it on the page ended.
    boolean continues() {
        return info.contains(" continues");
    }

    /// The simple name of the error that the block must throw.
    Optional<String> expected() {
        var m = THROWS.matcher(info);
        return m.find() ? Optional.of(m.group(1)) : Optional.empty();
    }
}
