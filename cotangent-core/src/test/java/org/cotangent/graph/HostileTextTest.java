package org.cotangent.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.cotangent.core.CotangentException;
import org.cotangent.core.FormatException;
import org.cotangent.core.GraphException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostileTextTest {
    private static final String SIGNS = "{}[]()\"\\@#&:=,-0aNx\0 ";
    private static final String HEAD = "graph f(x: f32[2,3] input) -> f32[2,3] {\n  ";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "y: f32[2,3] = frobnicate x return y            | 2:17 | does not exist",
        "y: f32[2,3] = exp2x x return y                 | 2:17 | did you mean exp",
        "y: f32[2,3] = neg return y                     | 2:3  | 0 operands",
        "y: f32[2,3] = neg x x return y                 | 2:3  | 2 operands",
        "y: f32[3,2] = neg x return y                   | 2:3  | f32[3,2]",
        "y: f32[2,3] = neg z return y                   | 2:21 | value z, which nothing",
        "y: f32[2,3] = neg x return z                   | 2:30 | value z, which nothing",
        "y: f32[2,3] = neg y return y                   | 2:3  | a cycle: y -> y",
        "y: f32[2,3] = neg x y: f32[2,3] = neg x return y | 2:23 | y defined twice",
        "x: f32[2,3] = neg x return x                   | 2:3  | x defined twice",
        "y: f32[3] = sum[axes=[7]] x return y           | 2:3  | axis from -2 to 1",
        "y: f32[3] = sum x return y                     | 2:19 | expected `[`",
        "y: f32[3] = sum[] x return y                   | 2:18 | no parameter `axes`",
        "y: f32[3] = sum[axes=[0], axes=[0]] x return y | 2:29 | twice",
        "y: f32[3] = sum[axis=[0]] x return y           | 2:19 | does not have",
        "y: f32[3] = sum[axes=[0.5]] x return y         | 2:25 | expected an integer",
        "y: f32[3] = sum[axes=[99999999999]] x return y | 2:25 | expected an integer",
        "y: f32[3] = sum[axes=0] x return y             | 2:24 | begin a list",
        "y: f32[2,3] = reduce_max[kind=min, axes=[]] x return y | 2:17 | reduce_min",
        "y: f32[2,3] = reduce_max[kind=least, axes=[]] x return y | 2:33 | one of [prod",
        "y: f32[9223372036854775807,9] = neg x return y | 2:9  | [9223372036854775807, 9]",
        "y: f32[99999999999999999999] = neg x return y  | 2:10 | expected an integer",
        "y: f32[-1] = neg x return y                    | 2:10 | expected an integer",
        "y: f99[2] = neg x return y                     | 2:6  | expected a dtype",
        "y: f32[2,3] = mul x 2.0:i32 return y           | 2:23 | number of dtype i32",
        "y: f32[2,3] = mul x true return y              | 2:3  | f32[2,3]",
        "y: f32[2,3] = mul x f32(2.0) return y          | 2:3  | a scalar value",
        "y: f32[2,3] = mul x 1e return y                | 2:23 | number of dtype f32",
        "y: f32[2,3] = mul x NaN(0x1) return y          | 2:23 | number of dtype f32",
        "y: f32[2,3] = mul x #0 return y                | 2:23 | constant #0",
        "y: f32[2,3] = mul x f32[9000000000](1.0) return y | 2:39 | shorter",
        "y: f32[2,3] = call[graph=&1] x return y        | 2:28 | &1, which is no graph before",
        "y: f32[2,3] = neg x @A.java return y           | 2:31 | expected `:`",
        "y: f32[2,3] = neg x @A.java:99999999999 return y | 2:31 | expected an integer",
        "y: f32[2,3] = neg x return y y                 | 1:7  | 2 returned values",
        "y: f32[2,3] = neg x return 1.0                 | 1:7  | result 0 of type f32[]",
        "y: f32[2,3] = neg x return y } trailing        | 2:34 | end of the text",
        "y: f32[2,3] = neg x return y } constants { #1: f32[] = 1.0 | 2:47 | out of order",
        "y: f32[2,3] = neg x return y } constants { #0: f32[900000000000] = base64 \"AAAA\" | 2:77 | characters",
        "y: f32[2,3] = neg x return y } constants { #0: f32[2] = base64 \"AAAA\" | 2:66 | Base64",
        "\"y: f32[2,3] = neg x return y                  | 2:3  | does not end",
        "y: f32[2,3] = neg \"\\u12g4\" return y          | 2:24 | hexadecimal",
    })
    void isRefusedWithLineAndColumn(String body, String place, String says) {
        assertThatThrownBy(() -> Parser.parse(HEAD + body.strip() + "}", "bad.graph", List.of()))
                .isInstanceOfAny(FormatException.class, GraphException.class)
                .hasMessageContaining(says.strip())
                .satisfies(e -> assertThat(((CotangentException) e).where().toString()).isEqualTo("bad.graph:"
                        + place.strip()));
    }

    @Test
    void aCycleIsRefusedWithItsNodesInOrder() {
        assertThatThrownBy(() -> Parser.parse(HEAD + """
                a: f32[2,3] = neg x
                  b: f32[2,3] = add a d
                  c: f32[2,3] = exp b
                  d: f32[2,3] = tanh c
                  return d }""")).isInstanceOf(GraphException.class).hasMessageContaining("a cycle: c -> d -> b -> c");
    }

    @Test
    void deepNestingIsRefusedWithoutOverflow() {
        var graphs = "graph g() -> () { = call[graph=".repeat(100_000);
        assertThatThrownBy(() -> Parser.parse(graphs)).isInstanceOf(FormatException.class)
                .hasMessageContaining("nested deeper than 200");
        var brackets = HEAD + "y: f32[3] = scaled[factor=1.0, blocks=" + "[".repeat(100_000);
        assertThatThrownBy(() -> Parser.parse(brackets, "g",
                List.of(GraphTextTest.Scaled.class))).isInstanceOf(FormatException.class);
    }

    @Test
    void aLongCycleIsFoundWithoutRecursionAndItsNameStaysShort() {
        var text = new StringBuilder("graph f() -> () {\n");
        for (int i = 0; i < 100_000; i++) {
            text.append("v").append(i).append(": f32[] = neg v").append((i + 1) % 100_000).append('\n');
        }
        assertThatThrownBy(() -> Parser.parse(text
                + "return }")).isInstanceOf(GraphException.class).hasMessageContaining("99984 more")
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(1000));
    }

    @Test
    void aShortTextOfManySharedGraphsIsReadAndComparedQuickly() {
        var text = new StringBuilder("graph f(x: f32[] input) -> f32[] {\n y0: f32[] = call[graph=graph &1 g(x: "
                + "f32[] input) -> f32[] { return x }] x\n");
        for (int i = 1; i < 1000; i++) {
            text.append((" y%d: f32[] = call[graph=graph &%d g(x: f32[] input) -> f32[] { a: f32[] = "
                    + "call[graph=&%d] x\n").formatted(i, i + 1, i))
                    .append(" b: f32[] = call[graph=&%d] a return b }] y%d\n".formatted(i, i - 1));
        }
        text.append(" return y999 }");
        var g = Parser.parse(text.toString());
        assertThat(Parser.parse(text.toString())).isEqualTo(g);
        assertThat(Verifier.verify(g)).isSameAs(g);
        assertThat(GraphJson.write(g).length()).isLessThan(2_000_000);
        assertThatThrownBy(g::toString).isInstanceOf(GraphException.class)
                .hasMessageContaining("nested deeper than 200");
    }

    /// Cuts, doubles and changes pieces of good programs: whatever comes, it is read or refused by name.
    @Test
    void damagedProgramsAreReadOrRefusedByName() {
        var r = new Random(3);
        var good = List.of(RandomGraphs.of(1).toString(), GraphTextTest.golden("constants.graph"),
                GraphTextTest.golden("loss.graph"));
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            var text = new StringBuilder(good.get(i % 3));
            for (int k = r.nextInt(3); k >= 0; k--) {
                damage(text, r);
            }
            try {
                Parser.parse(text.toString());
            } catch (FormatException | GraphException e) {
                refused++;
                assertThat(e.where().line()).isPositive();
            }
        }
        assertThat(refused).isBetween(1000, 3000);
    }

    private static void damage(StringBuilder text, Random r) {
        int at = r.nextInt(text.length());
        int end = Math.min(text.length(), at + 1 + r.nextInt(6));
        switch (r.nextInt(4)) {
            case 0 -> text.delete(at, end);
            case 1 -> text.insert(at, text.substring(at, end));
            case 2 -> text.setCharAt(at, SIGNS.charAt(r.nextInt(SIGNS.length())));
            default -> text.insert(at, List.of("9".repeat(30), "[[", "graph ", "-", "\"", "none").get(r.nextInt(6)));
        }
    }
}
