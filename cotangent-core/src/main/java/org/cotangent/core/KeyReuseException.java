package org.cotangent.core;

/// A random key that was used twice under [Keys#strict].
public class KeyReuseException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public KeyReuseException(String asked, String got, String remedy) {
        super(asked, got, remedy);
    }

    public KeyReuseException(String asked, String got, SourceLine where, String remedy, Throwable cause) {
        super(asked, got, where, remedy, cause);
    }
}
