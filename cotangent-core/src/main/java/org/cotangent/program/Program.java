package org.cotangent.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.Fn1;
import org.cotangent.core.DType;
import org.cotangent.core.SourceLine;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Role;

/// A program text that has been read: statements `name = expression`, separated by `;` or newlines, the last of which
/// is the output. Names that are used and never assigned are the inputs.
///
/// Newlines end a statement, except inside brackets and where an operand must still follow; `#` starts a comment.
public final class Program {
    /// The most characters that a program may have.
    public static final int MOST_CHARACTERS = 1_000_000;

    private final Source source;
    private final List<Statement> statements = new ArrayList<>();
    private final Map<String, Statement> functions = new LinkedHashMap<>();
    private final Map<String, Token> inputs = new LinkedHashMap<>();

    private Program(Source source) {
        this.source = source;
    }

    /// Reads a program; a [org.cotangent.core.ProgramException] says where it cannot be read.
    public static Program parse(String text) {
        return parse("program", text);
    }

    /// As above; `name` is what errors call the text.
    public static Program parse(String name, String text) {
        var source = new Source(name, text);
        if (text.length() > MOST_CHARACTERS) {
            throw source.error(new Token(Token.Kind.END, "", 1, 1), "read the program", text.length() + " characters",
                    "give at most " + MOST_CHARACTERS);
        }
        var program = new Program(source);
        program.read(new Words(source));
        return program;
    }

    private void read(Words words) {
        while (true) {
            while (words.peek().kind() == Token.Kind.NEWLINE || words.peek().is(";")) {
                words.next();
            }
            if (words.peek().kind() == Token.Kind.END) {
                break;
            }
            if (!statements.isEmpty() && statements.getLast().name() == null) {
                throw words.error(words.peek(), "another statement after an expression without a name (at "
                        + statements.getLast().start().line() + ":" + statements.getLast().start().column() + ")",
                        "only the last statement may go without a name; a line that continues must end with its "
                                + "operator");
            }
            statements.add(Statements.read(words));
        }
        if (statements.isEmpty() || statements.getLast().isFunction()) {
            throw words.error(words.peek(), statements.isEmpty() ? "a program without a statement"
                    : "a program that ends with a function",
                    "end it with the output, such as y = x*x");
        }
        statements.stream().filter(Statement::isFunction).forEach(s -> functions.put(s.name(), s));
        inputs.putAll(new Dependencies(this).check());
    }

    Source source() {
        return source;
    }

    List<Statement> statements() {
        return statements;
    }

    Map<String, Statement> functions() {
        return functions;
    }

    /// The text that was read.
    public String text() {
        return source.text();
    }

    /// The names of the inputs, in the order in which they are first used.
    public List<String> inputs() {
        return List.copyOf(inputs.keySet());
    }

    /// Where an input is first used.
    public SourceLine firstUse(String input) {
        return source.at(inputs.get(input));
    }

    /// The names that are assigned, in order; functions are not among them.
    public Set<String> assigned() {
        var names = new LinkedHashSet<String>();
        statements.stream().filter(s -> !s.isFunction() && s.name() != null).forEach(s -> names.add(s.name()));
        return names;
    }

    /// The name that the statement at a place assigns; null where it has none, or the place is null.
    public String assignedAt(SourceLine at) {
        String name = null;
        for (var s : at == null ? List.<Statement>of() : statements) {
            if (s.start().line() < at.line() || s.start().line() == at.line() && s.start().column() <= at.column()) {
                name = s.name();
            }
        }
        return name;
    }

    /// The name of the output, or null where the last statement has none.
    public String outputName() {
        return statements.getLast().name();
    }

    /// Where the last statement starts.
    public SourceLine outputLine() {
        return source.at(statements.getLast().start());
    }

    /// The program as a function from the inputs, in their order, to the output; lists of numbers are float64.
    public Fn1<List<Tensor>, Tensor> function() {
        return inputs -> new Machine(this, DType.FLOAT64).run(inputs).getLast();
    }

    /// The program written down for inputs of the given types; `dtype` is that of lists of numbers.
    public StagedProgram stage(List<TensorType> types, List<Role> roles, DType dtype) {
        return StagedProgram.of(this, types, roles, dtype);
    }

    /// The line of a program text around a place, with a caret under the column; empty where there is no such place.
    public static String excerpt(String name, String text, SourceLine where) {
        return where == null || !where.file().equals(name) ? "" : new Source(name, text).excerpt(where);
    }
}
