package org.cotangent.program;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Reads one expression into postfix steps with an operator stack of its own, so that depth of nesting costs no Java
/// stack.
final class Expression {
    private enum Kind { INFIX, NEGATIVE, GROUP, CALL, LIST }

    private static final class Entry {
        final Kind kind;
        final Token token;
        final int binds;
        final List<String> keywords = new ArrayList<>();
        int count;

        Entry(Kind kind, Token token, int binds) {
            this.kind = kind;
            this.token = token;
            this.binds = binds;
        }

        boolean isBracket() {
            return kind == Kind.GROUP || kind == Kind.CALL || kind == Kind.LIST;
        }
    }

    private static final int COMPARE = 1;
    private static final int NEGATIVE = 4;
    private static final int POWER = 5;

    private final Words words;
    private final ArrayDeque<Entry> stack = new ArrayDeque<>();
    private final List<Step> code = new ArrayList<>();
    private int brackets;

    private Expression(Words words) {
        this.words = words;
    }

    /// The steps of the expression that starts here; stops at the end of the statement.
    static List<Step> read(Words words) {
        var e = new Expression(words);
        boolean operand = true;
        while (true) {
            if (operand || e.brackets > 0) {
                words.skipNewlines();
            }
            if (operand) {
                operand = e.operand();
            } else if (e.brackets == 0 && words.endsStatement()) {
                e.reduce(0, false);
                return List.copyOf(e.code);
            } else {
                operand = e.operator();
            }
        }
    }

    /// Reads what an operand starts with; whether an operand must still follow.
    private boolean operand() {
        var t = words.next();
        switch (t.kind()) {
            case NUMBER -> code.add(new Step.Number(t, Double.parseDouble(t.text()),
                    t.text().chars().allMatch(Character::isDigit)));
            case NAME -> {
                return name(t);
            }
            default -> {
                return opening(t);
            }
        }
        return false;
    }

    private boolean opening(Token t) {
        if (t.is("-")) {
            stack.push(new Entry(Kind.NEGATIVE, t, NEGATIVE));
        } else if (t.is("(")) {
            open(new Entry(Kind.GROUP, t, 0));
        } else if (t.is("[")) {
            open(new Entry(Kind.LIST, t, 0));
            return !closeEmpty("]");
        } else if (t.is(")") && !stack.isEmpty() && stack.peek().kind == Kind.CALL && stack.peek().count > 0) {
            throw words.error(t, "`)` after a comma", "give another argument or take the comma away");
        } else {
            throw words.error(t, t.shown() + " where a number, a name or `(` must stand", t.kind() == Token.Kind.END
                    ? "finish the expression" : "give both operands of each operator");
        }
        return true;
    }

    private boolean name(Token t) {
        if (words.peek().is("(")) {
            words.next();
            open(new Entry(Kind.CALL, t, 0));
            words.skipNewlines();
            if (closeEmpty(")")) {
                return false;
            }
            return argument();
        }
        code.add(Words.RESERVED.contains(t.text()) ? new Step.Word(t) : new Step.Name(t));
        return false;
    }

    private void open(Entry e) {
        brackets++;
        stack.push(e);
    }

    /// Closes brackets that hold nothing.
    private boolean closeEmpty(String sign) {
        words.skipNewlines();
        if (!words.peek().is(sign)) {
            return false;
        }
        words.next();
        brackets--;
        var e = stack.pop();
        code.add(e.kind == Kind.CALL ? new Step.Call(e.token, List.of()) : new Step.Brackets(e.token, 0));
        return true;
    }

    /// Reads the keyword of an argument, if it has one; whether an operand must still follow.
    private boolean argument() {
        words.skipNewlines();
        var call = stack.peek();
        if (words.peek().kind() != Token.Kind.NAME || !words.peek(1).is("=")) {
            if (!call.keywords.isEmpty() && call.keywords.getLast() != null) {
                throw words.error(words.peek(), "an argument without a name after one with a name",
                        "put arguments with names last");
            }
            call.keywords.add(null);
            return true;
        }
        var keyword = words.next();
        words.next();
        if (call.keywords.contains(keyword.text())) {
            throw words.error(keyword, "the argument `" + Source.escape(keyword.text()) + "` twice", "give it once");
        }
        call.keywords.add(keyword.text());
        if (words.peek().kind() == Token.Kind.NAME && (words.peek(1).is(",") || words.peek(1).is(")"))
                && Functions.takesWord(call.token.text(), keyword.text())) {
            code.add(new Step.Word(words.next()));
            return false;
        }
        return true;
    }

    /// Reads what follows an operand; whether another operand must follow.
    private boolean operator() {
        var t = words.next();
        int binds = binds(t);
        if (binds > 0) {
            reduce(binds, binds == POWER);
            if (binds == COMPARE && !stack.isEmpty() && stack.peek().binds == COMPARE) {
                throw words.error(t, "a chain of comparisons", "compare two values at a time and join with and(...)");
            }
            stack.push(new Entry(Kind.INFIX, t, binds));
            return true;
        }
        if (t.is(",")) {
            return comma(t);
        }
        if (t.is(")") || t.is("]")) {
            close(t);
            return false;
        }
        if (t.is("[")) {
            code.add(new Step.Index(t, Indices.read(words)));
            return false;
        }
        throw words.error(t, t.shown() + " after a value", t.is("(")
                ? "only a name can be called; a product needs its `*`"
                : t.is("=") ? "an assignment is `name = expression`; equality is `==`"
                : t.kind() == Token.Kind.END ? "close the brackets"
                : "put an operator between two values, `;` between statements");
    }

    private static int binds(Token t) {
        if (t.kind() != Token.Kind.SIGN) {
            return 0;
        }
        return switch (t.text()) {
            case "<", "<=", ">", ">=", "==", "!=" -> COMPARE;
            case "+", "-" -> 2;
            case "*", "/", "@" -> 3;
            case "^" -> POWER;
            default -> 0;
        };
    }

    /// Moves operators that bind at least as tightly (or, for right association, more tightly) to the code.
    private void reduce(int binds, boolean right) {
        while (!stack.isEmpty() && !stack.peek().isBracket()) {
            var e = stack.peek();
            if (right ? e.binds <= binds : e.binds < binds || binds == COMPARE && e.binds == COMPARE) {
                return;
            }
            stack.pop();
            code.add(e.kind == Kind.NEGATIVE ? new Step.Negative(e.token) : new Step.Infix(e.token));
        }
    }

    private boolean comma(Token t) {
        reduce(0, false);
        var e = stack.peek();
        if (e == null || e.kind == Kind.GROUP) {
            throw words.error(t, "`,` outside a call or a list", "write a tensor as [1, 2]");
        }
        e.count++;
        return e.kind == Kind.LIST || argument();
    }

    private void close(Token t) {
        reduce(0, false);
        var e = stack.poll();
        if (e == null || t.is("]") != (e.kind == Kind.LIST)) {
            throw words.error(t, t.shown() + (e == null ? " that closes nothing" : " against `"
                    + (e.kind == Kind.LIST ? "[" : "(")
                    + "` at " + e.token.line() + ":" + e.token.column()), "open and close brackets in pairs");
        }
        brackets--;
        if (e.kind == Kind.LIST) {
            code.add(new Step.Brackets(e.token, e.count + 1));
        } else if (e.kind == Kind.CALL) {
            code.add(new Step.Call(e.token, Collections.unmodifiableList(e.keywords)));
        }
    }
}
