package org.cotangent.explorer.teach;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cotangent.core.FormatException;
import org.cotangent.explorer.model.Evaluation;
import org.cotangent.explorer.model.Numbers;
import org.cotangent.explorer.teach.Task.Option;
import org.cotangent.explorer.teach.Task.Told;
import org.cotangent.program.Edge;
import org.cotangent.program.Node;

/// Backward passes with one mistake in them, to be found. The right numbers are the engine's; what a mistake makes of
/// them is worked out here.
final class Mistakes {
    private enum Plant {
        OVERWRITTEN("the contributions of several uses were overwritten instead of added"),
        SWAPPED("the local derivatives of the two operands were taken the wrong way round"),
        FORGOTTEN("a value needed for the local derivative was not kept, and 0 was used instead"),
        SIGN("the sign of a local derivative was lost");

        final String text;

        Plant(String text) {
            this.text = text;
        }
    }

    /// A mistake and the node where it is made.
    private record Spot(Plant plant, Node node) {
    }

    private final Evaluation e;

    Mistakes(Evaluation e) {
        this.e = e;
    }

    boolean possible() {
        return !spots().isEmpty();
    }

    private List<Spot> spots() {
        var out = new ArrayList<Spot>();
        for (var n : e.nodes()) {
            if (e.users(n).size() > 1) {
                out.add(new Spot(Plant.OVERWRITTEN, n));
            }
            var locals = n.edges().stream().map(Edge::local).toList();
            if (locals.contains(null)) {
                continue;
            }
            if (locals.size() == 2 && !locals.get(0).equals(locals.get(1))) {
                out.add(new Spot(Plant.SWAPPED, n));
            }
            if (List.of("mul", "sin", "pow_int", "tanh", "logistic", "exp").contains(n.op())) {
                out.add(new Spot(Plant.FORGOTTEN, n));
            }
            if (locals.stream().anyMatch(l -> l < 0)) {
                out.add(new Spot(Plant.SIGN, n));
            }
        }
        return out.stream().filter(this::shows).toList();
    }

    /// Whether anybody could see the mistake: some derivative comes out different.
    private boolean shows(Spot s) {
        var wrong = walk(s);
        return e.nodes().stream().anyMatch(n -> n.cotangent() != null
                && Math.abs(wrong.get(n.name()) - Practice.number(n.cotangent())) > 1e-9);
    }

    private Map<String, Double> walk(Spot s) {
        var out = new HashMap<String, Double>();
        e.nodes().forEach(n -> out.put(n.name(), 0.0));
        out.put(e.output(), 1.0);
        for (var n : e.nodes().reversed()) {
            for (int i = 0; i < n.edges().size(); i++) {
                var x = n.edges().get(i);
                double sent = out.get(n.name()) * local(s, n, i);
                boolean over = s.plant() == Plant.OVERWRITTEN && x.operand().equals(s.node().name());
                out.merge(x.operand(), sent, over ? (a, b) -> b : Double::sum);
            }
        }
        return out;
    }

    private static double local(Spot s, Node n, int i) {
        double right = n.edges().get(i).local() == null ? 0 : n.edges().get(i).local();
        if (n != s.node()) {
            return right;
        }
        return switch (s.plant()) {
            case OVERWRITTEN -> right;
            case SWAPPED -> n.edges().get(1 - i).local();
            case FORGOTTEN -> n.op().equals("sin") || n.op().equals("exp") || n.op().equals("tanh") ? 1
                    : n.op().equals("logistic") ? 0.25 : 0;
            case SIGN -> Math.abs(right);
        };
    }

    Task task(long seed) {
        var spots = spots();
        if (spots.isEmpty()) {
            throw new FormatException("plant a mistake", "a program in which none could be seen", null,
                    "give a program with a product, or with a value that is used twice", null);
        }
        var s = spots.get(new Random(seed).nextInt(spots.size()));
        var wrong = walk(s);
        var prompt = new StringBuilder("Somebody's backward pass gives ");
        for (var n : e.nodes().reversed()) {
            if (n.cotangent() != null) {
                prompt.append("∂").append(n.name()).append(" = ").append(Numbers.text(wrong.get(n.name())))
                        .append(", ");
            }
        }
        prompt.setLength(prompt.length() - 2);
        prompt.append(". One mistake is in it. Where, and which?");
        var options = new ArrayList<Option>();
        for (var o : spots) {
            if (sameNumbers(wrong, walk(o)) == (o == s)) {
                options.add(new Option(key(o), "at " + o.node().name() + ": " + o.plant().text));
            }
        }
        var told = List.of(new Told("At " + s.node().name() + " " + s.plant().text + ".", List.of(s.node().name())),
                new Told("Right would be: " + right() + ".", List.of()));
        return Task.choice(prompt.toString(), options, key(s),
                List.of("Walk back from the output: up to which node are the numbers right?",
                        "At a value that is used twice, look whether both uses are in the sum."), told);
    }

    private static boolean sameNumbers(Map<String, Double> a, Map<String, Double> b) {
        return a.keySet().stream().allMatch(k -> Math.abs(a.get(k) - b.get(k)) < 1e-9);
    }

    private static String key(Spot s) {
        return s.node().name() + ":" + s.plant().name().toLowerCase(java.util.Locale.ROOT);
    }

    private String right() {
        var out = new ArrayList<String>();
        e.nodes().reversed().stream().filter(n -> n.cotangent() != null).forEach(n -> out.add("∂" + n.name() + " = "
                + Numbers.text(Practice.number(n.cotangent()))));
        return String.join(", ", out);
    }
}
