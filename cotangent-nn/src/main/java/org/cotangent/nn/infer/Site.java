package org.cotangent.nn.infer;

import org.cotangent.core.Shape;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;

/// A quantity of a model that is not known.
///
/// @param name   what it is called
/// @param shape  its shape
/// @param within where it may lie
/// @param centre where chains begin: the middle of its free numbers
/// @param spread how far from there, at most, each way
public record Site(String name, Shape shape, Constraint within, double centre, double spread) {
    private static final double WIDE = 2;

    /// Numbers of a shape; chains begin with free numbers between -2 and 2.
    public static Site of(String name, Constraint within, long... sizes) {
        return new Site(name, Shape.of(sizes), within, 0, WIDE);
    }

    /// Chains begin with free numbers from `centre - spread` to `centre + spread`.
    public Site from(double newCentre, double newSpread) {
        return new Site(name, shape, within, newCentre, newSpread);
    }

    Shape free() {
        return within.free(shape);
    }

    Tensor start(Tensor key) {
        var u = Ops.uniform(key, TensorType.of(DType.FLOAT64, free().count()));
        return u.mul(2).sub(1).mul(spread).add(centre);
    }
}
