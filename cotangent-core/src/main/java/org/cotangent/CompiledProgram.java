package org.cotangent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.FormatException;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Graph;
import org.cotangent.graph.ProgramFile;
import org.cotangent.op.Call;
import org.cotangent.runtime.Programs;
import org.cotangent.runtime.Shipped;
import org.cotangent.storage.Storage;

/// A program that comes out of a jar which `cotangent compile` or [SavedProgram#writeJar] made: what the generated
/// class in that jar calls.
///
/// Its first run uses scalar code from the jar; vector code from the jar takes over when the JVM has compiled it. Both
/// give the bits that `jit` gives.
public final class CompiledProgram {
    private final Graph graph;
    private final List<Concrete> constants;
    private final Programs program;

    private CompiledProgram(ProgramFile file, Class<?> owner) {
        this.graph = file.graph();
        this.constants = file.constants();
        this.program = Shipped.begin(graph, name -> kernel(owner, name));
    }

    /// The program of a generated class: it lies beside the class in its jar.
    ///
    /// @throws FormatException where it is not there or damaged
    public static CompiledProgram open(Class<?> owner) {
        var name = folder(owner.getName()) + "program";
        try (var in = resource(owner, name)) {
            if (in == null) {
                throw new FormatException("run the program of " + owner.getName(), "no " + name + " in its jar", null,
                        "keep the jar as `cotangent compile` wrote it", null);
            }
            return new CompiledProgram(ProgramFile.read(in, name, List.of()), owner);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where in a jar the parts of a class's program lie: under META-INF, which no module hides.
    static String folder(String owner) {
        return "META-INF/cotangent/" + owner + "/";
    }

    private static InputStream resource(Class<?> owner, String name) {
        return owner.getResourceAsStream("/" + name);
    }

    private static byte[] kernel(Class<?> owner, String name) {
        try (var in = resource(owner, folder(owner.getName()) + name + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The results on the leaves of the arguments.
    public Tensor[] run(Tensor... inputs) {
        var operands = new ArrayList<Tensor>(inputs.length + constants.size());
        boolean known = Dispatch.current() == null;
        for (var t : inputs) {
            known &= t instanceof Concrete;
            operands.add(t instanceof Concrete c ? c.asLiteral(false) : t);
        }
        operands.addAll(constants);
        if (!known) {
            return Dispatch.bind(new Call(graph), operands).toArray(Tensor[]::new);
        }
        graph.checked(operands.stream().map(Tensor::type).toList());
        return program.run(operands.stream().map(Tensor::concrete).toList()).toArray(Tensor[]::new);
    }

    /// The program, as it runs.
    public Graph graph() {
        return graph;
    }

    /// Waits until vector code from the jar is hot and in use.
    public void compileNow() {
        program.compileNow();
    }

    /// What has been done with the program so far.
    public List<String> log() {
        return program.lines();
    }

    /// Input `i` of the program from a Java number or array, row-major.
    public Tensor input(int i, Object value) {
        var var = graph.inputs().get(i).var();
        long count = var.type().shape().count();
        boolean array = value.getClass().isArray();
        if (array && Array.getLength(value) != count) {
            throw new ShapeException("run the program " + graph.name(), Array.getLength(value) + " numbers as "
                    + var.name(), "give " + count + ", row by row, for " + var.type());
        }
        var all = array ? value : one(value);
        var dtype = var.type().dtype();
        var from = all instanceof boolean[] b ? Storage.ofArray(bytes(b)) : Storage.ofArray(all);
        var copy = Storage.allocate(from.cell(), count);
        copy.copyFrom(0, from, 0, count);
        return dtype.isHalf()
                ? Ops.convert(Concrete.of(new TensorType(var.type().shape(), DType.FLOAT32), copy), dtype).concrete()
                : Concrete.of(var.type(), copy);
    }

    private static Object one(Object number) {
        return switch (number) {
            case Boolean b -> new boolean[] {b};
            case Integer n -> new int[] {n};
            case Long n -> new long[] {n};
            case Float n -> new float[] {n};
            default -> new double[] {((Number) number).doubleValue()};
        };
    }

    private static byte[] bytes(boolean[] from) {
        var out = new byte[from.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) (from[i] ? 1 : 0);
        }
        return out;
    }

    /// The results as Java values: of one a number or a row-major array, of several an array of arrays.
    public Object output(Tensor[] results) {
        if (results.length == 1) {
            var all = array(results[0].concrete());
            return results[0].rank() == 0 ? Array.get(all, 0) : all;
        }
        Object out = null;
        for (int r = 0; r < results.length; r++) {
            var all = array(results[r].concrete());
            out = out == null ? Array.newInstance(all.getClass(), results.length) : out;
            Array.set(out, r, all);
        }
        return out;
    }

    private static Object array(Concrete t) {
        var c = t.dtype().isHalf() ? Ops.convert(t, DType.FLOAT32).concrete() : t;
        int n = Math.toIntExact(c.shape().count());
        if (c.dtype() == DType.BOOL) {
            var out = new boolean[n];
            for (int i = 0; i < n; i++) {
                out[i] = c.getLong(i) != 0;
            }
            return out;
        }
        var out = switch (c.dtype()) {
            case INT32 -> new int[n];
            case INT64 -> new long[n];
            case FLOAT32 -> new float[n];
            default -> new double[n];
        };
        c.storage().copyToArray(0, out, 0, n);
        return out;
    }
}
