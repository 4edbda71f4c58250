package org.cotangent.explorer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.core.Ops.add;
import static org.cotangent.core.Ops.cos;
import static org.cotangent.core.Ops.lt;
import static org.cotangent.core.Ops.mul;
import static org.cotangent.core.Ops.reshape;
import static org.cotangent.core.Ops.scalar;
import static org.cotangent.core.Ops.sin;
import static org.cotangent.core.Ops.sum;
import static org.cotangent.core.Ops.tanh;
import static org.cotangent.core.Ops.tensor;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.cotangent.Carried;
import org.cotangent.Control;
import org.cotangent.Fn2;
import org.cotangent.Transforms;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.junit.jupiter.api.Test;

/// What the page shows beside a plain evaluation: opened loops, places, steps, neurons, what the compiler does.
class ViewsTest {
    private static final String NET = "h = tanh(x@W + b); L = sum((h@V)^2)";

    private static Evaluation program(String text, Map<String, Concrete> at, List<String> parameters, boolean scalar) {
        return Evaluation.of(new Ask(text, at, parameters, DType.FLOAT64, scalar, null, 0, true));
    }

    private static Concrete matrix(long rows, long columns, double... values) {
        return reshape(tensor(values), rows, columns).concrete();
    }

    private static Evaluation net(boolean scalar) {
        return program(NET, Map.of("x", matrix(2, 2, 1, 2, 3, 4), "W", matrix(2, 3, .1, .2, .3, .4, .5, .6), "b",
                tensor(.1, 0, -.1).concrete(), "V", matrix(3, 1, 1, -1, 2)), List.of("W", "b", "V"), scalar);
    }

    private static void opens(Fn2<Tensor, Tensor, Tensor> f, Tensor x, Tensor w, String expected, int iterations) {
        var places = (List<?>) opened(f, x, w, expected).json(false).get("scopes");
        assertThat(places.stream().filter(p -> ((List<?>) p).size() > 1 || iterations == 0 && !((List<?>) p).isEmpty())
                .count()).isEqualTo(Math.max(1, Math.min(iterations, 6)));
    }

    /// What is inside, after a look at whether it gives the numbers that it gave closed.
    private static Evaluation opened(Fn2<Tensor, Tensor, Tensor> f, Tensor x, Tensor w, String expected) {
        var graph = Transforms.jit((Tensor a, Tensor b) -> f.apply(a, b)).graphFor(x, w);
        var inputs = List.of(x.concrete(), w.concrete());
        var closed = Evaluation.of(graph, inputs, new Ask(null, Map.of(), List.of(), DType.FLOAT64, false, null, 0,
                false));
        var loop = closed.outline().stream().filter(n -> closed.inside(n) != null && closed.inside(n)
                .contains(expected)).findFirst().orElseThrow();
        var open = Evaluation.of(graph, inputs, new Ask(null, Map.of(), List.of(), DType.FLOAT64, false, null, 0, false,
                List.of(loop.name())));
        assertThat(open.node(open.output()).value().getDouble(0))
                .isCloseTo(closed.node(closed.output()).value().getDouble(0), Offset.offset(1e-13));
        for (var leaf : List.of("a", "b")) {
            for (int i = 0; i < closed.node(leaf).type().shape().count(); i++) {
                assertThat(open.node(leaf).cotangent().getDouble(i)).isCloseTo(closed.node(leaf).cotangent()
                        .getDouble(i), Offset.offset(1e-12));
            }
        }
        return open;
    }

    @Test
    void loopsOpenIntoTheirIterationsAndMeanTheSame() {
        opens((x, w) -> {
            var h = Control.scan((Tensor c, Tensor row) -> new Carried<>(tanh(add(mul(c, w), row)), mul(c, c)),
                    mul(w, scalar(0.5)), x);
            return add(sum(h.out()), h.carry());
        }, tensor(.1, .2, .3, .4, .5, .6, .7, .8, .9), reshape(tensor(.5)), "loop of 9 iterations", 9);
        opens((x, w) -> Control.whileLoop((Tensor c) -> lt(c, scalar(100.0)), (Tensor c) -> add(mul(c, w), c), x),
                reshape(tensor(1.0)), reshape(tensor(.7)), "loop while", 9);
        opens((x, w) -> Control.fori(4, x, (i, c) -> mul(sin(c), w)), reshape(tensor(1.0)), reshape(tensor(.7)), "loop",
                4);
        opens((x, w) -> Control.cond(lt(x, w), (Tensor c) -> mul(sin(c), w), (Tensor c) -> mul(cos(c), w), x),
                reshape(tensor(1.0)), reshape(tensor(.7)), "choice between 2", 0);
    }

