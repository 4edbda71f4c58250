package org.cotangent.codegen;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.constant.ClassDesc;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.cotangent.codegen.Emitter.Form;
import org.cotangent.storage.Sha256;

/// The class files of loops that were emitted before: what a program's jar brings along, found by what they do.
///
/// Names hold a sum over the specification and over the generator itself, so a kernel of another generator is never
/// used: it is emitted again.
public final class KernelStore {
    private static final ScopedValue<KernelStore> CURRENT = ScopedValue.newInstance();
    private static final List<Class<?>> GENERATOR = List.of(LoopEmitter.class, LoopFrame.class, Frame.class,
        Body.class, ScalarBody.class, Emitter.class, Scalars.class, LoopKernel.class, Names.class);

    private final Function<String, byte[]> find;
    private final AtomicInteger found = new AtomicInteger();
    private final AtomicInteger missed = new AtomicInteger();

    /// Class files by name, null where there is none of that name.
    public KernelStore(Function<String, byte[]> find) {
        this.find = find;
    }

    /// Runs something; loops that it emits are looked for here first.
    public <T> T in(Supplier<T> work) {
        return ScopedValue.where(CURRENT, this).call(work::get);
    }

    /// As [#in]; loops have scalar code only, and nobody else shares them: code that is fast at once.
    public <T> T inScalar(Supplier<T> work) {
        return ScopedValue.where(CURRENT, this).where(Loop.BITS, -1).call(work::get);
    }

    /// How many loops were found here.
    public int found() {
        return found.get();
    }

    /// How many were not.
    public int missed() {
        return missed.get();
    }

    static byte[] bytes(LoopSpec spec, Form form, int bits, Supplier<byte[]> emit) {
        if (!CURRENT.isBound() || form == Form.VECTOR && bits != 0) {
            return emit.get();
        }
        var store = CURRENT.get();
        var known = store.find.apply(name(spec, form));
        (known != null ? store.found : store.missed).incrementAndGet();
        return known != null ? known : emit.get();
    }

    /// The class files that the loops of a step need, by name.
    public static Map<String, byte[]> emitted(StepLoop step) {
        var out = new LinkedHashMap<String, byte[]>();
        for (var l : step.kernels()) {
            out.put(name(l.spec(), Form.SCALAR), emit(l.spec(), Form.SCALAR));
            if (KernelClasses.vectors() && VectorBody.supports(l.spec().code())) {
                out.put(name(l.spec(), Form.VECTOR), emit(l.spec(), Form.VECTOR));
            }
        }
        return out;
    }

    private static byte[] emit(LoopSpec spec, Form form) {
        return new LoopEmitter(form, 0).emit(spec, className());
    }

    static ClassDesc className() {
        return ClassDesc.of(Kernel.class.getPackageName(), "Fused");
    }

    private static String name(LoopSpec spec, Form form) {
        var text = new StringBuilder();
        for (var part : List.of(spec.code().inputs(), spec.code().results(), spec.inputs(), spec.results())) {
            text.append(part).append('\n');
        }
        for (var s : spec.code().steps()) {
            text.append(s.op()).append(' ').append(s.type()).append(' ').append(s.bits()).append(' ')
                .append(s.operands()).append(s.function() == null ? "" : s.function().owner().getName() + "."
                + s.function().method()).append('\n');
        }
        return (form == Form.SCALAR ? "S" : "V") + Generator.SUM
                + HexFormat.of().formatHex(Sha256.of(text.toString()), 0, 16);
    }

    private static final class Generator {
        static final String SUM = sum();

        private static String sum() {
            var crc = new CRC32();
            for (var name : GENERATOR.stream().map(Class::getSimpleName).toList()) {
                add(crc, name);
            }
            // Not loaded: it may need a module that is absent.
            add(crc, "VectorBody");
            add(crc, "VectorShapes");
            return String.format("%08x", crc.getValue());
        }

        private static void add(CRC32 crc, String name) {
            try (InputStream in = KernelStore.class.getResourceAsStream(name + ".class")) {
                if (in != null) {
                    crc.update(in.readAllBytes());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
