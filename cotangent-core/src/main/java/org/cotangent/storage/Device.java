package org.cotangent.storage;

/// A place where tensors lie and are computed, such as `cpu:0`: a share of the processor's threads.
///
/// The processor is one device; `-Dcotangent.devices=N` shows it as several, to try programs for many devices. Tensors
/// lie on no device in particular until they are placed.
public record Device(int index) {
    /// Number of devices, from `cotangent.devices`.
    public static final int COUNT = count(System.getProperty("cotangent.devices", "1"));
    /// The device for which the current thread computes; not bound where it is none in particular.
    public static final ScopedValue<Device> CURRENT = ScopedValue.newInstance();

    private static int count(String text) {
        try {
            int n = Integer.parseInt(text.strip());
            if (n >= 1 && n <= 64) {
                return n;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("-Dcotangent.devices=" + text + " is no number of devices", e);
        }
        throw new IllegalArgumentException("-Dcotangent.devices=" + text + " is not between 1 and 64");
    }

    @Override
    public String toString() {
        return "cpu:" + index;
    }
}
