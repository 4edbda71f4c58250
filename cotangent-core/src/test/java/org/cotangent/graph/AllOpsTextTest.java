package org.cotangent.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.SourceLine;
import org.cotangent.op.Elementwise;
import org.cotangent.op.Op;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every operation of the closed set is printed and read back, as text and as JSON, without a list of them in this
/// test.
class AllOpsTextTest {
    static Stream<Op> rows() {
        return OpTable.with(List.of()).rows().stream().sorted((a, b) -> a.label().compareTo(b.label()));
    }

    static Stream<Class<?>> records() {
        return OpTable.with(List.of()).records().stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRowOfATable(Op row) {
        var sample = new OpSamples().of(row);
        roundTrip(graph(sample), true);
        if (row instanceof Elementwise) {
            roundTrip(withLiteral(sample), true);
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecord(Class<?> record) throws ReflectiveOperationException {
        var samples = new OpSamples().of(record, 12);
        boolean fits = samples.getFirst().fits();
        if (!fits) {
            System.out.println("text of " + record.getSimpleName() + ": no operands found, type rules not checked");
        }
        samples.forEach(s -> roundTrip(graph(s), fits));
    }

    @Test
    void theClosedSetIsFound() {
        assertThat(rows().count()).isGreaterThan(50);
        assertThat(records().count()).isGreaterThan(15);
    }

    private static Graph graph(OpSamples.Sample s) {
        var b = new GraphBuilder();
        var in = new ArrayList<Atom>();
        s.operands().forEach(t -> in.add(b.input(t, null, Role.INPUT)));
        var out = b.add(s.op(), in, s.results(), List.of(new SourceLine("A.java", 3, 0), new SourceLine("my file", 9,
                4)));
        return b.build("one_op", List.copyOf(out));
    }

    private static Graph withLiteral(OpSamples.Sample s) {
        var b = new GraphBuilder();
        var in = new ArrayList<Atom>();
        s.operands().forEach(t -> in.add(b.input(t, null, Role.INPUT)));
        var dtype = s.operands().getFirst().dtype();
        in.set(in.size() - 1, new Literal(dtype.isFloat() ? Concrete.literal(dtype, 0.1) : Concrete.literal(dtype,
                1L)));
        var results = s.op().typeOf(in.stream().map(Atom::type).toList());
        return b.build("with_literal", List.copyOf(b.add(s.op(), in, results, List.of())));
    }

    static void roundTrip(Graph g, boolean checked) {
        var text = g.toString();
        var back = checked ? Parser.parse(text) : Parser.unchecked(text, List.of());
        assertThat(back).isEqualTo(g);
        assertThat(back.toString()).isEqualTo(text);
        if (checked) {
            assertThat(Verifier.verify(back)).isSameAs(back);
        }
        var json = GraphJson.write(g);
        var again = checked ? GraphJson.read(json) : GraphJson.unchecked(json, List.of());
        assertThat(again).isEqualTo(g);
        assertThat(again.toString()).isEqualTo(text);
        assertThat(GraphJson.write(again)).isEqualTo(json);
    }
}
