package org.cotangent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.util.List;
import java.util.stream.Stream;
import org.cotangent.TensorFn;
import org.cotangent.op.IndexMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Functions that move, read and write elements: against worked values of NumPy's functions of the same names.
class IndexOpsTest {
    private static final Tensor X = arange(6, DType.FLOAT64).reshape(2, 3);
    private static final Tensor V = arange(5, DType.FLOAT64);

    private static Arguments row(String what, Tensor got, long[] sizes, double... values) {
        return Arguments.of(what, got, Shape.of(sizes), values);
    }

    private static long[] of(long... sizes) {
        return sizes;
    }

    static Stream<Arguments> movements() {
        return Stream.of(
                row("x[1:4]", slice(V, 0, 1, 4), of(3), 1, 2, 3),
                row("x[::-1]", slice(V, 0, -1, -6, -1), of(5), 4, 3, 2, 1, 0),
                row("x[3:0:-2]", slice(V, 0, 3, 0, -2), of(2), 3, 1),
                row("x[-2:]", slice(V, 0, -2, 5), of(2), 3, 4),
                row("x[3:1]", slice(V, 0, 3, 1), of(0)),
                row("x[1:4:-1]", slice(V, 0, 1, 4, -1), of(0)),
                row("x[:, -1]", select(X, 1, -1), of(2), 2, 5),
                row("x[1, 0]", index(X, 1, 0), of(), 3),
                row("squeeze", squeeze(X.reshape(1, 2, 1, 3)), of(2, 3), 0, 1, 2, 3, 4, 5),
                row("flatten", flatten(X.reshape(1, 2, 3), 0, 1), of(2, 3), 0, 1, 2, 3, 4, 5),
                row("unflatten", unflatten(V, 0, 1, -1), of(1, 5), 0, 1, 2, 3, 4),
                row("swapaxes", swapAxes(X, 0, -1), of(3, 2), 0, 3, 1, 4, 2, 5),
                row("concat", concat(1, X, slice(X, 1, 0, 1)), of(2, 4), 0, 1, 2, 0, 3, 4, 5, 3),
                row("concat of int and float", concat(0, tensor(1), tensor(2.5)), of(2), 1, 2.5),
                row("stack", stack(-1, V, V), of(5, 2), 0, 0, 1, 1, 2, 2, 3, 3, 4, 4),
                row("stack of literals", stack(0, scalar(1.0), scalar(2.0)), of(2), 1, 2),
                row("split", split(V, 0, 2, 3).get(1), of(3), 2, 3, 4),
                row("unstack", unstack(X, 1).get(2), of(2), 2, 5),
                row("tile", tile(tensor(1.0, 2), 2, 2), of(2, 4), 1, 2, 1, 2, 1, 2, 1, 2),
                row("tile of a matrix", tile(X, 2), of(2, 6), 0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5),
                row("repeat", repeat(X, 2, 1), of(2, 6), 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5),
                row("roll", roll(V, 2, 0), of(5), 3, 4, 0, 1, 2),
                row("roll back", roll(V, -6, 0), of(5), 1, 2, 3, 4, 0),
                row("flip", flip(X, 1), of(2, 3), 2, 1, 0, 5, 4, 3),
                row("pad", pad(tensor(1.0, 2), of(1), of(2), 9), of(5), 9, 1, 2, 9, 9),
                row("pad edge", pad(V, of(2), of(1), PadMode.EDGE), of(8), 0, 0, 0, 1, 2, 3, 4, 4),
                row("pad reflect", pad(V, of(2), of(1), PadMode.REFLECT), of(8), 2, 1, 0, 1, 2, 3, 4, 3),
                row("pad symmetric", pad(V, of(2), of(1), PadMode.SYMMETRIC), of(8), 1, 0, 0, 1, 2, 3, 4, 4),
                row("pad wrap", pad(V, of(2), of(1), PadMode.WRAP), of(8), 3, 4, 0, 1, 2, 3, 4, 0));
    }

