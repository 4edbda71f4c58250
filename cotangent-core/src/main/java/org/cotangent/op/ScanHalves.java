package org.cotangent.op;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Graph;

/// A scan in two loops: the first computes its values and keeps what the second, over seeds that come later, needs.
final class ScanHalves {
    /// One iteration of the second loop; `rest` is the late half of the derived body as a function of the seeds.
    @FunctionalInterface
    interface Step {
        /// Carries and then rows to stack.
        List<Tensor> apply(UnaryOperator<List<Tensor>> rest, List<Tensor> constants, List<Tensor> carries,
                List<Tensor> rows);
    }

    private final Scan scan;
    private final Deriving deriving;
    private final Cut cut;
    private List<Tensor> lateConstants;
    private List<Tensor> lateRows;

    /// `derived` takes the inputs of the scan's body and then seeds.
    ScanHalves(Scan scan, Graph derived, Deriving deriving) {
        this.scan = scan;
        this.deriving = deriving;
        int rows = scan.body().inputs().size() - scan.constants() - scan.carries();
        this.cut = Cut.of(derived, scan.constants(), scan.carries(), rows, scan.kept() == Scan.Kept.CARRIES);
    }

    /// The scan's results; what the second loop needs is kept.
    List<Tensor> forward(List<Tensor> operands) {
        var body = scan.body();
        var both = deriving.write(body.name(), body.inputTypes(),
                in -> Nested.concat(body.apply(in), cut.stored().apply(in)));
        var all = Nested.bind(scan.with(List.of(both)), operands);
        int n = body.results().size();
        lateConstants = new ArrayList<>();
        cut.constants().forEach(i -> lateConstants.add(operands.get(i)));
        lateConstants.addAll(cut.fixed().apply(operands.subList(0, scan.constants())));
        lateRows = new ArrayList<>();
        cut.rows().forEach(i -> lateRows.add(operands.get(i)));
        lateRows.addAll(all.subList(n, all.size()));
        return all.subList(0, n);
    }

    /// Runs the second loop.
    List<Tensor> second(boolean reverse, List<Tensor> constants, List<Tensor> carries, List<Tensor> rows, Step step) {
        int[] at = new int[5];
        int i = 0;
        for (var part : List.of(lateConstants, constants, carries, lateRows, rows)) {
            at[i] = part.size() + (i == 0 ? 0 : at[i - 1]);
            i++;
        }
        var operands = Nested.concat(lateConstants, constants, carries, lateRows, rows);
        var types = new ArrayList<>(Nested.types(operands));
        for (int x = at[2]; x < types.size(); x++) {
            types.set(x, types.get(x).with(types.get(x).shape().remove(0)));
        }
        var g = deriving.write(scan.body().name() + (reverse == scan.reverse() ? "_tangent" : "_back"), types, in -> {
            var fixed = in.subList(0, at[0]);
            var late = in.subList(at[2], at[3]);
            return step.apply(seeds -> cut.rest().apply(Nested.concat(fixed, late, seeds)), in.subList(at[0], at[1]),
                    in.subList(at[1], at[2]), in.subList(at[3], at[4]));
        });
        return Nested.bind(new Scan(g, scan.length(), at[1], carries.size(), reverse, scan.kept()), operands);
    }
}
