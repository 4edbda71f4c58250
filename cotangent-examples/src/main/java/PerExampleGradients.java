/// One gradient for each example by vmap: clipped one by one, as private training does, and their scatter.
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import org.cotangent.*;
import org.cotangent.core.*;

record Point(Tensor x, Tensor y) {}

Tensor loss(Tensor w, Point p) {
    return square(sum(p.x().mul(w)).sub(p.y()));
}

void main() {
    var w = tensor(0.5f, -1, 2);
    var data = new Point(normal(key(1), 6, 3), normal(key(2), 6));

    // The function is written for one example; vmap gives it a hidden axis.
    var each = jit(vmap((Point p) -> grad((Tensor v) -> loss(v, p)).apply(w))).apply(data);
    IO.println("one gradient per example: " + each.type());

    var whole = grad((Tensor v) -> mean(vmap((Point p) -> loss(v, p)).apply(data))).apply(w);
    IO.println("their mean is the gradient of the mean: " + allClose(mean(each, 0), whole));

    var norms = sqrt(sum(square(each), 1));
    var clipped = each.mul(expandDims(min(div(scalar(1), norms), scalar(1)), 1));
    IO.println("norms before " + Arrays.toString(rounded(norms)));
    IO.println("and after    " + Arrays.toString(rounded(sqrt(sum(square(clipped), 1)))));
}

double[] rounded(Tensor t) {
    return Arrays.stream(t.toDoubleArray()).map(v -> Math.rint(v * 1000) / 1000).toArray();
}
