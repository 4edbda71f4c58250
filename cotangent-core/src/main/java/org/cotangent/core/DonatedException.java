package org.cotangent.core;

/// A touch of a tensor whose memory was donated to a call.
public class DonatedException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public DonatedException(String asked, String got, String remedy) {
        super(asked, got, remedy);
    }
}
