package org.cotangent.codegen;

import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.codegen.Emitter.Form;

/// A generated loop in use: its scalar form, and its vector form once that has been made; shared by all programs that
/// need the same one. Both give the same bits.
public final class Loop {
    /// Programs hold the loops that they use; these are for programs to come. Each may hold a megabyte.
    private static final int MOST = 256;
    /// The vector width that code is made for by whoever binds it: for tests of all widths in one process; -1 for
    /// scalar code only.
    static final ScopedValue<Integer> BITS = ScopedValue.newInstance();
    private static final Map<List<Object>, Loop> SHARED = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Object>, Loop> eldest) {
            return size() > MOST;
        }
    };

    private final LoopSpec spec;
    private final boolean vectorizable;
    private final int bits;
    private LoopKernel scalar;
    private LoopKernel vector;
    private boolean warmed;
    private double nanosPerElement = Double.NaN;

    private Loop(LoopSpec spec) {
        this.spec = spec;
        this.bits = BITS.orElse(0);
        this.vectorizable = bits >= 0 && KernelClasses.vectors() && VectorBody.supports(spec.code());
    }

    /// The loop for a specification; equal ones share it.
    public static Loop of(LoopSpec spec) {
        if (BITS.isBound()) {
            return new Loop(spec);
        }
        synchronized (SHARED) {
            return SHARED.computeIfAbsent(spec.key(), k -> new Loop(spec));
        }
    }

    /// What it was made from.
    public LoopSpec spec() {
        return spec;
    }

    /// Emits the code that is missing; without it a run emits it.
    public synchronized Loop ready() {
        if (scalar == null) {
            scalar = define(spec, Form.SCALAR, 0);
            vector = vectorizable ? define(spec, Form.VECTOR, bits) : null;
        }
        return this;
    }

    /// A kernel class of its own, in the given form and width.
    static LoopKernel define(LoopSpec spec, Form form, int bits) {
        var bytes = KernelStore.bytes(spec, form, bits, () -> new LoopEmitter(form, bits).emit(spec,
            KernelStore.className()));
        try {
            return (LoopKernel) MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass().getConstructor()
                .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no loop for " + spec.code().program().name(), e);
        }
    }

    /// Runs the vector form on scratch data until the JIT has compiled it, once; drops it where that fails.
    public synchronized Loop warm() {
        ready();
        if (!warmed && vector != null) {
            warmed = true;
            var warmer = new LoopWarmer(spec);
            if (!warmer.compiles(vector)) {
                System.getLogger("org.cotangent.codegen").log(Level.DEBUG,
                    "the vector form of " + spec.code().program().name() + " was not compiled");
                vector = null;
            }
            nanosPerElement = warmer.nanosPerElement();
        }
        return this;
    }

    /// Nanoseconds of one element as measured while warming, or a guess.
    public double nanosPerElement() {
        return Double.isNaN(nanosPerElement) ? 0.05 * (spec.code().work() + 2 * spec.operands()) : nanosPerElement;
    }

    /// Runs `rows` rows of `n` elements; see [LoopKernel#run].
    public void run(Object[] at, long[] single, long[] base, long[] stride, int rows, int n) {
        var fast = vector;
        int whole = fast == null ? 0 : whole(fast, n);
        if (whole == n) {
            fast.run(at, single, base, stride, rows, n);
        } else if (whole == 0 || rows != 1) {
            scalar.run(at, single, base, stride, rows, n);
        } else {
            fast.run(at, single, base, stride, 1, whole);
            rest(at, single, base, stride, n, whole);
        }
    }

    /// How many of a row's elements a vector kernel can serve.
    private static int whole(LoopKernel kernel, int n) {
        int reach = kernel.reach();
        int lanes = kernel.lanes();
        if (n < reach) {
            return 0;
        }
        return lanes == reach ? n : (n - reach) / lanes * lanes + lanes;
    }

    private void rest(Object[] at, long[] single, long[] base, long[] stride, int n, int whole) {
        shift(base, whole);
        scalar.run(at, single, base, stride, 1, n - whole);
        shift(base, -whole);
    }

    private void shift(long[] base, int by) {
        for (int k = 0; k < base.length; k++) {
            base[k] += spec.place(k).row() ? 0 : by;
        }
    }
}
