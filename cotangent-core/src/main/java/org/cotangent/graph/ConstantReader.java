package org.cotangent.graph;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Shape;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Storage;

/// Reads numbers, constants, and the table of constants behind a graph.
final class ConstantReader {
    private final Lexer lexer;
    private final List<Literal> table = new ArrayList<>();

    ConstantReader(Lexer lexer) {
        this.lexer = lexer;
    }

    /// Reads the table, which stands behind the graph, before the graph; leaves the lexer where it was.
    void table() {
        int start = lexer.at();
        lexer.skipGraph();
        if (lexer.takeWord("constants")) {
            lexer.demand('{', "to begin the table of constants");
            while (!lexer.take('}')) {
                entry();
            }
        }
        lexer.demandEnd();
        lexer.back(start);
    }

    private void entry() {
        lexer.demand('#', "and a constant's number, or `}`");
        int from = lexer.at();
        if (lexer.integer(0, Integer.MAX_VALUE) != table.size()) {
            throw lexer.wrong(from, "constants out of order", "number them from 0 on: this one is #" + table.size());
        }
        lexer.demand(':', "and the constant's type");
        var type = lexer.type();
        lexer.demand('=', "and the constant's numbers");
        table.add(new Literal(lexer.takeWord("base64") ? bytes(type) : decimals(type, (char) 0)));
    }

    private Concrete bytes(TensorType type) {
        int from = lexer.skipSpace();
        var text = lexer.quoted();
        if (type.shape().count() > text.length()) {
            throw lexer.wrong(from, text.length() + " characters for " + type, "give all its bytes, little-endian");
        }
        var storage = Storage.allocate(type.dtype().cell(), type.shape().count());
        try {
            Constants.fromBase64(storage, text);
        } catch (IllegalArgumentException e) {
            throw lexer.wrong(from, "Base64 that does not fit " + type + ": " + e.getMessage(),
                    "give all its bytes, little-endian", e);
        }
        return Concrete.of(type, storage);
    }

    /// As many numbers as the type has elements, between commas.
    private Concrete decimals(TensorType type, char end) {
        long count = type.shape().count();
        if (count > lexer.length() - lexer.at()) {
            throw lexer.wrong(lexer.at(), "a constant of " + count + " elements in a text that is shorter",
                    "give all its numbers");
        }
        var storage = Storage.allocate(type.dtype().cell(), count);
        for (long i = 0; i < count; i++) {
            if (i > 0) {
                lexer.demand(',', "and the next of " + count + " numbers");
            }
            number(type.dtype(), storage, i);
        }
        if (end != 0) {
            lexer.demand(end, "after " + count + " numbers");
        }
        return Concrete.of(type, storage);
    }

    private void number(DType dtype, Storage storage, long i) {
        int from = lexer.skipSpace();
        set(dtype, storage, i, lexer.number(), from);
    }

    private void set(DType dtype, Storage storage, long i, String text, int from) {
        try {
            Numerals.set(dtype, storage, i, text);
        } catch (NumberFormatException e) {
            throw lexer.wrong(from, "`" + text + "`", "expected a number of dtype " + dtype, e);
        }
    }

    /// The entry of the table whose number comes next, behind `#`.
    Literal entryOf(int from) {
        long i = lexer.integer(0, Integer.MAX_VALUE);
        if (i >= table.size()) {
            throw lexer.wrong(from, "the constant #" + i, "add it to the table `constants { ... }` behind the graph");
        }
        return table.get((int) i);
    }

    /// A constant such as `f64(1.0)` or `f32[2](1.0, 2.0)`.
    Literal inline() {
        var dtype = lexer.dtype();
        var type = new TensorType(lexer.peek() == '[' ? lexer.shape() : Shape.SCALAR, dtype);
        lexer.demand('(', "and the constant's numbers");
        return new Literal(decimals(type, ')'));
    }

    /// A number with or without a dtype, such as `2.0` or `2.0:f32`.
    Draft.Operand number() {
        int from = lexer.skipSpace();
        var text = lexer.number();
        if (lexer.take(':')) {
            return new Draft.Known(literal(lexer.dtype(), text, from));
        }
        return new Draft.Plain(text, from);
    }

    /// The scalar literal that the text stands for.
    Literal literal(DType dtype, String text, int from) {
        var kind = text.equals("true") || text.equals("false") ? DType.BOOL : dtype;
        var storage = Storage.allocate(kind.cell(), 1);
        set(kind, storage, 0, text, from);
        return new Literal(Concrete.of(new TensorType(Shape.SCALAR, kind), storage).asLiteral(true));
    }
}
