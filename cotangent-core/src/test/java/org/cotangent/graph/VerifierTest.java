package org.cotangent.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.GraphException;
import org.cotangent.core.SourceLine;
import org.cotangent.core.TensorType;
import org.cotangent.op.Arithmetic;
import org.cotangent.op.Binary;
import org.cotangent.op.Call;
import org.cotangent.op.Op;
import org.junit.jupiter.api.Test;

class VerifierTest {
    private static final TensorType T = TensorType.of(DType.FLOAT32, 2);
    private static final SourceLine LINE = new SourceLine("User.java", 12, 0);

    private final Var x = new Var(T, "x");
    private final Var a = new Var(T, "a");
    private final Var b = new Var(T, "b");

    private static Equation eq(Op op, Var result, Atom... operands) {
        return new Equation(op, List.of(operands), List.of(result), List.of(LINE));
    }

    private Graph graph(List<Equation> equations, Atom... results) {
        return new Graph("f", List.of(new Input(x, Role.INPUT)), equations, List.of(results));
    }

    private static void refused(Graph g, String says) {
        assertThatThrownBy(() -> Verifier.verify(g)).isInstanceOf(GraphException.class).hasMessageContaining(says)
                .hasMessageContaining("cannot verify graph f").hasMessageContaining("\n  do:    ");
    }

    @Test
    void goodGraphsPass() {
        var g = graph(List.of(eq(Binary.ADD, a, x, x), eq(Arithmetic.NEG, b, a)), b, x);
        assertThat(Verifier.verify(g)).isSameAs(g);
    }

    @Test
    void undefinedTwiceDefinedAndForeignValuesAreRefused() {
        refused(graph(List.of(eq(Arithmetic.NEG, a, b)), a),
                "the value b used at `a = neg b`, which nothing in this graph defines");
        refused(graph(List.of(), a), "the result a, which nothing defines");
        refused(graph(List.of(eq(Arithmetic.NEG, a, x), eq(Arithmetic.ABS, a, x)), a), "the value a defined twice");
        refused(graph(List.of(eq(Arithmetic.NEG, x, x)), x), "the value x defined twice");
        refused(graph(List.of(eq(Arithmetic.NEG, b, a), eq(Arithmetic.NEG, a, x)), b), "before it is defined");
    }

    @Test
    void aCycleIsRefusedWithItsNodesAndTheUsersLine() {
        var c = new Var(T, "c");
        var g = graph(List.of(eq(Arithmetic.NEG, a, c), eq(Arithmetic.ABS, b, a), eq(Binary.ADD, c, b, x)), c);
        refused(g, "a cycle: b -> c -> a -> b");
        refused(g, "User.java:12");
    }

    @Test
    void typesMustBeWhatTheRulesSay() {
        refused(graph(List.of(eq(Arithmetic.NEG, new Var(TensorType.of(DType.FLOAT64, 2), "d"), x))),
                "results of type [f64[2]]");
        refused(graph(List.of(eq(Binary.ADD, a, x))), "1 operands");
        refused(graph(List.of(eq(Binary.ADD, a, x, new Literal(Concrete.literal(DType.FLOAT64, 1.0))))), "f64[]");
        refused(graph(List.of(new Equation(Arithmetic.NEG, List.of(x), List.of(a, b), List.of()))), "results of type");
    }

    @Test
    void scalarsMeetTensorsAsLiteralsOnly() {
        var one = Concrete.literal(DType.FLOAT32, 1.0);
        Verifier.verify(graph(List.of(eq(Binary.ADD, a, x, new Literal(one))), a));
        refused(graph(List.of(eq(Binary.ADD, a, x, new Literal(one.asLiteral(false)))), a),
                "a scalar value of type f32[] beside a tensor");
    }

    @Test
    void nestedGraphsAreClosedAndVerified() {
        var inner = graph(List.of(eq(Arithmetic.NEG, a, b)), a);
        var y = new Var(T, "y");
        refused(new Graph("outer", List.of(new Input(b, Role.INPUT)), List.of(eq(new Call(inner), y, b)), List.of(y)),
                "value b used");
        var good = graph(List.of(eq(Arithmetic.NEG, a, x)), a);
        refused(new Graph("f", List.of(new Input(b, Role.INPUT)), List.of(eq(new Call(good), y)), List.of(y)),
                "0 operands");
    }
}