    static Stream<Arguments> made() {
        return Stream.of(
                row("arange", arange(5, 0, -2, DType.INT32), of(3), 5, 3, 1),
                row("arange of nothing", arange(3, 1), of(0)),
                row("arange of floats", arange(1.0, 2.0, 0.25, DType.FLOAT64), of(4), 1, 1.25, 1.5, 1.75),
                row("linspace", linspace(0, 1, 5, DType.FLOAT64), of(5), 0, 0.25, 0.5, 0.75, 1),
                row("linspace of one", linspace(3, 9, 1, DType.FLOAT64), of(1), 3),
                row("eye", eye(2, 3, 1, DType.FLOAT64), of(2, 3), 0, 1, 0, 0, 0, 1),
                row("tri", tri(2, 3, 0, DType.FLOAT64), of(2, 3), 1, 0, 0, 1, 1, 0),
                row("tril", tril(X, -1), of(2, 3), 0, 0, 0, 3, 0, 0),
                row("triu", triu(X, 1), of(2, 3), 0, 1, 2, 0, 0, 5),
                row("diag of a vector", diag(tensor(1.0, 2)), of(2, 2), 1, 0, 0, 2),
                row("diag above", diag(tensor(7.0), 1), of(2, 2), 0, 7, 0, 0),
                row("diag below", diag(tensor(7.0, 8), -1), of(3, 3), 0, 0, 0, 7, 0, 0, 0, 8, 0),
                row("diagonal", diag(X, 1), of(2), 1, 5),
                row("diagonal below", diag(X, -1), of(1), 3),
                row("diagonal outside", diag(X, 3), of(0)),
                row("diagonals", diagonal(X.reshape(2, 1, 3), 0, 2, 0), of(1, 2), 0, 4),
                row("trace", trace(X), of(), 4),
                row("meshgrid", meshgrid(tensor(1.0, 2), tensor(3.0, 4, 5)).get(0), of(2, 3), 1, 1, 1, 2, 2, 2));
    }

