package org.cotangent.core;

/// A graph that is not well formed: wrong types, an undefined or twice defined value, a cycle.
public class GraphException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public GraphException(String asked, String got, String remedy) {
        super(asked, got, remedy);
    }

    public GraphException(String asked, String got, SourceLine where, String remedy, Throwable cause) {
        super(asked, got, where, remedy, cause);
    }
}
