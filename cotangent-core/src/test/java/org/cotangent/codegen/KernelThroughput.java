package org.cotangent.codegen;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.codegen.Emitter.Form;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;

/// Prints nanoseconds an element of kernels on and off the heap, scalar and vector, beside a plain copy. Nothing is
/// asserted.
public final class KernelThroughput {
    private KernelThroughput() {}

    static LaneProgram horner(LaneType type, int degree) {
        var x = Lane.input(0, type);
        var y = x.like(1);
        for (int k = 1; k <= degree; k++) {
            y = y.fma(x, x.like(1.0 / k));
        }
        return new LaneProgram("horner" + degree + "." + type, List.of(type), y);
    }

    static LaneProgram binary(String name, LaneType type, Lane result) {
        return new LaneProgram(name + "." + type, List.of(type, type), result);
    }

    public static void main(String[] args) {
        var programs = new ArrayList<LaneProgram>();
        for (var t : new LaneType[] {LaneType.F32, LaneType.F64}) {
            var a = Lane.input(0, t);
            var b = Lane.input(1, t);
            programs.add(binary("add", t, a.add(b)));
            programs.add(binary("max", t, a.max(b)));
            programs.add(binary("lt", t, a.lt(b)));
            programs.add(binary("relu", t, a.gt(0).select(a, a.like(0))));
            programs.add(new LaneProgram("where." + t, List.of(LaneType.MASK, t, t),
                Lane.input(0, LaneType.MASK).select(Lane.input(1, t), Lane.input(2, t))));
            programs.add(horner(t, 12));
            programs.add(new LaneProgram("trunc." + t, List.of(t), a.floatToInt().intToFloat()));
        }
        if (args.length > 0) {
            programs.removeIf(p -> !p.name().matches(args[0]));
        }
        int[] sizes = {64, 4096, 262_144, 10_000_000};
        System.out.printf("%-14s %-22s", "program", "form");
        for (int n : sizes) {
            System.out.printf("%12d", n);
        }
        System.out.println("   ns/element");
        copy(sizes);
        for (var program : programs) {
            for (var form : Form.values()) {
                measure(program, form, sizes);
            }
        }
    }

    private static void copy(int[] sizes) {
        System.out.printf("%-14s %-22s", "copy", "System.arraycopy f32");
        for (int n : sizes) {
            var a = new float[n];
            var b = new float[n];
            System.out.printf("%12.3f", time(n, () -> System.arraycopy(a, 0, b, 0, n)));
        }
        System.out.println();
    }

    private static void measure(LaneProgram program, Form form, int[] sizes) {
        if (form == Form.VECTOR && !Emitter.hasVectorForm(program)) {
            return;
        }
        var names = new String[] {"heap", "native", "staged"};
        for (int mode = 0; mode < 3; mode++) {
            if (form == Form.SCALAR && mode == 1) {
                continue;
            }
            var kernel = KernelBench.define(program, new Emitter(form, 0), 0);
            System.out.printf("%-14s %-22s", program.name(), form + " " + names[mode]);
            for (int n : sizes) {
                System.out.printf("%12.3f", once(program, kernel, mode, n));
            }
            System.out.println();
        }
    }

    private static double once(LaneProgram program, Kernel kernel, int mode, int n) {
        var runner = new KernelRunner(program, 0);
        var arena = Arena.ofAuto();
        var in = new Object[program.inputs().size()];
        var segments = new MemorySegment[in.length];
        for (int k = 0; k < in.length; k++) {
            var type = program.inputs().get(k);
            in[k] = KernelBench.array(type, ramp(type, n, k), 0);
            segments[k] = arena.allocate(n * 8L, 64);
            Cells.write(type, in[k], segments[k], 0, n);
        }
        var out = Cells.array(program.result().type(), n);
        var target = arena.allocate(n * 8L, 64);
        return switch (mode) {
            case 0 -> time(n, () -> runner.heap(kernel, in, null, out, 0, n));
            case 1 -> time(n, () -> runner.segments(kernel, segments, null, target, 0, n));
            default -> time(n, () -> runner.staged(kernel, segments, new Object[in.length], null, target, null, 0, n));
        };
    }

    private static long[] ramp(LaneType type, int n, int k) {
        var bits = new long[n];
        for (int i = 0; i < n; i++) {
            float x = (i * 7 + k * 13) % 100 / 50f - 1;
            bits[i] = switch (type) {
                case F32 -> Float.floatToRawIntBits(x);
                case F64 -> Double.doubleToRawLongBits(x);
                case MASK -> i & 1;
                default -> i;
            };
        }
        return bits;
    }

    private static double time(int n, Runnable run) {
        long end = System.nanoTime() + 200_000_000L;
        while (System.nanoTime() < end) {
            run.run();
        }
        int repeat = Math.max(1, 2_000_000 / n);
        double best = Double.MAX_VALUE;
        for (int r = 0; r < 7; r++) {
            long start = System.nanoTime();
            for (int i = 0; i < repeat; i++) {
                run.run();
            }
            best = Math.min(best, (System.nanoTime() - start) / (double) repeat / n);
        }
        return best;
    }
}
