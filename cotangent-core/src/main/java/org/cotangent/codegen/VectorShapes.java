package org.cotangent.codegen;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The vector width that generated code uses; loaded only where the module jdk.incubator.vector is present.
///
/// `-Dcotangent.vector.bits=128|256|512` forces a width; each generated class asks once, in its initialiser.
public final class VectorShapes {
    private VectorShapes() {}

    /// The width in bits for a request; 0 means the forced or else the preferred one.
    public static int bits(int request) {
        int bits = request != 0 ? request : Integer.getInteger("cotangent.vector.bits", 0);
        if (bits != 0 && bits != 128 && bits != 256 && bits != 512) {
            throw new IllegalArgumentException("cotangent.vector.bits is " + bits + "; it must be 128, 256 or 512");
        }
        return bits != 0 ? bits : Math.clamp(VectorShape.preferredShape().vectorBitSize(), 128, 512);
    }

    public static VectorSpecies<Float> f32(int request) {
        return FloatVector.SPECIES_64.withShape(shape(request));
    }

    public static VectorSpecies<Double> f64(int request) {
        return DoubleVector.SPECIES_64.withShape(shape(request));
    }

    public static VectorSpecies<Integer> i32(int request) {
        return IntVector.SPECIES_64.withShape(shape(request));
    }

    public static VectorSpecies<Long> i64(int request) {
        return LongVector.SPECIES_64.withShape(shape(request));
    }

    /// The bytes that hold the masks of one vector of lanes of `width` bits: at least eight, the smallest vector there
    /// is.
    public static VectorSpecies<Byte> bytes(int request, int width) {
        return ByteVector.SPECIES_64.withShape(VectorShape.forBitSize(Math.max(64, bits(request) / width * 8)));
    }

    private static VectorShape shape(int request) {
        return VectorShape.forBitSize(bits(request));
    }
}
