package org.cotangent.explorer.teach;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.FormatException;
import org.cotangent.core.Ops;
import org.cotangent.explorer.model.Evaluation;
import org.cotangent.explorer.model.Numbers;
import org.cotangent.explorer.teach.Practice.Kind;
import org.cotangent.explorer.teach.Practice.Topic;
import org.cotangent.explorer.teach.Task.Option;
import org.cotangent.explorer.teach.Task.Told;
import org.cotangent.program.Edge;
import org.cotangent.program.Node;

/// Questions about a program of tensors: shapes of derivatives, what comes back to a value that was repeated, which
/// derivative is zero, which way the output moves.
final class TensorPractice {
    private static final double STEP = 0.01;
    private static final double SMALL = 1e-6;

    private final Evaluation e;

    TensorPractice(Evaluation e) {
        this.e = e;
    }

    /// An operand that is smaller than the result of an elementwise operation that uses it.
    private static boolean isRepeated(Node n, Edge x, Node operand) {
        return List.of("add", "sub", "mul", "div").contains(n.op()) && x.contribution() != null
                && operand.type().shape().count() < n.type().shape().count();
    }

    List<Topic> topics() {
        var out = new ArrayList<Topic>();
        for (var n : e.variables()) {
            if (n.type().rank() > 0) {
                out.add(new Topic(Kind.SHAPE, n.name(), "The shape of the derivative with respect to " + n.name()));
            }
        }
        for (var n : e.nodes()) {
            for (var x : n.edges()) {
                if (isRepeated(n, x, e.node(x.operand()))) {
                    out.add(new Topic(Kind.REPEATED, x.operand() + ">" + n.name(), "What comes back to "
                            + x.operand() + ", which is repeated"));
                }
            }
        }
        out.add(new Topic(Kind.ZERO, "", "Which derivative is zero"));
        e.variables().forEach(n -> out.add(new Topic(Kind.MOVE, n.name(), "Which way " + e.output() + " moves with "
                + n.name())));
        return out;
    }

    Task task(Kind kind, String about) {
        return switch (kind) {
            case SHAPE -> shape(e.differentiated(about));
            case REPEATED -> repeated(about);
            case ZERO -> zero();
            case MOVE -> move(e.differentiated(about));
            default -> throw new FormatException("ask about a program of tensors", "the kind `"
                    + kind.name().toLowerCase(java.util.Locale.ROOT) + "`", null,
                    "use shape, repeated, zero or move, or take the tensors apart", null);
        };
    }

    private static String shown(Node n) {
        return n.type().shape().toString();
    }

    private Task shape(Node n) {
        var shapes = new LinkedHashMap<String, String>();
        shapes.put(shown(n), shown(n));
        if (n.type().rank() == 2) {
            var turned = "[" + n.type().shape().size(1) + "," + n.type().shape().size(0) + "]";
            shapes.putIfAbsent(turned, turned + ", its transpose's");
        }
        shapes.putIfAbsent("[]", "[]: one number, as " + e.output() + " is");
        e.users(n).forEach(u -> shapes.putIfAbsent(shown(u), shown(u) + ", that of " + u.name()));
        var options = shapes.entrySet().stream().sorted(java.util.Map.Entry.comparingByKey())
                .map(x -> new Option(x.getKey(), x.getValue())).toList();
        return Task.choice("What shape does the derivative of " + e.output() + " with respect to " + n.name()
                + " have?", options, shown(n),
                List.of("Ask what one of its numbers says: how " + e.output() + " moves when one element moves.",
                        "There is one such number for each element of " + n.name() + "."),
                List.of(new Told("∂" + e.output() + "/∂" + n.name() + " has a number for each element of "
                        + n.name() + ", at the same place: its shape is " + shown(n) + ".", List.of(n.name()))));
    }

    private Task repeated(String about) {
        int cut = about.indexOf('>');
        var n = e.differentiated(cut < 0 ? about : about.substring(cut + 1));
        var operand = e.differentiated(cut < 0 ? n.edges().getLast().operand() : about.substring(0, cut));
        if (n.edges().stream().noneMatch(x -> x.operand().equals(operand.name()) && isRepeated(n, x, operand))) {
            throw new FormatException("ask about " + about, "no value that is repeated there", null,
                    "write operand>operation, with an operand that is smaller than the result", null);
        }
        long times = n.type().shape().count() / Math.max(1, operand.type().shape().count());
        var options = List.of(new Option("one", "what arrives at one of the places"),
                new Option("mean", "the mean over all places"), new Option("sum", "the sum over all places"),
                new Option("all", "all of it, in the shape " + shown(n)));
        return Task.choice(operand.name() + " " + shown(operand) + " is smaller than " + n.name() + " " + shown(n)
                + ": each of its elements is used " + times + " times. What comes back to an element of "
                + operand.name() + "?", options, "sum",
                List.of("It is a value with more than one use, only that nobody wrote them down one by one.",
                        "What do the contributions of several uses do?"),
                List.of(new Told("Each of the " + times + " uses sends something back.", List.of(n.name())),
                        new Told("Uses add up: the derivative is the sum along what was repeated, of the shape "
                                + shown(operand) + ".", List.of(operand.name(), n.name()))));
    }

    private static boolean isZero(Concrete c) {
        for (long i = 0; i < c.shape().count(); i++) {
            if (c.getDouble(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private Task zero() {
        var options = new ArrayList<Option>();
        String right = "none";
        int zeros = 0;
        for (var n : e.variables()) {
            options.add(new Option(n.name(), "that of " + n.name() + " alone"));
            if (isZero(n.cotangent())) {
                right = zeros++ == 0 ? n.name() : "several";
            }
        }
        options.add(new Option("several", "several of them"));
        options.add(new Option("none", "none of them"));
        return Task.choice("Which input's derivative is zero in every element at this point?", options, right,
                List.of("A derivative is zero where no path leads to the output, or where every path passes a local "
                        + "derivative of zero.",
                        "Look for relu and max where the other side wins, for comparisons and conversions."),
                e.variables().stream().map(n -> new Told("∂" + e.output() + "/∂" + n.name() + (isZero(n.cotangent())
                        ? " is zero everywhere." : " has elements that are not zero."), List.of(n.name()))).toList());
    }

    private Task move(Node n) {
        double slope = Ops.sum(n.cotangent()).concrete().getDouble(0);
        return Task.choice("Every element of " + n.name() + " grows by " + STEP + ", all else stays. To first order, "
                + "what does " + e.output() + " do?", Practice.moves(), Practice.key(Math.abs(slope) < SMALL ? 0
                : slope),
                List.of("Each element moves the output by its derivative times " + STEP + "; the moves add up.",
                        "So it is the sum of the derivative's elements that counts."),
                List.of(new Told("The elements of ∂" + e.output() + "/∂" + n.name() + " add up to "
                        + Numbers.text(slope) + ".", List.of(n.name())), new Told("Times " + STEP + " that is "
                        + Numbers.text(slope * STEP) + ".", List.of(n.name(), e.output()))));
    }
}
