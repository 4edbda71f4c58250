package org.cotangent.op;

import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DeviceException;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.storage.Device;
import org.cotangent.storage.Storage;

/// The operand on the device of that number, copied where it lies elsewhere; -1 stands for no device in particular.
public record Place(int device) implements Linear {
    /// No device in particular.
    public static final int ANYWHERE = -1;

    @Override
    public List<TensorType> typeOf(List<TensorType> operands) {
        return List.of(operands.getFirst());
    }

    @Override
    public List<Concrete> evaluate(List<Concrete> operands, List<TensorType> types) {
        if (device < ANYWHERE || device >= Device.COUNT) {
            throw new DeviceException("place a tensor on device " + device, "devices 0 to " + (Device.COUNT - 1),
                    "take one of these, or start with -Dcotangent.devices=" + Math.max(1, device + 1));
        }
        var x = operands.getFirst().asLiteral(false);
        var here = x.storage().device();
        if (Device.COUNT == 1 || (here == null ? ANYWHERE : here.index()) == device) {
            return List.of(x);
        }
        if (device == ANYWHERE) {
            return List.of(Concrete.of(x.type(), x.storage().slice(0, x.storage().count())));
        }
        var copy = Storage.allocate(x.dtype().cell(), x.storage().count());
        copy.copyFrom(0, x.storage(), 0, copy.count());
        copy.pin(new Device(device));
        return List.of(Concrete.of(x.type(), copy));
    }

    @Override
    public List<Tensor> batch(Batch b) {
        return Dispatch.bind(this, List.of(b.front(0)));
    }

    /// Back to where the operand lies; anywhere while that is not known.
    @Override
    public List<Tensor> transpose(Primals p, List<Tensor> cotangents, boolean[] wanted) {
        var from = p.operand(0) instanceof Concrete c ? c.storage().device() : null;
        return Dispatch.bind(new Place(from == null ? ANYWHERE : from.index()), cotangents);
    }
}
