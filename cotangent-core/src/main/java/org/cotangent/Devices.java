package org.cotangent;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Tensor;
import org.cotangent.storage.Device;

/// The devices of this process. The processor is one; `-Dcotangent.devices=N` (on the command line: `--devices N`)
/// shows it as several, each with its share of the threads.
public final class Devices {
    private Devices() {
    }

    /// Number of devices.
    public static int count() {
        return Device.COUNT;
    }

    /// All devices in order.
    public static List<Device> all() {
        return IntStream.range(0, count()).mapToObj(Device::new).toList();
    }

    /// Where a tensor lies, or null for no device in particular. With a single device that is always so.
    public static Device of(Tensor x) {
        return x.concrete().storage().device();
    }
}
