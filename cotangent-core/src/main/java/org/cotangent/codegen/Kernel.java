package org.cotangent.codegen;

import java.lang.foreign.MemorySegment;

/// A generated elementwise loop: one lane program, in scalar or in vector form, for one choice of single operands.
///
/// Inputs and output are runs addressed by the same element index; inputs that are single cells arrive by their bits in
/// `single` and their slot of `in` is ignored. The output may be one of the inputs. Callers keep to [KernelRunner],
/// which cuts ranges into blocks and serves what is left over.
public abstract class Kernel {
    /// For generated classes.
    protected Kernel() {}

    /// Elements `from` to `to` of primitive arrays; `to - from` is a multiple of [#lanes()].
    public abstract void heap(Object[] in, long[] single, Object out, int from, int to);

    /// Elements `from` to `from + count` of native segments; `count` is a multiple of [#lanes()].
    ///
    /// Scalar kernels have no such loop: single native accesses are several times slower than copying through an array
    /// first.
    public void segments(MemorySegment[] in, long[] single, MemorySegment out, long from, int count) {
        throw new UnsupportedOperationException("scalar kernels work on arrays");
    }

    /// Elements of one pass of the loop: 1 for scalar code.
    public abstract int lanes();

    /// Elements touched from the start of one pass, at least [#lanes()]; more where masks lie in bytes and few lanes
    /// fit a vector.
    public abstract int reach();

    /// The fingerprint of the program that was emitted, by which a kernel found by name is checked.
    public abstract int fingerprint();
}
