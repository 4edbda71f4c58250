package org.cotangent.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Loads the vector kernels, once for each width, so that the species is a constant in each of them.
final class VectorKernels {
    private VectorKernels() {
    }

    /// The width in bits that suits this machine: `-Dcotangent.vector.bits`, or the preferred one, at most 512.
    static int preferredBits() {
        int bits = Integer.getInteger("cotangent.vector.bits", VectorShape.preferredShape().vectorBitSize());
        return Math.min(checked(bits), 512);
    }

    static FloatRows floatRows(int bits) {
        return (FloatRows) load(VectorFloatRows.class, bits);
    }

    static DoubleRows doubleRows(int bits) {
        return (DoubleRows) load(VectorDoubleRows.class, bits);
    }

    static FloatRowLoops floatRowLoops(int bits) {
        return (FloatRowLoops) load(VectorFloatRowLoops.class, bits);
    }

    static DoubleRowLoops doubleRowLoops(int bits) {
        return (DoubleRowLoops) load(VectorDoubleRowLoops.class, bits);
    }

    private static int checked(int bits) {
        if (bits < 128 || Integer.bitCount(bits) != 1) {
            throw new IllegalArgumentException("cotangent.vector.bits is " + bits + "; use 128, 256 or 512");
        }
        return bits;
    }

    static FloatKernel floats(int bits) {
        return (FloatKernel) load(VectorFloatKernel.class, bits);
    }

    static DoubleKernel doubles(int bits) {
        return (DoubleKernel) load(VectorDoubleKernel.class, bits);
    }

    /// The species of a kernel class that [#load] defined; of the preferred width for the class as javac wrote it.
    static <E> VectorSpecies<E> species(MethodHandles.Lookup kernel, Class<E> element) {
        try {
            Integer bits = MethodHandles.classData(kernel, ConstantDescs.DEFAULT_NAME, Integer.class);
            return VectorSpecies.of(element, VectorShape.forBitSize(bits == null ? preferredBits() : bits));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether a tile of 24 vectors fits the registers: 32 of them on AVX-512 (where 512 bits are wanted) and AArch64.
    static boolean manyRegisters(int bits) {
        return bits == 512 || System.getProperty("os.arch").equals("aarch64");
    }

    private static Object load(Class<?> template, int bits) {
        try (InputStream in = template.getResourceAsStream(template.getSimpleName() + ".class")) {
            var lookup = MethodHandles.lookup().defineHiddenClassWithClassData(in.readAllBytes(), checked(bits), true);
            return lookup.lookupClass().getDeclaredConstructor().newInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot load " + template.getName() + " for " + bits + " bits", e);
        }
    }
}
