package org.cotangent.op;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cotangent.core.DType;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.ProgramSource;

/// The lane programs of all rows, for which the jar ships kernels.
public final class OpPrograms implements ProgramSource {
    /// All rows of the closed set, and the small integer powers.
    public static Stream<Elementwise> rows() {
        var rows = Stream.of(UnaryRow.class, BinaryRow.class)
                .flatMap(c -> Arrays.stream(c.getPermittedSubclasses()))
                .flatMap(c -> Arrays.stream(c.getEnumConstants()))
                .map(Elementwise.class::cast);
        return Stream.concat(rows, Stream.of(2, 3).map(PowInt::new));
    }

    @Override
    public Stream<LaneProgram> programs() {
        var dtypes = List.of(DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.INT64, DType.BOOL);
        return Stream.concat(Variate.programs(), Stream.concat(dtypes.stream().map(Select::program),
                rows().flatMap(row -> dtypes.stream().filter(d -> row.domain().takes(d)).map(row::program))));
    }
}
