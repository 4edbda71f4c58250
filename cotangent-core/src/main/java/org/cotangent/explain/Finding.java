package org.cotangent.explain;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
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
/// @param within    the loops, choices and calls around that node, from the outermost one in; empty where it is in none
public record Finding(Kind kind, Direction direction, String node, SourceLine line, String cause, List<String> slice,
        String cure, List<Within> within) {
    /// An operation that holds a graph, and which of its runs is meant.
    ///
    /// @param node      the operation's node
    /// @param graph     the name of the graph that ran
    /// @param iteration which iteration, counted from 0 in the order in which they run
    /// @param of        how many there are; 0 for what is no loop
    /// @param line      the user's line of the operation, or null where unknown
    public record Within(String node, String graph, long iteration, long of, SourceLine line) {
        @Override
        public String toString() {
            return (of > 0 ? "iteration " + iteration + " of " + of + " (0 is the first) of loop " : "graph ") + graph
                    + " at " + node + (line == null ? "" : " @" + line);
        }
    }

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
        within = List.copyOf(within);
    }

    /// A finding in no loop.
    public Finding(Kind kind, Direction direction, String node, SourceLine line, String cause, List<String> slice,
            String cure) {
        this(kind, direction, node, line, cause, slice, cure, List.of());
    }

    /// The iteration of the innermost loop in which it began, or -1.
    public long iteration() {
        return within.reversed().stream().filter(w -> w.of() > 0).mapToLong(Within::iteration).findFirst().orElse(-1);
    }

    @Override
    public String toString() {
        return kind.text() + " (" + direction.text() + ") at " + node + (line == null ? "" : " @" + line)
                + within.reversed().stream().map(w -> ", in " + w).collect(Collectors.joining()) + ": " + cause
                + "\n  by way of " + String.join(" -> ", slice) + "\n  do: " + cure;
    }
}
