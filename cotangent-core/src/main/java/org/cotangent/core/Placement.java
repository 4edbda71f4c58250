package org.cotangent.core;

import java.util.List;
import org.cotangent.op.Op;
import org.cotangent.op.Place;
import org.cotangent.op.Structural;
import org.cotangent.storage.Device;
import org.cotangent.storage.Storage;

/// Runs operations where their operands lie, when there are several devices: results lie there too.
///
/// Tensors that lie on no device in particular go along with those that do. Operations that hold graphs or only mark
/// a place look at nothing themselves.
final class Placement implements Kernels {
    private final Kernels kernels;

    private Placement(Kernels kernels) {
        this.kernels = kernels;
    }

    /// The kernels themselves where there is one device.
    static Kernels over(Kernels kernels) {
        return Device.COUNT == 1 ? kernels : new Placement(kernels);
    }

    @Override
    public void addInto(Concrete sum, Concrete more) {
        kernels.addInto(sum, more);
    }

    @Override
    public List<Concrete> evaluate(Op op, List<Concrete> operands, List<TensorType> types) {
        var device = op instanceof Place || op instanceof Structural ? null : common(op, operands);
        if (device == null) {
            return kernels.evaluate(op, operands, types);
        }
        var out = ScopedValue.where(Device.CURRENT, device).call(() -> kernels.evaluate(op, operands, types));
        return out.stream().map(r -> on(r, device, operands)).toList();
    }

    /// The one device on which operands lie, or null.
    private static Device common(Op op, List<Concrete> operands) {
        Concrete first = null;
        for (var x : operands) {
            var here = x.storage().device();
            if (here != null && first == null) {
                first = x;
            } else if (here != null && !here.equals(first.storage().device())) {
                throw new DeviceException("apply " + op.label() + " on one device", first.type() + " on "
                        + first.storage().device() + " and " + x.type() + " on " + here,
                        "move one of them first: place(x, " + here.index() + ") or place(x, "
                                + first.storage().device().index() + ")");
            }
        }
        return first == null ? null : first.storage().device();
    }

    private static Concrete on(Concrete r, Device device, List<Concrete> operands) {
        if (device.equals(r.storage().device())) {
            return r;
        }
        boolean shared = operands.stream().anyMatch(x -> x.storage() == r.storage());
        Storage s = shared ? r.storage().slice(0, r.storage().count()) : r.storage();
        s.pin(device);
        return shared ? Concrete.of(r.type(), s) : r;
    }
}
