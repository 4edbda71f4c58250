package org.cotangent.runtime;

import org.cotangent.core.DType;
import org.cotangent.storage.Storage;

/// Reads and writes of single cells at listed offsets: pick `j` stands at `place + j * step` in the list and at
/// `offsets[j] + shift` in the tensor; picks with a negative offset are left out.
final class SingleCells {
    /// A run of picks.
    record Picks(long[] offsets, int first, int count, long shift, long place, long step) {
    }

    private SingleCells() {
    }

    /// Copies from the tensor to the list.
    // size: table
    static void read(Storage tensor, Storage list, Picks p) {
        switch (tensor.cell()) {
            case F32 -> {
                for (int j = 0; j < p.count; j++) {
                    long at = p.offsets[p.first + j];
                    if (at >= 0) {
                        list.setFloat(p.place + j * p.step, tensor.getFloat(at + p.shift));
                    }
                }
            }
            case F64 -> {
                for (int j = 0; j < p.count; j++) {
                    long at = p.offsets[p.first + j];
                    if (at >= 0) {
                        list.setDouble(p.place + j * p.step, tensor.getDouble(at + p.shift));
                    }
                }
            }
            case I32 -> {
                for (int j = 0; j < p.count; j++) {
                    long at = p.offsets[p.first + j];
                    if (at >= 0) {
                        list.setInt(p.place + j * p.step, tensor.getInt(at + p.shift));
                    }
                }
            }
            case I64 -> {
                for (int j = 0; j < p.count; j++) {
                    long at = p.offsets[p.first + j];
                    if (at >= 0) {
                        list.setLong(p.place + j * p.step, tensor.getLong(at + p.shift));
                    }
                }
            }
            case I16 -> {
                for (int j = 0; j < p.count; j++) {
                    long at = p.offsets[p.first + j];
                    if (at >= 0) {
                        list.setShort(p.place + j * p.step, tensor.getShort(at + p.shift));
                    }
                }
            }
            case I8 -> {
                for (int j = 0; j < p.count; j++) {
                    long at = p.offsets[p.first + j];
                    if (at >= 0) {
                        list.setByte(p.place + j * p.step, tensor.getByte(at + p.shift));
                    }
                }
            }
        }
    }

    /// Copies from the list to the tensor, in order.
    // size: table
    static void write(Storage tensor, Storage list, Picks p) {
        switch (tensor.cell()) {
            case F32 -> {
                for (int j = 0; j < p.count; j++) {
                    long at = p.offsets[p.first + j];
                    if (at >= 0) {
                        tensor.setFloat(at + p.shift, list.getFloat(p.place + j * p.step));
                    }
                }
            }
            case F64 -> {
                for (int j = 0; j < p.count; j++) {
                    long at = p.offsets[p.first + j];
                    if (at >= 0) {
                        tensor.setDouble(at + p.shift, list.getDouble(p.place + j * p.step));
                    }
                }
            }
            case I32 -> {
                for (int j = 0; j < p.count; j++) {
                    long at = p.offsets[p.first + j];
                    if (at >= 0) {
                        tensor.setInt(at + p.shift, list.getInt(p.place + j * p.step));
                    }
                }
            }
            case I64 -> {
                for (int j = 0; j < p.count; j++) {
                    long at = p.offsets[p.first + j];
                    if (at >= 0) {
                        tensor.setLong(at + p.shift, list.getLong(p.place + j * p.step));
                    }
                }
            }
            case I16 -> {
                for (int j = 0; j < p.count; j++) {
                    long at = p.offsets[p.first + j];
                    if (at >= 0) {
                        tensor.setShort(at + p.shift, list.getShort(p.place + j * p.step));
                    }
                }
            }
            case I8 -> {
                for (int j = 0; j < p.count; j++) {
                    long at = p.offsets[p.first + j];
                    if (at >= 0) {
                        tensor.setByte(at + p.shift, list.getByte(p.place + j * p.step));
                    }
                }
            }
        }
    }

    /// Adds from the list to the tensor, in order.
    // size: table
    static void add(DType dtype, Storage tensor, Storage list, Picks p) {
        switch (dtype) {
            case FLOAT32 -> {
                for (int j = 0; j < p.count; j++) {
                    long at = p.offsets[p.first + j];
                    if (at >= 0) {
                        tensor.setFloat(at + p.shift, tensor.getFloat(at + p.shift)
                                + list.getFloat(p.place + j * p.step));
                    }
                }
            }
            case FLOAT64 -> {
                for (int j = 0; j < p.count; j++) {
                    long at = p.offsets[p.first + j];
                    if (at >= 0) {
                        tensor.setDouble(at + p.shift, tensor.getDouble(at + p.shift)
                                + list.getDouble(p.place + j * p.step));
                    }
                }
            }
            case INT32 -> {
                for (int j = 0; j < p.count; j++) {
                    long at = p.offsets[p.first + j];
                    if (at >= 0) {
                        tensor.setInt(at + p.shift, tensor.getInt(at + p.shift) + list.getInt(p.place + j * p.step));
                    }
                }
            }
            case INT64 -> {
                for (int j = 0; j < p.count; j++) {
                    long at = p.offsets[p.first + j];
                    if (at >= 0) {
                        tensor.setLong(at + p.shift, tensor.getLong(at + p.shift) + list.getLong(p.place + j * p.step));
                    }
                }
            }
            default -> throw new IllegalArgumentException("no sums of " + dtype);
        }
    }
}
