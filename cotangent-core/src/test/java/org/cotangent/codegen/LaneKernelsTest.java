package org.cotangent.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cotangent.codegen.Emitter.Form;
import org.cotangent.lane.Lane;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The run-time door: ranges, single operands, aliasing, errors, shipped classes, no allocation in hot loops.
class LaneKernelsTest {
    private static final LaneType F = LaneType.F32;
    private static final LaneProgram ADD = new LaneProgram("add.test", List.of(F, F),
        Lane.input(0, F).add(Lane.input(1, F)));

    private static Storage floats(float... values) {
        return Storage.ofArray(values);
    }

    @Test
    void rangesAndSingles() {
        var out = floats(9, 9, 9, 9);
        LaneKernels.run(ADD, new Storage[] {floats(1, 2, 3, 4), floats(10)}, new boolean[] {false, true}, out, 1, 3);
        assertThat((float[]) out.array()).containsExactly(9, 12, 13, 9);
        LaneKernels.run(ADD, new Storage[] {floats(5), floats(7)}, new boolean[] {true, true}, out, 0, 4);
        assertThat((float[]) out.array()).containsExactly(12, 12, 12, 12);
        LaneKernels.run(ADD, new Storage[] {out, out}, null, out, 0, 4);
        assertThat((float[]) out.array()).containsExactly(24, 24, 24, 24);
    }

    @Test
    void errorsSayWhatIsWrong() {
        var kernels = LaneKernels.of(ADD);
        var out = floats(0, 0);
        assertThatThrownBy(() -> kernels.run(new Storage[] {out}, null, out, 0, 2))
            .hasMessageContaining("takes 2 operands");
        assertThatThrownBy(() -> kernels.run(new Storage[] {out, floats(1)}, null, out, 0, 2))
            .hasMessageContaining("operand 1 must hold 2 cells of F32");
        assertThatThrownBy(() -> kernels.run(new Storage[] {out, out}, null, Storage.allocate(Cell.F64, 2), 0, 2))
            .hasMessageContaining("the result must hold");
        assertThatThrownBy(() -> kernels.run(new Storage[] {out, out}, null, out, 2, 1))
            .hasMessageContaining("no range");
        assertThatThrownBy(() -> kernels.run(new Storage[] {out, out}, null, out, -1, 1))
            .hasMessageContaining("no range");
    }

    @Test
    void warmCodeGivesTheSameBits() {
        var program = KernelThroughput.horner(F, 20);
        var kernels = LaneKernels.own(program);
        var x = Storage.allocate(Cell.F32, 5003);
        for (int i = 0; i < 5003; i++) {
            x.setFloat(i, (float) Math.sin(i) * 3);
        }
        var cold = Storage.allocate(Cell.F32, 5003);
        kernels.run(new Storage[] {x}, null, cold, 0, 5003);
        System.out.println("vector code taken for " + program.name() + ": " + kernels.warm(false));
        var warm = Storage.allocate(Cell.F32, 5003);
        kernels.run(new Storage[] {x}, null, warm, 0, 1111);
        kernels.run(new Storage[] {x}, null, warm, 1111, 5003);
        assertThat((float[]) warm.array()).isEqualTo((float[]) cold.array());
    }

    @Test
    void grainIsWholeVectors() {
        assertThat(LaneKernels.of(ADD).grain() % 64).isZero();
        assertThat(LaneKernels.own(KernelThroughput.horner(F, 60)).grain()).isLessThan(LaneKernels.of(ADD).grain());
    }

    @Test
    void shippedClassesLoadFromTheirOwnPackage(@TempDir Path folder) throws Exception {
        // Names of their own, or the kernels that the jar ships would be found first.
        var programs = LaneSamples.each().subList(0, 25).stream()
                .map(p -> new LaneProgram("sample." + p.name(), p.inputs(), p.result())).toList();
        int written = BuildKernels.write(folder, programs);
        try (var files = Files.walk(folder); var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            assertThat(files.filter(f -> f.toString().endsWith(".class")).count()).isEqualTo(written);
            for (var program : programs) {
                var name = KernelClasses.shipped(program, Form.SCALAR, 0);
                var kernel = (Kernel) loader.loadClass(name.packageName() + "." + name.displayName()).getConstructor()
                    .newInstance();
                var in = new long[][] {LaneSamples.values(program.inputs().get(0), 9, 1),
                    LaneSamples.values(program.inputs().get(1), 9, 2),
                        LaneSamples.values(program.inputs().get(2), 9, 3),
                    LaneSamples.values(LaneType.MASK, 9, 4)};
                assertThat(KernelBench.heap(program, kernel, in, 0, 9, 0))
                    .isEqualTo(KernelBench.expected(program, in, 0, 9));
            }
        }
    }

    @Test
    void hotVectorLoopsAllocateNothing() {
        var bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var programs = List.of(KernelThroughput.horner(F, 30), KernelThroughput.horner(LaneType.F64, 30),
            LaneSamples.each().stream().filter(p -> p.name().equals("call.f32")).findFirst().orElseThrow(),
            LaneSamples.each().stream().filter(p -> p.name().equals("select.F32")).findFirst().orElseThrow());
        for (var program : programs) {
            var kernel = KernelBench.define(program, new Emitter(Form.VECTOR, 0), 0);
            var in = program.inputs().stream().map(t -> Cells.array(t, 1040)).toArray();
            var out = Cells.array(program.result().type(), 1040);
            long end = System.nanoTime() + 8_000_000_000L;
            long allocated = Long.MAX_VALUE;
            while (allocated > 1024 && System.nanoTime() < end) {
                for (int i = 0; i < 500; i++) {
                    kernel.heap(in, null, out, 0, 1024);
                }
                long before = bean.getThreadAllocatedBytes(Thread.currentThread().threadId());
                kernel.heap(in, null, out, 0, 1024);
                allocated = bean.getThreadAllocatedBytes(Thread.currentThread().threadId()) - before;
            }
            assertThat(allocated).as(program.name()).isLessThanOrEqualTo(1024);
        }
    }
}
