package org.cotangent.it;

import java.util.List;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;

/// A program on the module path, which uses what the core exports.
public final class Program {
    private Program() {
    }

    /// Prints what it computed.
    public static void main(String[] args) {
        var x = Lane.input(0, LaneType.F64);
        var square = new LaneProgram("square.f64", List.of(LaneType.F64), x.mul(x));
        System.out.println(square.name() + " in " + Program.class.getModule().getName());
    }
}
