package org.cotangent.testkit.vectors;

import static org.cotangent.core.Ops.sum;

import org.cotangent.Fn1;
import org.cotangent.Transforms;
import org.cotangent.Unused;
import org.cotangent.core.Tensor;

/// Cases `x, f, f', f'', f'''` of one function, which the file is named after: a row holds if all four numbers do.
final class ScalarDerivatives {
    private static final double[] RTOL = {1e-13, 1e-12, 1e-11, 1e-10};

    private ScalarDerivatives() {
    }

    static FileReport run(Csv csv) {
        var tally = new Tally(csv.name(), "scalar derivatives", "relative");
        var f = ScalarFunctions.ALL.get(csv.title());
        if (f == null) {
            tally.skip("`" + csv.title() + "` is not an operation yet", csv.rows().size());
            return tally.report();
        }
        var x = Json.tensor(csv.numbers(0), csv.rows().size());
        var got = new double[4][];
        Fn1<Tensor, Tensor> g = f;
        for (int order = 0; order < 4; order++) {
            got[order] = g.apply(x).toDoubleArray();
            var h = g;
            g = Transforms.grad((Fn1<Tensor, Tensor>) in -> sum(h.apply(in)), Unused.ZEROS);
        }
        for (int i = 0; i < csv.rows().size(); i++) {
            var near = new Closeness(0, 0);
            for (int order = 0; order < 4; order++) {
                near.with(RTOL[order], Double.MIN_NORMAL, csv.header().get(order + 1), csv.number(i, order + 1),
                        got[order][i]);
            }
            tally.count("x=" + csv.rows().get(i)[0], near);
        }
        return tally.report();
    }
}
