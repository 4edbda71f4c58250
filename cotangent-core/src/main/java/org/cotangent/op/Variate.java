package org.cotangent.op;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.core.DType;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneRandom;
import org.cotangent.lane.LaneType;

/// What is made of the random bits of one element: 32 of them for i32 and f32, 64 for i64 and f64.
public enum Variate {
    BITS(UnaryOperator.identity()),
    UNIFORM(LaneRandom::uniform),
    NORMAL(LaneRandom::normal),
    EXPONENTIAL(LaneRandom::exponential);

    private final UnaryOperator<Lane> meaning;

    Variate(UnaryOperator<Lane> meaning) {
        this.meaning = meaning;
    }

    /// Whether there is such a variate of this dtype.
    public boolean gives(DType dtype) {
        return this == BITS ? dtype.isInt() : dtype == DType.FLOAT32 || dtype == DType.FLOAT64;
    }

    /// What one element goes through. Wide: from its position, the key, and the counter at position 0. Narrow: from
    /// its position, the two words of the key, and the two words of the counter at position 0, of which the upper one
    /// is that of the element too.
    public LaneProgram program(DType dtype) {
        var name = "random_" + name().toLowerCase(Locale.ROOT) + "." + dtype.text();
        var lane = dtype.lane().toInt();
        int inputs = lane == LaneType.I64 ? 3 : 5;
        var in = new Lane[inputs];
        Arrays.setAll(in, k -> Lane.input(k, lane));
        var bits = lane == LaneType.I64 ? LaneRandom.wideBits(in[1], in[2].add(in[0]))
                : LaneRandom.narrowBits(in[1], in[2], in[3], in[4].add(in[0]));
        return new LaneProgram(name, Collections.nCopies(inputs, lane), meaning.apply(bits));
    }

    /// The programs of all variates and dtypes.
    static Stream<LaneProgram> programs() {
        return Stream.of(values()).flatMap(v -> List.of(DType.values()).stream().filter(v::gives).map(v::program));
    }
}
