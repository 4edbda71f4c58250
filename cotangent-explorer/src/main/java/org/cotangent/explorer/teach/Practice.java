package org.cotangent.explorer.teach;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.FormatException;
import org.cotangent.explorer.model.Ask;
import org.cotangent.explorer.model.Evaluation;
import org.cotangent.explorer.model.Numbers;
import org.cotangent.explorer.teach.Task.Blank;
import org.cotangent.explorer.teach.Task.Option;
import org.cotangent.explorer.teach.Task.Told;
import org.cotangent.program.Node;

/// Makes questions about a program at a point; the answers are what the engine worked out.
final class Practice {
    /// The kinds of question.
    enum Kind { SENSITIVITY, MOVE, ZERO, LOCAL, SHEET, MISTAKE, SHAPE, REPEATED }

    /// What can be asked: a kind, and the node or edge that it is about (`a`, `a>b`, or nothing).
    record Topic(Kind kind, String about, String title) {
    }

    private static final double STEP = 0.01;
    private static final double SMALL = 1e-6;
    private static final int MOST_BLANKS = 16;

    private final Ask ask;
    private final Evaluation e;
    private final TensorPractice tensors;

    Practice(Ask ask, Evaluation e) {
        this.ask = ask;
        this.e = e;
        if (!e.hasBackward() || e.isLarge()) {
            throw new FormatException("ask questions about this program",
                    e.isLarge() ? e.outline().size() + " nodes" : "an output that is no number", null,
                    "give a small program whose output is a number: end it with sum(...), say", null);
        }
        this.tensors = e.nodes().stream().anyMatch(n -> n.type().rank() > 0) ? new TensorPractice(e) : null;
    }

    /// Everything that can be asked about the program.
    List<Topic> topics() {
        if (tensors != null) {
            return tensors.topics();
        }
        var out = new ArrayList<Topic>();
        for (var n : e.nodes()) {
            if (e.users(n).size() > 1) {
                out.add(new Topic(Kind.SENSITIVITY, n.name(), "What all uses of " + n.name() + " add up to"));
            }
        }
        e.variables().forEach(n -> out.add(new Topic(Kind.MOVE, n.name(), "Which way " + e.output() + " moves with "
                + n.name())));
        out.add(new Topic(Kind.ZERO, "", "Which derivative is zero"));
        for (var n : e.nodes()) {
            if (!List.of("add", "sub", "neg", "input", "parameter").contains(n.op())) {
                n.edges().stream().map(x -> x.operand()).distinct().forEach(o -> out.add(new Topic(Kind.LOCAL,
                        o + ">" + n.name(), "The local derivative from " + o + " to " + n.name())));
            }
        }
        out.add(new Topic(Kind.SHEET, "", "Fill in all derivatives"));
        if (new Mistakes(e).possible()) {
            out.add(new Topic(Kind.MISTAKE, "", "Find the mistake in a backward pass"));
        }
        return out;
    }

    /// The question of a kind about a node; `seed` chooses among variants.
    Task task(Kind kind, String about, long seed) {
        if (tensors != null) {
            return tensors.task(kind, about);
        }
        return switch (kind) {
            case SENSITIVITY -> sensitivity(e.differentiated(about));
            case MOVE -> move(e.differentiated(about));
            case ZERO -> zero();
            case LOCAL -> local(about);
            case SHEET -> sheet();
            case MISTAKE -> new Mistakes(e).task(seed);
            case SHAPE, REPEATED -> throw new FormatException("ask about shapes", "a program of numbers", null,
                    "give a program of tensors", null);
        };
    }

    static double number(Concrete c) {
        return c.getDouble(0);
    }

    private Task sensitivity(Node n) {
        var users = e.users(n);
        if (users.size() < 2) {
            throw new FormatException("ask about the uses of " + n.name(), "a value that is used once", null,
                    "name a value that is used more than once", null);
        }
        var last = users.getLast();
        double direct = number(last.edges().stream().filter(x -> x.operand().equals(n.name())).reduce((a, b) -> b)
                .orElseThrow().contribution());
        double whole = number(n.cotangent());
        return Task.choice("%s is used %d times, the last time by %s. Compare the whole derivative of %s with respect "
                .formatted(n.name(), users.size(), last.name(), e.output()) + "to " + n.name()
                + " with what comes along the edge " + n.name() + " → " + last.name() + " alone. The whole is",
                List.of(new Option("lower", "lower"), new Option("equal", "equal"), new Option("higher", "higher")),
                whole < direct ? "lower" : whole > direct ? "higher" : "equal",
                List.of("Each use sends something back; the whole is their sum.",
                        "Look at the other uses: is what they send positive, negative or zero?",
                        "The sign of a contribution is that of what arrives times that of the local derivative."),
                contributions(n));
    }

    /// The contributions that make up a node's derivative, one at a time.
    private List<Told> contributions(Node n) {
        var out = new ArrayList<Told>();
        for (var user : e.users(n).stream().distinct().toList()) {
            for (var x : user.edges()) {
                if (x.operand().equals(n.name())) {
                    out.add(new Told("Through " + user.name() + " come " + Numbers.text(number(user.cotangent()))
                            + " × " + Numbers.text(x.local()) + " = " + Numbers.text(number(x.contribution())) + ".",
                            List.of(n.name(), user.name())));
                }
            }
        }
        out.add(new Told("Together: ∂" + e.output() + "/∂" + n.name() + " = " + Numbers.text(number(n.cotangent()))
                + ".", List.of(n.name())));
        return out;
    }

