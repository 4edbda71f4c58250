package org.cotangent.program;

import java.util.List;

/// One step of a program in postfix order: what a stack machine does next, and the place in the text that asked for it.
sealed interface Step {
    Token token();

    /// Pushes a literal; `whole` says that it was written without point and exponent.
    record Number(Token token, double value, boolean whole) implements Step {
    }

    /// Pushes the value of a name.
    record Name(Token token) implements Step {
    }

    /// Pushes a word that stands for itself: `true`, a dtype, the name of a choice.
    record Word(Token token) implements Step {
    }

    /// Replaces the top by its negative.
    record Negative(Token token) implements Step {
    }

    /// Replaces the top two values by the result of an infix operator.
    record Infix(Token token) implements Step {
    }

    /// Replaces the top values by the result of a function; `keywords` has null for arguments without one.
    record Call(Token token, List<String> keywords) implements Step {
    }

    /// Replaces the top values by a list of them.
    record Brackets(Token token, int count) implements Step {
    }

    /// Replaces the top by a part of it.
    record Index(Token token, List<Part> parts) implements Step {
    }

    /// One place in an index: a number, or a range whose ends may be left out (null).
    record Part(boolean range, Long from, Long to, Long step) {
    }
}