    /// The way back through a loop of unknown length is made of sweeps: they open too, and mean the same.
    @Test
    void sweepsOpen() {
        var open = opened((x, w) -> Transforms.vjp((Tensor c) -> Control.whileLoop((Tensor h) -> lt(h, scalar(100.0)),
                (Tensor h) -> add(mul(h, mul(c, scalar(0.7))), h), c)).apply(x).pullback().apply(w),
                reshape(tensor(1.0)), reshape(tensor(.7)), "2 sweeps over the iterations");
        assertThat(open.json(false).get("scopes").toString()).contains("sweep 1, there, iteration 9",
                "sweep 2, back, iteration 1");
    }

    /// A function with a derivative of its own opens into what it computes; then its derivative is that of the inside.
    @Test
    void functionsWithADerivativeOfTheirOwnOpen() {
        var sine = Transforms.customVjp(t -> mul(sin(t), t), (t, y, ct) -> mul(ct, scalar(7.0)));
        var x = reshape(tensor(0.5));
        var graph = Transforms.jit((Tensor a) -> sine.apply(a)).graphFor(x);
        var ask = new Ask(null, Map.of(), List.of(), DType.FLOAT64, false, null, 0, false);
        var closed = Evaluation.of(graph, List.of(x.concrete()), ask);
        var node = closed.outline().getLast();
        assertThat(closed.inside(node)).contains("derivative somebody wrote");
        assertThat(closed.node("a").cotangent().getDouble(0)).isEqualTo(7);
        var open = Evaluation.of(graph, List.of(x.concrete()), new Ask(null, Map.of(), List.of(), DType.FLOAT64, false,
                null, 0, false, List.of(node.name())));
        assertThat(open.nodes().stream().map(n -> n.op())).contains("sin", "mul");
        assertThat(open.node(open.output()).value().getDouble(0)).isEqualTo(closed.node(closed.output()).value()
                .getDouble(0));
        assertThat(open.node("a").cotangent().getDouble(0)).isCloseTo(Math.sin(.5) + .5 * Math.cos(.5),
                Offset.offset(1e-15));
    }