    private Task move(Node n) {
        var at = new HashMap<>(ask.at());
        e.nodes().stream().filter(x -> x.op().equals(x.kind())).forEach(x -> at.putIfAbsent(x.name(), x.value()));
        at.put(n.name(), org.cotangent.core.Ops.add(n.value(), org.cotangent.core.Ops.scalar(STEP)).concrete());
        var there = ask.program() == null ? null : moved(at);
        double slope = number(n.cotangent());
        double by = there == null ? slope * STEP : there - number(e.node(e.output()).value());
        var told = new ArrayList<>(contributions(n));
        told.add(new Told("So " + n.name() + " + " + STEP + " moves " + e.output() + " by about "
                + Numbers.text(slope) + " × " + STEP + " = " + Numbers.text(slope * STEP) + "; it really moves by "
                + Numbers.text(by) + ".", List.of(n.name(), e.output())));
        return Task.choice(n.name() + " grows by " + STEP + ", all else stays. What does " + e.output() + " do?",
                moves(), key(by / STEP),
                List.of("Its derivative with respect to " + n.name() + " times " + STEP + " is a good guess.",
                        "Follow each path from " + n.name() + " to " + e.output() + " and multiply the signs."), told);
    }

    static List<Option> moves() {
        return List.of(new Option("down+", "it falls by more than 0.01"),
                new Option("down", "it falls by at most 0.01"),
                new Option("stay", "it stays where it is"), new Option("up", "it rises by at most 0.01"),
                new Option("up+", "it rises by more than 0.01"));
    }

    static String key(double slope) {
        return Math.abs(slope) < SMALL ? "stay" : (slope < 0 ? "down" : "up") + (Math.abs(slope) > 1 ? "+" : "");
    }

    private Double moved(Map<String, Concrete> at) {
        try {
            var there = Evaluation.of(new Ask(ask.program(), at, ask.parameters(), ask.dtype(), ask.scalar(), null, 0,
                    false));
            return number(there.node(there.output()).value());
        } catch (CotangentException | NullPointerException x) {
            return null;
        }
    }

    private Task zero() {
        var options = new ArrayList<Option>();
        String right = "none";
        int zeros = 0;
        for (var n : e.variables()) {
            options.add(new Option(n.name(), "that of " + n.name() + " alone"));
            if (number(n.cotangent()) == 0) {
                right = zeros++ == 0 ? n.name() : "several";
            }
        }
        options.add(new Option("several", "several of them"));
        options.add(new Option("none", "none of them"));
        var told = e.variables().stream().map(n -> new Told("∂" + e.output() + "/∂" + n.name() + " = "
                + Numbers.text(number(n.cotangent())) + ".", List.of(n.name()))).toList();
        return Task.choice("Which input's derivative is exactly zero at this point?", options, right,
                List.of("A derivative is zero where no path leads to the output, or where every path passes a local "
                        + "derivative of zero, or where paths cancel.",
                        "Look for relu and max where the other side wins, for products with zero, for comparisons."),
                told);
    }

    private Task local(String about) {
        int cut = about.indexOf('>');
        var n = e.differentiated(cut < 0 ? about : about.substring(cut + 1));
        var operand = cut < 0 ? n.edges().getFirst().operand() : about.substring(0, cut);
        var edge = n.edges().stream().filter(x -> x.operand().equals(operand) && x.local() != null).findFirst()
                .orElseThrow(() -> new FormatException("ask about " + about, "no such edge", null,
                        "write operand>operation", null));
        return Task.number("What is the local derivative ∂" + n.name() + "/∂" + operand + " at this point? (Three "
                + "digits are enough; one use of " + operand + ".)", "∂" + n.name() + "/∂" + operand, edge.local(),
                List.of("Only " + n.name() + " itself counts: everything behind it is another factor.",
                        "Differentiate " + n.op().replace('_', ' ') + ", then put the numbers in."),
                List.of(new Told("∂" + n.name() + "/∂" + operand + " = " + Numbers.text(edge.local()) + ".",
                        List.of(operand, n.name()))));
    }

    private Task sheet() {
        var blanks = new ArrayList<Blank>();
        var numbers = new LinkedHashMap<String, Double>();
        var told = new ArrayList<Told>();
        for (var n : e.nodes().reversed()) {
            if (n.cotangent() != null && !n.name().equals(e.output()) && blanks.size() < MOST_BLANKS) {
                blanks.add(new Blank(n.name(), "∂" + e.output() + "/∂" + n.name()));
                numbers.put(n.name(), number(n.cotangent()));
                told.addAll(contributions(n));
            }
        }
        return new Task("Fill in the derivatives of " + e.output() + ", from the output back. Three digits are enough.",
                List.of(), blanks, null, numbers,
                List.of("Start next to the output: its own derivative is 1.",
                        "A value that is used twice gets the sum of two products."), told);
    }
}
