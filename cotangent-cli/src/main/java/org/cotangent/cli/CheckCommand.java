package org.cotangent.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.cotangent.GradientCheck;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.DTypeException;
import org.cotangent.core.Elements;
import org.cotangent.core.TensorType;
import org.cotangent.program.Runs;
import org.cotangent.storage.Storage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `cotangent check`: reverse mode, forward mode and finite differences side by side, first and second order.
@Command(name = "check", sortOptions = false,
        description = "Compare reverse, forward and finite-difference derivatives, first and second order.",
        footer = "Second derivatives are those of each input alone: its Hessian times a vector of ones.")
final class CheckCommand extends ProgramCommand {
    private static final double FIRST = 1e-6;
    private static final double SECOND = 1e-4;

    @Mixin
    private Differentiated differentiated;

    /// One input at one order.
    private record Row(String input, int order, Concrete reverse, Concrete forward, Concrete numeric, double worst,
            String where) {
        boolean holds() {
            return worst <= (order == 1 ? FIRST : SECOND);
        }

        Map<String, Object> json() {
            return Json.object("input", input, "order", order, "reverse", Json.tensor(reverse), "forward",
                    Json.tensor(forward),
                    "finiteDifference", Json.tensor(numeric), "worst", Json.number(worst), "holds", holds());
        }
    }

    @Override
    int run() throws IOException {
        var loaded = options().load();
        if (loaded.dtype() != DType.FLOAT64) {
            throw new DTypeException("check derivatives in " + loaded.dtype(), "--dtype " + loaded.dtype(), null,
                    "leave it out: differences drown in the rounding of " + loaded.dtype(), null);
        }
        var staged = loaded.stage();
        Differentiated.checkOutput(loaded, staged.graph().resultTypes().getFirst(), true, "");
        var wrt = differentiated.positions(loaded);
        var reports = Runs.compiled(staged.graph(), loaded.inputs(), staged.constants()).check(wrt);
        var rows = new ArrayList<Row>();
        for (int i = 0; i < wrt.size(); i++) {
            var name = loaded.program().inputs().get(wrt.get(i));
            var type = loaded.inputs().get(wrt.get(i)).type();
            rows.add(row(name, 1, type, reports.get(i).entries()));
            rows.add(row(name, 2, type, reports.get(i).entries()));
        }
        boolean holds = rows.stream().allMatch(Row::holds);
        var output = loaded.program().outputName() == null ? "output" : loaded.program().outputName();
        print(json() ? Json.text(Json.object("output", output, "checks", rows.stream().map(Row::json).toList(), "holds",
                holds))
                : text(rows, holds));
        return holds ? Main.DONE : Main.FAILED;
    }

    private static Row row(String name, int order, TensorType type, List<GradientCheck.Entry> entries) {
        boolean first = order == 1;
        var worst = entries.stream().max((a, b) -> Double.compare(worst(a, order), worst(b, order))).orElse(null);
        var at = worst == null || type.rank() == 0 ? name
                : org.cotangent.program.ScalarProgram.names(name, type.shape()).get((int) worst.element());
        return new Row(name, order, tensor(type, entries, first ? GradientCheck.Entry::reverse
                : GradientCheck.Entry::secondReverse),
                tensor(type, entries, first ? GradientCheck.Entry::forward : GradientCheck.Entry::secondForward),
                tensor(type, entries, first ? GradientCheck.Entry::numeric : GradientCheck.Entry::secondNumeric),
                worst == null ? 0 : worst(worst, order), at);
    }

    private static double worst(GradientCheck.Entry e, int order) {
        double d = order == 1 ? e.worstFirst() : e.worstSecond();
        return Double.isNaN(d) ? Double.POSITIVE_INFINITY : d;
    }

    private static Concrete tensor(TensorType type, List<GradientCheck.Entry> entries,
            ToDoubleFunction<GradientCheck.Entry> f) {
        var storage = Storage.allocate(type.dtype().cell(), entries.size());
        for (int i = 0; i < entries.size(); i++) {
            Elements.setDouble(type.dtype(), storage, i, f.applyAsDouble(entries.get(i)));
        }
        return Concrete.of(type, storage);
    }

    private static String text(List<Row> rows, boolean holds) {
        var table = new ArrayList<List<String>>();
        table.add(List.of("input", "order", "reverse", "forward", "differences", "worst", ""));
        for (var r : rows) {
            table.add(List.of(r.input(), Integer.toString(r.order()), GradTable.brief(r.reverse()),
                    GradTable.brief(r.forward()),
                    GradTable.brief(r.numeric()), GradTable.number(r.worst()), r.holds() ? "holds" : "PARTS at "
                    + r.where()));
        }
        return GradTable.aligned(table) + (holds ? "\nall derivatives agree\n"
                : "\nderivatives part: a kink, a jump or a singularity nearby, or a wrong rule\n");
    }
}
