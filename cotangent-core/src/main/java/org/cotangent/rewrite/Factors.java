package org.cotangent.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.op.Arithmetic;
import org.cotangent.op.Binary;

/// A product: a number and values.
record Factors(double number, List<Tensor> values) {
    private static final int MOST = 16;

    static Factors of(Tensor t) {
        double number = 1;
        var values = new ArrayList<Tensor>();
        var open = new ArrayList<Tensor>(List.of(t));
        while (!open.isEmpty()) {
            var next = open.removeLast();
            if (Seen.isNumber(next)) {
                number *= Seen.number(next);
            } else if (Seen.is(next, Arithmetic.NEG)) {
                number = -number;
                open.add(Seen.operand(next));
            } else if (Seen.is(next, Binary.MUL) && open.size() + values.size() < MOST) {
                open.add(Seen.operand(next, 1));
                open.add(Seen.operand(next, 0));
            } else {
                values.add(next);
            }
        }
        return new Factors(number, List.copyOf(values));
    }

    /// This over the other, where every value of the other, of which there is one at least, is one of this.
    Factors without(Factors other) {
        var left = new ArrayList<>(values);
        for (var v : other.values) {
            int at = indexOf(left, v);
            if (at < 0) {
                return null;
            }
            left.remove(at);
        }
        return other.values.isEmpty() || other.number == 0 ? null
                : new Factors(number / other.number, List.copyOf(left));
    }

    private static int indexOf(List<Tensor> values, Tensor v) {
        for (int i = 0; i < values.size(); i++) {
            if (Seen.same(values.get(i), v)) {
                return i;
            }
        }
        return -1;
    }

    Tensor build() {
        Tensor product = null;
        for (var v : values) {
            product = product == null ? v : Ops.mul(product, v);
        }
        return product == null ? Ops.scalar(number)
                : number == 1 ? product : number == -1 ? Ops.neg(product) : Ops.mul(product, Ops.scalar(number));
    }
}
