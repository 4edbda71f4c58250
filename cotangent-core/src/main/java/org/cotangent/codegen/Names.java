package org.cotangent.codegen;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.cotangent.lane.LaneType;

/// Descriptors of the classes and types that generated code names. Vector classes are named by text and never loaded
/// here.
final class Names {
    static final ClassDesc OBJECTS = ConstantDescs.CD_Object.arrayType();
    static final ClassDesc BITS = ConstantDescs.CD_long.arrayType();
    static final ClassDesc SEGMENT = MemorySegment.class.describeConstable().orElseThrow();
    static final ClassDesc SEGMENTS = SEGMENT.arrayType();
    static final ClassDesc LAYOUT = ValueLayout.class.describeConstable().orElseThrow();
    static final ClassDesc BYTE_ORDER = ByteOrder.class.describeConstable().orElseThrow();
    static final ClassDesc KERNEL = Kernel.class.describeConstable().orElseThrow();
    static final ClassDesc SCALARS = Scalars.class.describeConstable().orElseThrow();
    static final ClassDesc SHAPES = ClassDesc.of("org.cotangent.codegen.VectorShapes");
    static final ClassDesc MATH = ClassDesc.of("java.lang.Math");

    static final ClassDesc SPECIES = vector("VectorSpecies");
    static final ClassDesc VECTOR = vector("Vector");
    static final ClassDesc MASK = vector("VectorMask");
    static final ClassDesc BYTE_VECTOR = vector("ByteVector");
    static final ClassDesc OPERATORS = vector("VectorOperators");
    static final ClassDesc BINARY = OPERATORS.nested("Binary");
    static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");
    static final ClassDesc CONVERSION = OPERATORS.nested("Conversion");

    static final MethodTypeDesc HEAP = MethodTypeDesc.of(ConstantDescs.CD_void, OBJECTS, BITS, ConstantDescs.CD_Object,
        ConstantDescs.CD_int, ConstantDescs.CD_int);
    static final MethodTypeDesc NATIVE = MethodTypeDesc.of(ConstantDescs.CD_void, SEGMENTS, BITS, SEGMENT,
        ConstantDescs.CD_long, ConstantDescs.CD_int);

    private Names() {}

    private static ClassDesc vector(String name) {
        return ClassDesc.of("jdk.incubator.vector", name);
    }

    /// The Java type of a lane in scalar code.
    static ClassDesc scalar(LaneType type) {
        return switch (type) {
            case F32 -> ConstantDescs.CD_float;
            case F64 -> ConstantDescs.CD_double;
            case I32, MASK -> ConstantDescs.CD_int;
            case I64 -> ConstantDescs.CD_long;
        };
    }

    /// The type of a stored element: masks lie in bytes.
    static ClassDesc stored(LaneType type) {
        return type == LaneType.MASK ? ConstantDescs.CD_byte : scalar(type);
    }

    /// The vector class of a lane type; masks have none.
    static ClassDesc vector(LaneType type) {
        return switch (type) {
            case F32 -> vector("FloatVector");
            case F64 -> vector("DoubleVector");
            case I32 -> vector("IntVector");
            case I64 -> vector("LongVector");
            case MASK -> throw new IllegalArgumentException("a mask is not a vector");
        };
    }

    /// log2 of the bytes of a stored element.
    static int shift(LaneType type) {
        return switch (type) {
            case F32, I32 -> 2;
            case F64, I64 -> 3;
            case MASK -> 0;
        };
    }
}
