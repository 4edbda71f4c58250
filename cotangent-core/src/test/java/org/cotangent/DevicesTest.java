package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.DType;
import org.cotangent.core.DeviceException;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Parser;
import org.cotangent.op.Place;
import org.junit.jupiter.api.Test;

/// The processor as one device and, in a JVM of its own, as two.
class DevicesTest {
    @Test
    void oneDeviceIsNoTrouble() {
        var x = tensor(1.0, 2);
        assertThat(Devices.count()).isEqualTo(1);
        assertThat(place(x, 0)).isSameAs(x);
        assertThat(Devices.of(x)).isNull();
        assertThatThrownBy(() -> place(x, 1)).isInstanceOf(DeviceException.class)
                .hasMessageContaining("-Dcotangent.devices=2");
    }

    @Test
    void printedBatchedAndTransposed() {
        var g = jit((Tensor x) -> place(x, 0).mul(2)).graphFor(tensor(1.0));
        assertThat(g.toString()).contains("place[device=0]");
        assertThat(Parser.parse(g.toString())).isEqualTo(g);
        assertThat(jit(grad((Tensor x) -> sum(sin(place(x, 0))))).graphFor(tensor(1.0, 2)).toString())
                .contains("place[device=0]", "place[device=" + Place.ANYWHERE + "]");
        assertThat(vmap((Tensor x) -> place(x, 0)).apply(tensor(1.0, 2)).toDoubleArray()).containsExactly(1, 2);
    }

    @Test
    void twoDevices() throws Exception {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dcotangent.devices=2", "-Dcotangent.threads=4", "-cp", System.getProperty("java.class.path"),
                Two.class.getName()));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        assertThat(text).endsWith("done\n");
    }

    /// What two devices promise.
    static final class Two {
        public static void main(String[] args) {
            var x = place(tensor(1.0, 2, 3), 0);
            var y = place(x, 1);
            assertThat(Devices.all()).hasToString("[cpu:0, cpu:1]");
            assertThat(Devices.of(x)).hasToString("cpu:0");
            assertThat(Devices.of(y.mul(2).add(tensor(1.0, 1, 1)))).hasToString("cpu:1");
            assertThat(Devices.of(sin(x).reshape(3, 1))).hasToString("cpu:0");
            assertThat(y.concrete().storage()).isNotSameAs(x.concrete().storage());
            assertThat(place(y, 1)).isSameAs(y);
            assertThatThrownBy(() -> x.add(y)).isInstanceOf(DeviceException.class)
                    .hasMessageContaining("cannot apply add on one device")
                    .hasMessageContaining("f64[3] on cpu:0 and f64[3] on cpu:1")
                    .hasMessageContaining("place(x, 1) or place(x, 0)").hasMessageContaining("DevicesTest.java");
            gradients(x, y);
            large();
            System.out.println("done");
        }

        private static void gradients(Tensor x, Tensor y) {
            TensorFn f = v -> sum(sin(place(v, 1)).mul(y));
            for (TensorFn g : new TensorFn[] {grad(f), jit(grad(f)), checkpointed(f)}) {
                var d = g.apply(x);
                assertThat(allClose(place(d, 0), cos(x).mul(x), 1e-12, 0)).isTrue();
            }
            assertThat(Devices.of(grad(f).apply(x))).hasToString("cpu:0");
            assertThat(Devices.of(jvp((Tensor v) -> place(v, 1)).apply(x, x).tangent())).hasToString("cpu:1");
            assertThatThrownBy(() -> jit((Tensor v) -> v.add(place(v, 1))).apply(x))
                    .isInstanceOf(DeviceException.class).hasMessageContaining("DevicesTest.java");
            assertThat(Devices.of(vmap((Tensor v) -> place(v, 1)).apply(x))).hasToString("cpu:1");
        }

        private static TensorFn checkpointed(TensorFn f) {
            return grad((Tensor v) -> checkpoint(f).apply(v));
        }

        /// Work that is split runs on the device's own threads.
        private static void large() {
            var big = place(arange(1 << 20, DType.FLOAT64), 1);
            assertThat(sum(big.mul(2)).item()).isEqualTo((double) (1 << 20) * ((1 << 20) - 1));
        }
    }
}
