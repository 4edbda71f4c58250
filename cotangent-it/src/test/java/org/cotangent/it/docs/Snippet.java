package org.cotangent.it.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A Java block as a compact source file that can be compiled.
///
/// A block with a `main` is taken as it is. Of any other, imports go to the top, declarations at the left margin
/// (records, classes, interfaces, enums, static methods) become members, and the rest is the body of `main`; the
/// imports of Cotangent are added. A block that continues another one carries that one's lines in front.
final class Snippet {
    private static final Pattern MAIN = Pattern.compile("\\bvoid main\\(");
    private static final Pattern DECLARATION = Pattern.compile("(public |static |final |sealed |abstract )*"
            + "(record|class|interface|enum|@interface|static) .*");
    private static final List<String> IMPORTS = List.of("import static org.cotangent.Transforms.*;",
            "import static org.cotangent.core.Ops.*;", "import org.cotangent.*;", "import org.cotangent.core.*;");

    private final String className;
    private final List<String> source = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();

    private Snippet(String className) {
        this.className = className;
    }

    /// The program of the blocks, each of which continues the one before.
    static Snippet of(String className, List<Fence> blocks) {
        var s = new Snippet(className);
        if (blocks.size() == 1 && MAIN.matcher(blocks.getFirst().text()).find()) {
            s.asIs(blocks.getFirst());
        } else {
            s.wrapped(blocks);
        }
        return s;
    }

    String className() {
        return className;
    }

    String source() {
        return String.join("\n", source) + "\n";
    }

    /// The line of its block that a line of the source stands on; 0 for lines that were added.
    int place(int line) {
        return line >= 1 && line <= places.size() ? places.get(line - 1) : 0;
    }

    /// What is said of the source file, said of the block instead, as if it were a file of its own called Main.java.
    String inBlock(String text) {
        return Pattern.compile(Pattern.quote(className) + "\\.java:(\\d+)").matcher(text)
                .replaceAll(m -> "Main.java:" + place(Integer.parseInt(m.group(1))));
    }

    private void asIs(Fence block) {
        var lines = block.text().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            add(lines.get(i), i + 1);
        }
    }

    private void add(String line, int place) {
        source.add(line);
        places.add(place);
    }

    private record Line(String text, int place) {
    }

    private void wrapped(List<Fence> blocks) {
        IMPORTS.forEach(i -> add(i, 0));
        var members = new ArrayList<Line>();
        var body = new ArrayList<Line>();
        for (var block : blocks) {
            sort(block.text().lines().toList(), members, body);
        }
        members.forEach(l -> add(l.text(), l.place()));
        add("void main() throws Exception {", 0);
        body.forEach(l -> add(l.text(), l.place()));
        add("}", 0);
    }

    private void sort(List<String> lines, List<Line> members, List<Line> body) {
        int depth = 0;
        boolean inMember = false;
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (depth == 0 && line.startsWith("import ")) {
                add(line, i + 1);
                continue;
            }
            if (depth == 0 && !inMember) {
                inMember = DECLARATION.matcher(line).matches();
            }
            (inMember ? members : body).add(new Line(line, i + 1));
            depth += count(line, '{') - count(line, '}');
            if (depth == 0 && (line.endsWith("}") || line.endsWith(";"))) {
                inMember = false;
            }
        }
    }

    private static int count(String line, char c) {
        return (int) line.chars().filter(x -> x == c).count();
    }
}
