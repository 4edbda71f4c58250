package org.cotangent.core;

/// A value of a program: an array of numbers of one dtype, or a stand-in for one while a program is recorded.
///
/// Verbs with an infix sign are methods here; named mathematics is in [Ops]. `equals` and `hashCode` are identity:
/// elementwise comparison is [#eq], closeness [Ops#allClose].
public abstract sealed class Tensor permits Concrete, Traced, Variable {
    private Dimensions.Label label;

    /// Shape and dtype.
    public abstract TensorType type();

    /// The sizes of the axes.
    public final Shape shape() {
        return type().shape();
    }

    public final DType dtype() {
        return type().dtype();
    }

    /// Number of axes.
    public final int rank() {
        return type().shape().rank();
    }

    /// Size of one axis; negative axes count from the end.
    public final long size(int axis) {
        return type().shape().size(axis);
    }

    /// The numbers behind this value; a [ConcreteValueException] while a program is being traced.
    public abstract Concrete concrete();

    public final Tensor add(Tensor b) {
        return Ops.add(this, b);
    }

    public final Tensor add(double b) {
        return Ops.add(this, Ops.scalar(b));
    }

    public final Tensor add(long b) {
        return Ops.add(this, Ops.scalar(b));
    }

    public final Tensor sub(Tensor b) {
        return Ops.sub(this, b);
    }

    public final Tensor sub(double b) {
        return Ops.sub(this, Ops.scalar(b));
    }

    public final Tensor sub(long b) {
        return Ops.sub(this, Ops.scalar(b));
    }

    public final Tensor mul(Tensor b) {
        return Ops.mul(this, b);
    }

    public final Tensor mul(double b) {
        return Ops.mul(this, Ops.scalar(b));
    }

    public final Tensor mul(long b) {
        return Ops.mul(this, Ops.scalar(b));
    }

    /// Quotient; on integers truncating, and an error where the divisor is 0.
    public final Tensor div(Tensor b) {
        return Ops.div(this, b);
    }

    public final Tensor div(double b) {
        return Ops.div(this, Ops.scalar(b));
    }

    public final Tensor div(long b) {
        return Ops.div(this, Ops.scalar(b));
    }

    public final Tensor neg() {
        return Ops.neg(this);
    }

    /// Power with a tensor exponent.
    public final Tensor pow(Tensor b) {
        return Ops.pow(this, b);
    }

    /// Power with a fixed integer exponent, by repeated multiplication.
    public final Tensor pow(int k) {
        return Ops.powInt(this, k);
    }

    public final Tensor pow(double b) {
        return Ops.pow(this, Ops.scalar(b));
    }

    /// Matrix product over the last axis of this and the last but one of `b`, batched over leading axes.
    public final Tensor matmul(Tensor b) {
        return Ops.matmul(this, b);
    }

    public final Tensor eq(Tensor b) {
        return Ops.eq(this, b);
    }

    public final Tensor ne(Tensor b) {
        return Ops.ne(this, b);
    }

    public final Tensor lt(Tensor b) {
        return Ops.lt(this, b);
    }

    public final Tensor le(Tensor b) {
        return Ops.le(this, b);
    }

    public final Tensor gt(Tensor b) {
        return Ops.gt(this, b);
    }

    public final Tensor ge(Tensor b) {
        return Ops.ge(this, b);
    }

    public final Tensor gt(double b) {
        return Ops.gt(this, Ops.scalar(b));
    }

    public final Tensor lt(double b) {
        return Ops.lt(this, Ops.scalar(b));
    }

    /// The same elements in row-major order under another shape; one size may be -1.
    public final Tensor reshape(long... sizes) {
        return Ops.reshape(this, sizes);
    }

    /// The axes in another order; none given: reversed.
    public final Tensor permute(int... axes) {
        return Ops.permute(this, axes);
    }

    /// The last two axes exchanged.
    public final Tensor transpose() {
        return Ops.transpose(this);
    }

    /// The elements as another dtype.
    public final Tensor to(DType dtype) {
        return Ops.convert(this, dtype);
    }

    /// This tensor, whose shape agrees with a comment such as `batch heads time dim`; see [Dimensions].
    ///
    /// Within a function that is traced, names stand for one size throughout the outermost such call; elsewhere within
    /// this comment only. Later messages about shapes cite them. In eager code a check takes about 3 microseconds, in
    /// a compiled program none.
    public final Tensor check(String dimensions) {
        return Dimensions.of(this).check(this, dimensions);
    }

    final Dimensions.Label label() {
        return label;
    }

    final void label(Dimensions.Label label) {
        this.label = label;
    }

    /// The one element as a Java double.
    public final double item() {
        var c = concrete();
        if (c.shape().count() != 1) {
            throw new ShapeException("take the item of a tensor", c.type() + " with " + c.shape().count() + " elements",
                    "reduce it to one element first, or use toDoubleArray()");
        }
        return c.getDouble(0);
    }

    /// All elements in row-major order as a new array of doubles.
    public final double[] toDoubleArray() {
        return Host.doubles(this);
    }

    /// All elements in row-major order as a new array of floats.
    public final float[] toFloatArray() {
        return Host.floats(this);
    }

    /// All elements in row-major order as a new array of longs.
    public final long[] toLongArray() {
        return Host.longs(this);
    }

    /// Adds the gradient of this scalar to every [Variable] leaf that it was computed from.
    ///
    /// @throws DisconnectedException where this was not computed from a variable that requires gradients
    public final void backward() {
        if (!type().equals(TensorType.of(dtype()))) {
            throw new ShapeException("run backward", type().toString(),
                    "reduce to a scalar first, such as sum(...), or pass a cotangent");
        }
        backward(Ops.ones(type()));
    }

    /// As above from a cotangent of this value, which has its type.
    public final void backward(Tensor cotangent) {
        if (!(this instanceof Variable v)) {
            throw new DisconnectedException("run backward", "a value that no variable requiring gradients went into",
                    "make the parameters with Variable.param(...), and compute outside noGrad");
        }
        if (!cotangent.type().equals(type())) {
            throw new ShapeException("run backward from a cotangent", cotangent.type().toString(), "give " + type());
        }
        Variable.pull(v, cotangent);
    }
}
