package org.cotangent.explain;

import java.util.List;
import java.util.Locale;
import org.cotangent.core.SourceLine;

/// Something that is wrong with a program's numbers, where it begins, and what to do about it.
///
/// @param kind      what is wrong
/// @param direction whether it shows in the values or in the cotangents
/// @param node      the node at which it begins, as it is called in the program (`%3` where it has no name)
/// @param line      the user's line, or null where unknown
/// @param cause     why, in words, with the numbers that did it
/// @param slice     the nodes that lead from there to the output (forward) or to the input (backward), in that order
/// @param cure      what to do
public record Finding(Kind kind, Direction direction, String node, SourceLine line, String cause, List<String> slice,
        String cure) {
    /// What can be wrong.
    public enum Kind {
        NAN, INFINITY, ZERO, VANISHING, EXPLODING, DISCONNECTED, STOPPED, DEAD_RELU, SATURATED, UNDERFLOW, CAST,
        COMPARISON, INDEX, CLIPPED, WHERE, SHAPE;

        /// The name in documents: `dead_relu`.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Where it shows.
    public enum Direction {
        FORWARD, BACKWARD;

        /// The name in documents.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Finding {
        slice = List.copyOf(slice);
    }

    @Override
    public String toString() {
        return kind.text() + " (" + direction.text() + ") at " + node + (line == null ? "" : " @" + line) + ": " + cause
                + "\n  by way of " + String.join(" -> ", slice) + "\n  do: " + cure;
    }
}
