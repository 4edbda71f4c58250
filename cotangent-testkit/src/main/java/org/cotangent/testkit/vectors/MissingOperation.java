package org.cotangent.testkit.vectors;

/// A case needs what our operations cannot say (yet); the message is the reason.
final class MissingOperation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingOperation(String reason) {
        super(reason);
    }
}
