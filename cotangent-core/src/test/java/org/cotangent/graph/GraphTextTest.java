package org.cotangent.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.Transforms;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Shape;
import org.cotangent.core.SourceLine;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.op.Arithmetic;
import org.cotangent.op.Batch;
import org.cotangent.op.Binary;
import org.cotangent.op.Call;
import org.cotangent.op.Custom;
import org.cotangent.op.Primals;
import org.cotangent.storage.Storage;
import org.cotangent.trace.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphTextTest {
    static String golden(String name) {
        try {
            return Files.readString(Path.of(System.getProperty("basedir", "."), "src/test/java/org/cotangent/graph",
                    name)).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Model(Tensor w, Tensor b) {
    }

    static Tensor loss(Model m, Tensor x) {
        return Ops.mean(Ops.square(Ops.sub(Ops.tanh(x.matmul(m.w()).add(m.b())), Ops.scalar(0.5))));
    }

    static Graph lossGraph() {
        var types = List.of(TensorType.of(DType.FLOAT32, 3, 2), TensorType.of(DType.FLOAT32, 2),
                TensorType.of(DType.FLOAT32, 4, 3));
        return Stage.trace("loss", in -> List.of(loss(new Model(in.get(0), in.get(1)), in.get(2))), types,
                List.of("m.w", "m.b", "x"), List.of(Role.PARAM, Role.PARAM, Role.INPUT)).graph();
    }

    /// The same wherever its lines stand in this file.
    static Graph lossGraphWithoutLines() {
        return Parser.parse(Printer.printWithoutLines(lossGraph()));
    }

    @Test
    void aSmallNetworkPrintsAsInTheGoldenFile() {
        assertThat(Printer.printWithoutLines(lossGraph())).isEqualTo(golden("loss.graph"));
    }

    @Test
    void everyEquationCarriesTheUsersLine() {
        var g = lossGraph();
        assertThat(g.equations()).allSatisfy(e -> assertThat(e.line().file()).isEqualTo("GraphTextTest.java"));
        AllOpsTextTest.roundTrip(g, true);
        assertThat(Parser.parse(g.toString()).equations().getFirst().lines())
                .isEqualTo(g.equations().getFirst().lines());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 200, 300})
    void randomProgramsAreReadBack(int first) {
        for (int seed = first; seed < first + 25; seed++) {
            AllOpsTextTest.roundTrip(Verifier.verify(RandomGraphs.of(seed)), true);
        }
    }

    @Test
    void derivativesWithNestedGraphsAreReadBack() {
        var inner = Transforms.jit((Tensor t) -> Ops.sin(t.mul(t)));
        var g = Transforms.jit(Transforms.grad((Tensor t) -> Ops.sum(inner.apply(inner.apply(t)))))
                .graphFor(Ops.ones(3));
        assertThat(g.toString()).contains("[graph=graph ");
        AllOpsTextTest.roundTrip(Verifier.verify(g), true);
    }

    @Test
    void constantsAreToldApartAndKeepTheirBits() {
        var text = golden("constants.graph");
        var g = Parser.parse(text);
        assertThat(g.toString()).isEqualTo(text);
        assertThat(g.equations().get(0).operands().get(1)).isEqualTo(new Literal(Concrete.literal(DType.FLOAT32, 0.1)));
        assertThat(g.equations().get(1).operands().get(0)).isEqualTo(new Literal(Concrete.literal(DType.FLOAT32,
                0.1).asLiteral(false)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"f64", "f32", "f16", "bf16", "i32", "i64", "bool"})
    void constantsOfEveryDTypeAndSizeAreReadBack(String dtype) {
        var d = DType.parse(dtype);
        for (long n : new long[] {0, 1, 8, 9, 64, 65, 3 * 4096, 3 * 4096 + 1}) {
            var s = Storage.allocate(d.cell(), n);
            for (long i = 0; i < n; i++) {
                long bits = i * 0x9E3779B97F4A7C15L;
                Numerals.setBits(s, i, d == DType.BOOL ? i & 1 : bits);
            }
            var type = new TensorType(Shape.of(n), d);
            var b = new GraphBuilder();
            var c = new Literal(Concrete.of(type, s));
            AllOpsTextTest.roundTrip(b.build("c", List.of(c, c)), true);
        }
    }

    @Test
    void namesOfAnyKindAreReadBack() {
        var b = new GraphBuilder();
        var t = TensorType.of(DType.FLOAT32);
        Atom last = b.input(t, null, Role.INPUT);
        for (var name : List.of("a", "a", "a_2", "%0", "%1", "f32", "return", "a b", "", "\"", "\\", "é\u2028\ud800",
                "a[0].b", "a[x]", "1", "NaN",
                "a.0", "a.", "//", "@", "graph", "-x", "none")) {
            var v = b.input(t, name, Role.PARAM);
            last = b.add(Binary.ADD, List.of(last, v), List.of(t), List.of(new SourceLine(name, 1, 2)),
                    name).getFirst();
        }
        AllOpsTextTest.roundTrip(b.build("odd \"name\"\n", List.of(last)), true);
    }

    @Test
    void aGraphThatIsHeldTwiceIsPrintedOnce() {
        var t = List.of(TensorType.of(DType.FLOAT64, 2));
        var g = Stage.trace("g0", in -> List.of(in.getFirst().neg()), t, List.of("x"), null).graph();
        for (int i = 1; i <= 40; i++) {
            var inner = g;
            var b = new GraphBuilder();
            Atom x = b.input(t.getFirst(), "x", Role.INPUT);
            var y = b.add(new Call(inner), List.of(x), t, List.of()).getFirst();
            g = b.build("g" + i, List.of(b.add(new Call(inner), List.of(y), t, List.of()).getFirst()));
        }
        assertThat(g.toString().length()).isLessThan(20_000);
        AllOpsTextTest.roundTrip(Verifier.verify(g), true);
    }

    /// An operation of a user.
    public record Scaled(double factor, List<List<Long>> blocks, String note, DType dtype) implements Custom {
        @Override
        public List<TensorType> typeOf(List<TensorType> operands) {
            return operands;
        }

        @Override
        public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
            return operands;
        }

        @Override
        public List<Tensor> batch(Batch b) {
            return b.operands();
        }

        @Override
        public List<Tensor> jvp(Primals p, List<Tensor> tangents) {
            return tangents;
        }

        @Override
        public List<Tensor> vjp(Primals p, List<Tensor> cotangents, boolean[] wanted) {
            return cotangents;
        }
    }

    @Test
    void operationsOfUsersAreReadBackWhenTheParserKnowsThem() {
        var t = TensorType.of(DType.FLOAT32, 2);
        var b = new GraphBuilder();
        var x = b.input(t, "x", Role.INPUT);
        var op = new Scaled(-0.0, List.of(List.of(1L, 2L), List.of()), "a \"b\"", DType.BFLOAT16);
        var g = b.build("custom", new ArrayList<>(b.add(op, List.of(x), List.of(t), List.of())));
        assertThat(g.toString()).contains("scaled[factor=-0.0, blocks=[[1, 2], []], note=\"a \\\"b\\\"\", "
                + "dtype=bf16] x");
        var back = Parser.parse(g.toString(), "custom.graph", List.of(Scaled.class));
        assertThat(back).isEqualTo(g);
        assertThat(back.equations().getFirst().op()).isEqualTo(op);
    }

    @Test
    void equationsInAnyOrderAreOrdered() {
        var g = Parser.parse("graph f(x: f32[2] input) -> f32[2] { // comment\n b: f32[2] = neg a a: f32[2] = "
                + "exp x return b }");
        assertThat(g.equations().stream().map(e -> e.op().label())).containsExactly("exp", "neg");
        assertThat(Parser.parse("graph f(x: f32[2] input) -> () { return }").results()).isEmpty();
    }

    @Test
    void equalityLooksAtOperationsLiteralsAndWiring() {
        var text = "graph f(x: f32[2] input, y: f32[2] input) -> f32[2] { a: f32[2] = mul x 2.0 b: f32[2] = sub "
                + "a y return b }";
        var g = Parser.parse(text);
        assertThat(Parser.parse(text.replace("a:", "q:").replace("sub a", "sub q").replace("input, y",
                "param, y"))).isEqualTo(g);
        for (var change : List.of("mul x 3.0", "mul x 2.0:f32 @A.java:1 c: f32[2] = neg x", "mul y 2.0", "add x 2.0",
                "mul x -2.0", "mul 2.0 x")) {
            assertThat(Parser.parse(text.replace("mul x 2.0", change))).isNotEqualTo(g);
        }
        assertThat(g.equations().getFirst().op()).isNotEqualTo(Arithmetic.NEG);
    }
}