    static Stream<Arguments> indexed() {
        var at = tensor(2, 0, 2);
        return Stream.of(
                row("take", take(X, at, 1), of(2, 3), 2, 0, 2, 5, 3, 5),
                row("take from the end", take(V, tensor(-1, -5), 0), of(2), 4, 0),
                row("take one", take(X, scalar(1L), 0), of(3), 3, 4, 5),
                row("take in two axes", take(X, tensor(0, 1).reshape(2, 1), 1), of(2, 2, 1), 0, 1, 3, 4),
                row("take none", take(zeros(TensorType.of(DType.FLOAT64, 0, 2)), zeros(TensorType.of(DType.INT64, 0)),
                        0), of(0, 2)),
                row("take clipped", take(V, tensor(-7, 9), 0, IndexMode.CLIP), of(2), 0, 4),
                row("take filled", take(V, tensor(-1, 3), 0, IndexMode.FILL), of(2), 0, 3),
                row("embedding", embedding(X, tensor(1, 1)), of(2, 3), 3, 4, 5, 3, 4, 5),
                row("at", at(X, tensor(0, 1), tensor(2, -2)), of(2), 2, 4),
                row("at, broadcast", at(X, tensor(0, 1).reshape(2, 1), tensor(2, 0)), of(2, 2), 2, 0, 5, 3),
                row("at, first axis", at(X, tensor(1)), of(1, 3), 3, 4, 5),
                row("take along", takeAlongAxis(X, tensor(2, 0).reshape(2, 1), 1), of(2, 1), 2, 3),
                row("take along 0", takeAlongAxis(X, tensor(1, 0, 1).reshape(1, 3), 0), of(1, 3), 3, 1, 5),
                row("take along, broadcast", takeAlongAxis(X, tensor(2, 1).reshape(1, 2), 1), of(2, 2), 2, 1, 5, 4),
                row("index add", indexAdd(V, tensor(1, 1, -1), tensor(10.0, 20, 5), 0), of(5), 0, 31, 2, 3, 9),
                row("index set, last wins", indexUpdate(V, tensor(1, 1), tensor(10.0, 20), 0), of(5), 0, 20, 2, 3, 4),
                row("index set, columns", indexUpdate(X, tensor(2, 0), scalar(9), 1), of(2, 3), 9, 1, 9, 9, 4, 9),
                row("put mul", put(V, tensor(4, 4), tensor(2.0, 3), 0, Update.MUL), of(5), 0, 1, 2, 3, 24),
                row("put at", putAt(X, List.of(tensor(0, 1), tensor(1, 1)), tensor(7.0, 8), Update.ADD), of(2, 3), 0,
                        8, 2, 3, 12, 5),
                row("put at rows", putAt(X, List.of(tensor(1)), scalar(7), Update.MAX), of(2, 3), 0, 1, 2, 7, 7, 7),
                row("put along", putAlongAxis(X, tensor(2, 0).reshape(2, 1), scalar(9), 1, Update.SET), of(2, 3), 0,
                        1, 9, 9, 4, 5),
                row("put along, part", putAlongAxis(X, tensor(1).reshape(1, 1), scalar(9), 0, Update.ADD), of(2, 3),
                        0, 1, 2, 12, 4, 5),
                row("one hot", oneHot(tensor(2, 0), 3, DType.FLOAT64), of(2, 3), 0, 0, 1, 1, 0, 0),
                row("searchsorted", searchsorted(tensor(1.0, 2, 2, 3), tensor(0.0, 2, 2.5, 9), false), of(4), 0, 1, 3,
                        4),
                row("searchsorted right", searchsorted(tensor(1.0, 2, 2, 3), tensor(0.0, 2, 3, Double.NaN), true),
                        of(4), 0, 3, 4, 4),
                row("nonzero", nonzero(X.gt(3)), of(2, 2), 1, 1, 1, 2),
                row("dynamic slice", dynamicSlice(X, 1, scalar(1L), 2), of(2, 2), 1, 2, 4, 5),
                row("dynamic update", dynamicUpdate(V, 0, tensor(8.0, 9), tensor(3).reshape()), of(5), 0, 1, 2, 8, 9),
                row("pool", max(unfold(V, of(2), of(2)), -1), of(2), 1, 3),
                row("half sums", indexAdd(V.to(DType.BFLOAT16), tensor(1), scalar(2), 0), of(5), 0, 3, 2, 3, 4));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"movements", "made", "indexed"})
    void givesWhatNumPyGives(String what, Tensor got, Shape shape, double[] values) {
        assertThat(got.shape()).isEqualTo(shape);
        assertThat(got.toDoubleArray()).containsExactly(values);
    }

    static Stream<TensorFn> outOfRange() {
        return Stream.of(x -> take(x, tensor(0, 5), 0), x -> take(x, tensor(-6), 0), x -> embedding(x, tensor(-1)),
                x -> indexAdd(x, tensor(7), scalar(1.0), 0), x -> dynamicSlice(x, 0, scalar(4L), 2),
                x -> dynamicUpdate(x, 0, tensor(1.0, 2), scalar(-1L)), x -> takeAlongAxis(x, tensor(9), 0));
    }

    @ParameterizedTest
    @MethodSource
    void outOfRange(TensorFn f) {
        for (var g : List.of(f, jit(f))) {
            assertThatThrownBy(() -> g.apply(V)).isInstanceOf(NumericsException.class)
                    .hasMessageContaining("axis 0 of size 5").hasMessageContaining("do:")
                            .hasMessageContaining("IndexOpsTest");
        }
    }

    @Test
    void sliceAndSelectNameTheAxisThatIsTooShort() {
        assertThatThrownBy(() -> slice(X, 1, 0, 4)).isInstanceOf(NumericsException.class)
                .hasMessageContaining("size 3 of axis 1");
        assertThatThrownBy(() -> select(X, 0, 2)).isInstanceOf(NumericsException.class)
                .hasMessageContaining("size 2 of axis 0");
        assertThatThrownBy(() -> concat(0, X, V)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> squeeze(X, 1)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> jit((TensorFn) Ops::nonzero).apply(X)).isInstanceOf(ConcreteValueException.class);
    }

    @Test
    void ofDuplicatesOnlyTheOneThatStandsHasACotangent() {
        TensorFn f = u -> sum(indexUpdate(V, tensor(1, 3, 1), u, 0).mul(V));
        assertThat(grad(f).apply(tensor(5.0, 6, 7)).toDoubleArray()).containsExactly(0, 3, 1);
    }

    @Test
    void theGradientOfAnEmbeddingAddsUp() {
        TensorFn f = t -> sum(embedding(t, tensor(1, 0, 1)).mul(tensor(1.0, 10, 100).reshape(3, 1)));
        assertThat(grad(f).apply(X).toDoubleArray()).containsExactly(10, 10, 10, 101, 101, 101);
        assertThat(jit(grad(f)).apply(X).toDoubleArray()).containsExactly(10, 10, 10, 101, 101, 101);
    }

    @Test
    void eachExampleMayHaveItsOwnIndices() {
        var rows = tensor(0, 1, 1, 0).reshape(2, 2);
        TensorFn perRow = i -> take(X, i, 0);
        assertThat(vmap(perRow).apply(rows).toDoubleArray()).containsExactly(0, 1, 2, 3, 4, 5, 3, 4, 5, 0, 1, 2);
        TensorFn starts = s -> dynamicSlice(V, 0, s, 2);
        assertThat(vmap(starts).apply(tensor(3, 0)).toDoubleArray()).containsExactly(3, 4, 0, 1);
    }
}