    /// What is too large to keep all values of is cut at the node that somebody looks at.
    @Test
    void aCotangentComesFromACutGraph() {
        var e = net(false);
        for (var n : e.nodes()) {
            var cut = Cut.cotangent(e, n, n.value());
            for (int i = 0; i < n.type().shape().count(); i++) {
                assertThat(cut.getDouble(i)).as(n.name()).isCloseTo(n.cotangent().getDouble(i), Offset.offset(1e-12));
            }
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void aFindingSaysInWhichIterationItIs() {
        var x = tensor(100.0, 30, 4);
        var graph = Transforms.jit((Tensor a) -> sum(Control.fori(10, a, (i, c) -> Ops.sqrt(Ops.sub(c, scalar(1.0))))))
                .graphFor(x);
        var found = (List<Map<String, Object>>) Findings.json(Evaluation.of(graph, List.of(x.concrete()), new Ask(null,
                Map.of(), List.of(), DType.FLOAT64, false, null, 0, false))).get("findings");
        var within = (List<Map<String, Object>>) found.getFirst().get("within");
        assertThat(within).hasSize(1);
        assertThat(within.getFirst()).containsEntry("iteration", 3L).containsEntry("of", 10L);
    }

    @Test
    void numbersAndStepsSayWhichNodeTheyComeFrom() {
        var scalars = (List<?>) net(true).json(false).get("nodes");
        assertThat(scalars).filteredOn(n -> "h".equals(((Map<?, ?>) n).get("origin"))).hasSize(6);
        var fused = FusedView.json(net(false));
        var steps = (List<?>) fused.get("nodes");
        assertThat(steps).anyMatch(n -> ((List<?>) ((Map<?, ?>) n).get("members")).contains("h"));
        assertThat((Double) fused.get("value")).isCloseTo((Double) net(false).json(false).get("value"),
                Offset.offset(1e-12));
    }

    @Test
    @SuppressWarnings("unchecked")
    void aDenseNetworkIsFoundHoweverItIsWritten() {
        var layers = (List<List<Map<String, Object>>>) Network.json(net(false)).get("layers");
        assertThat(layers.stream().map(List::size).toList()).containsExactly(3, 1);
        assertThat((List<String>) layers.get(0).get(0).get("tensors")).contains("h");
        assertThat(layers.get(0).get(0)).containsEntry("examples", 2);
        var neuron = program("n = w1*x1 + w2*x2 + b; y = tanh(n)", Map.of(), List.of("w1", "w2", "b"), false);
        layers = (List<List<Map<String, Object>>>) Network.json(neuron).get("layers");
        assertThat(layers).hasSize(1);
        assertThat(layers.getFirst().getFirst()).containsEntry("name", "y").containsKey("bias");
        assertThat((List<?>) Network.json(program("a = x*y; b = sin(a)", Map.of(), List.of(), false)).get("layers"))
                .isEmpty();
    }

    @Test
    @SuppressWarnings("unchecked")
    void theCompilerIsShownWithBothNumbers() {
        var e = program("L = log(sum(exp(z)))", Map.of("z", tensor(1.0, 1000.0).concrete()), List.of(), false);
        var view = new CompilerView(e);
        var passes = (List<Map<String, Object>>) view.json(2).get("passes");
        var rewrite = passes.stream().flatMap(p -> ((List<Map<String, Object>>) p.get("rewrites")).stream())
                .findFirst().orElseThrow();
        assertThat(rewrite).containsEntry("node", "L").containsEntry("naive", "Infinity").containsEntry("rewritten",
                1000.0);
        assertThat((List<Long>) view.json(2).get("times")).hasSameSizeAs((List<?>) view.json(0).get("steps"));
        var text = "h1 = tanh(x@W + b); h2 = tanh(h1@W + b); h3 = tanh(h2@W + b); L = sum(tanh(h3@W)^2)";
        var deep = program(text, Map.of("x", Ops.convert(Ops.ones(64, 32), DType.FLOAT64).concrete(), "W",
                Ops.eye(32, DType.FLOAT64).concrete()), List.of("W", "b"), false);
        var points = (List<Map<String, Object>>) new CompilerView(deep).curve().get("points");
        assertThat(points).hasSizeGreaterThan(1);
        assertThat(points.getFirst()).containsEntry("chosen", true);
        assertThat((Long) points.getLast().get("peak")).isLessThan((Long) points.getFirst().get("peak"));
        assertThat((List<?>) points.get(1).get("repeated")).isNotEmpty();
        assertThat((List<?>) Findings.json(e).get("findings")).isNotEmpty();
    }

    @Test
    void callsOfAFunctionAndLayersArePlaces() {
        var e = program("f(t) = tanh(t)*t; L = f(f(x))", Map.of("x", scalar(.5).concrete()), List.of(), false);
        var places = Scopes.of("f(t) = tanh(t)*t; L = f(f(x))", e.graph(), e.outline(), Map.of());
        assertThat(places.stream().filter(p -> !p.isEmpty()).distinct()).hasSize(2);
    }

    private static Tensor twisted(Tensor t) {
        var u = sin(t);
        return mul(u, t);
    }

    private static Tensor turned(Tensor t) {
        return cos(mul(t, t));
    }

    @Test
    void methodsOfAJavaProgramArePlaces() {
        var x = reshape(tensor(0.5));
        var graph = Transforms.jit((Tensor a) -> turned(twisted(twisted(a)))).graphFor(x);
        var e = Evaluation.of(graph, List.of(x.concrete()), new Ask(null, Map.of(), List.of(), DType.FLOAT64, false,
                null, 0, false));
        var places = Scopes.of(null, e.graph(), e.outline(), Map.of()).stream().filter(p -> !p.isEmpty()).distinct();
        assertThat(places.map(p -> p.getFirst().replaceAll("#.*", ""))).containsExactly("twisted()", "twisted()",
                "turned()");
    }

    @Test
    void aLargeProgramIsToldByItsStructure() {
        var text = new StringBuilder("v1 = sin(x)\n");
        for (int i = 2; i <= 3000; i++) {
            text.append("v").append(i).append(" = sin(v").append(i - 1).append(")\n");
        }
        var json = program(text.toString(), Map.of("x", scalar(.5).concrete()), List.of(), false).json(false);
        assertThat(json).containsEntry("large", true).doesNotContainKey("nodes");
        assertThat((List<?>) json.get("rows")).hasSize(3001);
    }
}
