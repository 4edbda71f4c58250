package org.cotangent.core;

/// Tensors on different devices in one operation, or a device that is not there.
public class DeviceException extends CotangentException {
    private static final long serialVersionUID = 1L;

    public DeviceException(String asked, String got, String remedy) {
        super(asked, got, remedy);
    }

    public DeviceException(String asked, String got, SourceLine where, String remedy, Throwable cause) {
        super(asked, got, where, remedy, cause);
    }
}
