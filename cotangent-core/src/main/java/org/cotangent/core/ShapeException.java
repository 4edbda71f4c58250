package org.cotangent.core;

/// Shapes that do not fit each other or the operation.
public class ShapeException extends CotangentException {
    private static final long serialVersionUID = 1L;

    private boolean drawn;

    public ShapeException(String asked, String got, String remedy) {
        super(asked, got, remedy);
    }

    public ShapeException(String asked, String got, SourceLine where, String remedy, Throwable cause) {
        super(asked, got, where, remedy, cause);
    }

    /// Adds a drawing of where each dimension of the operands came from, where that was written down; once.
    final void draw(Tensor... operands) {
        var drawing = drawn ? "" : Origins.drawn(operands);
        if (!drawing.isEmpty()) {
            drawn = true;
            also(drawing);
        }
    }
}
