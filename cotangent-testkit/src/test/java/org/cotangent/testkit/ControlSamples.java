package org.cotangent.testkit;

import static org.cotangent.Transforms.jit;
import static org.cotangent.core.Ops.*;
import static org.cotangent.testkit.CoreSamples.f64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Graph;
import org.cotangent.op.Cond;
import org.cotangent.op.Scan;
import org.cotangent.op.Sweeps;
import org.cotangent.op.While;

/// Samples of choices and loops.
final class ControlSamples {
    private ControlSamples() {
    }

    static List<Sample> samples() {
        var out = new ArrayList<Sample>();
        conds(out);
        for (var kept : Scan.Kept.values()) {
            scans(out, kept);
        }
        whiles(out);
        sweeps(out);
        return out;
    }

    private static Graph graph(Function<List<Tensor>, List<Tensor>> f, Tensor... like) {
        return jit((List<Tensor> in) -> f.apply(in)).graphFor(Arrays.asList(like));
    }

    private static Tensor number(int i) {
        return reshape(tensor(i));
    }

    private static Tensor count(long i) {
        return reshape(tensor(i));
    }

    private static void conds(List<Sample> out) {
        var x = f64(3);
        var y = f64(3);
        var a = graph(in -> List.of(sin(in.get(0)).mul(in.get(1)), in.get(0)), x, y);
        var b = graph(in -> List.of(exp(in.get(0)), in.get(1).mul(2)), x, y);
        var c = graph(in -> List.of(in.get(0), square(in.get(1))), x, y);
        for (int i = 0; i < 3; i++) {
            out.add(Sample.of(new Cond(List.of(a, b, c)), number(i), x, y));
        }
        out.add(Sample.of(new Cond(List.of(a)), number(0), x, y));
    }

    private static void scans(List<Sample> out, Scan.Kept kept) {
        var w = f64(2);
        var rows = f64(3, 2);
        var body = graph(in -> {
            var h = tanh(in.get(1).mul(in.get(0)).add(in.get(2)));
            return List.of(h, h.mul(in.get(0)));
        }, w, w, w);
        out.add(Sample.of(new Scan(body, 3, 1, 1, false, kept), w, f64(2), rows));
        out.add(Sample.of(new Scan(body, 3, 1, 1, true, kept), w, f64(2), rows));
        out.add(Sample.of(new Scan(body, 0, 1, 1, false, kept), w, f64(2), f64(0, 2)));
        out.add(Sample.of(new Scan(body, 1, 1, 1, false, kept), w, f64(2), f64(1, 2)));
        var counted = graph(in -> List.of(in.get(0).add(1), in.get(1).mul(cos(in.get(1).add(in.get(0).to(
                DType.FLOAT64)))), in.get(3), in.get(2).mul(in.get(3))), count(0), reshape(f64()), reshape(f64()),
                reshape(f64()));
        out.add(Sample.of(new Scan(counted, 4, 0, 4, false, kept), count(2), f64(), f64(), f64()));
        var outer = graph(in -> {
            var inner = org.cotangent.core.Dispatch.bind(new Scan(body, 3, 1, 1, true, kept),
                    List.of(in.get(0), in.get(1), in.get(2)));
            return List.of(inner.get(0).mul(0.5), sum(inner.get(1), 0));
        }, w, w, rows);
        out.add(Sample.of(new Scan(outer, 2, 1, 1, false, kept), w, f64(2), f64(2, 3, 2)));
    }

    private static Graph halved() {
        return graph(in -> List.of(in.get(1).mul(sin(in.get(0))), in.get(2).mul(0.5)), f64(2), f64(2), f64());
    }

    private static void whiles(List<Sample> out) {
        var large = graph(in -> List.of(in.get(2).gt(0.2)), f64(2), f64(2), f64());
        out.add(Sample.of(new While(large, halved(), 1, 0), tensor(0.4, 1.3), f64(2), reshape(tensor(7.0))));
        out.add(Sample.of(new While(large, halved(), 1, 1), tensor(0.4, 1.3), f64(2), reshape(tensor(900.0))));
        out.add(Sample.of(new While(large, halved(), 1, 0), tensor(0.4, 1.3), f64(2), reshape(tensor(0.1))));
    }

    private static void sweeps(List<Sample> out) {
        var step = halved();
        out.add(Sample.of(new Sweeps(List.of(step), 1, 0), count(3), tensor(0.4, 1.3), f64(2), f64()));
        var back = graph(in -> List.of(in.get(3).mul(cos(in.get(1))).add(in.get(2))), f64(2), f64(2), f64(), f64(2));
        out.add(Sample.of(new Sweeps(List.of(step, back), 1, 1), count(5), tensor(0.4, 1.3), f64(2), f64(), f64(2)));
        out.add(Sample.of(new Sweeps(List.of(step, back), 1, 0), count(0), tensor(0.4, 1.3), f64(2), f64(), f64(2)));
        var again = graph(in -> List.of(sin(in.get(4)).mul(in.get(3)).add(in.get(1))), f64(2), f64(2), f64(), f64(2),
                f64(2));
        out.add(Sample.of(new Sweeps(List.of(step, back, again), 1, 1), count(4), tensor(0.4, 1.3), f64(2), f64(),
                f64(2), f64(2)));
    }

}
