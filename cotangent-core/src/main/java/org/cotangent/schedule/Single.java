package org.cotangent.schedule;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Var;
import org.cotangent.op.Dot;

/// One operation, run by the kernels that run it in eager code.
public record Single(Equation equation) implements Step {
    @Override
    public Set<Atom> reads() {
        return new LinkedHashSet<>(equation.operands());
    }

    @Override
    public List<Var> makes() {
        return equation.results();
    }

    @Override
    public List<Equation> equations() {
        return List.of(equation);
    }

    @Override
    public long bytes() {
        long sum = 0;
        for (var a : reads()) {
            sum += a.type().bytes();
        }
        for (var v : makes()) {
            sum += v.type().bytes();
        }
        return sum;
    }

    @Override
    public double flops() {
        double out = 0;
        for (var v : makes()) {
            out += v.type().shape().count();
        }
        if (equation.op() instanceof Dot) {
            double left = equation.operands().get(0).type().shape().count();
            double right = equation.operands().get(1).type().shape().count();
            return 2 * Math.sqrt(left * right * out);
        }
        return out;
    }

    @Override
    public String toString() {
        return equation.op().toString();
    }
}
