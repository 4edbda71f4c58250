package org.cotangent.core;

/// A number asked of a value that has none yet: a Java `if`, `for` or `item()` on a traced value.
public class ConcreteValueException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public ConcreteValueException(String asked, String got, String remedy) {
        super(asked, got, remedy);
    }

    public ConcreteValueException(String asked, String got, SourceLine where, String remedy, Throwable cause) {
        super(asked, got, where, remedy, cause);
    }
}
