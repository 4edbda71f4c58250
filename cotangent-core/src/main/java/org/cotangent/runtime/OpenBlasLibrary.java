package org.cotangent.runtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotangent.storage.CacheFolder;

/// The OpenBLAS library of this process: found on the class path, unpacked, loaded and bound at first use, or the
/// reason why not. It works with one thread a call; our own threads share a product.
///
/// Restricted methods are called only where the module has native access, so that the JVM never prints a warning.
@SuppressWarnings("restricted")
final class OpenBlasLibrary {
    private static final String ARTIFACT = "org.bytedeco:openblas:0.3.31-1.5.13:linux-x86_64";
    private static final String FOLDER = "org/bytedeco/openblas/linux-x86_64/";
    private static final String MAIN = "libopenblas.so.0";
    /// In the order of loading: the Fortran library finds the next ones only when they are loaded already.
    private static final List<String> FILES = List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", MAIN);

    /// Whether heap arrays may be passed to critical calls: before 25.0.3 G1 could move them (JDK-8377811).
    static final boolean PINS = Runtime.version().compareToIgnoreOptional(Runtime.Version.parse("25.0.3")) >= 0;

    private static final Provider PROVIDER;
    /// Held during a call: the library ends the process when more calls run at once than it has buffers for.
    static final Semaphore CALLS;
    private static final SymbolLookup SYMBOLS;

    static {
        Provider provider;
        SymbolLookup symbols = null;
        int calls = 1;
        try {
            String why = obstacle();
            if (why == null) {
                Path place = new NativeCache(CacheFolder.standard()).unpack(loader(), FOLDER, FILES, "openblas");
                symbols = load(place);
                String config = config(symbols);
                calls = most(config);
                provider = Provider.usable("openblas", config, place.resolve(MAIN).toString());
            } else {
                provider = Provider.missing("openblas", why);
            }
        } catch (IOException | IllegalArgumentException | UnsatisfiedLinkError e) {
            symbols = null;
            provider = Provider.missing("openblas", "it cannot be loaded: " + e);
        }
        PROVIDER = provider;
        SYMBOLS = symbols;
        CALLS = new Semaphore(calls);
    }

    private OpenBlasLibrary() {
    }

    /// Whether the library is loaded, or why not.
    static Provider provider() {
        return PROVIDER;
    }

    /// `cblas_sgemm` (F32) or `cblas_dgemm`; a critical one takes heap segments too.
    static MethodHandle gemm(boolean wide, boolean critical) {
        MemoryLayout real = wide ? JAVA_DOUBLE : JAVA_FLOAT;
        FunctionDescriptor type = FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
                real, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, real, ADDRESS, JAVA_INT);
        return bind(SYMBOLS, wide ? "cblas_dgemm" : "cblas_sgemm", type, options(critical));
    }

    /// `LAPACKE_spotrf_work` (F32) or `LAPACKE_dpotrf_work`, which copies nothing and allocates nothing.
    static MethodHandle potrf(boolean wide, boolean critical) {
        return bind(SYMBOLS, wide ? "LAPACKE_dpotrf_work" : "LAPACKE_spotrf_work",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_BYTE, JAVA_INT, ADDRESS, JAVA_INT), options(critical));
    }

    /// `cblas_strsm` (F32) or `cblas_dtrsm`.
    static MethodHandle trsm(boolean wide, boolean critical) {
        FunctionDescriptor type = FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
                JAVA_INT, wide ? JAVA_DOUBLE : JAVA_FLOAT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
        return bind(SYMBOLS, wide ? "cblas_dtrsm" : "cblas_strsm", type, options(critical));
    }

    private static Linker.Option[] options(boolean critical) {
        return critical ? new Linker.Option[] {Linker.Option.critical(true)} : new Linker.Option[0];
    }

    /// Sets the threads of one call; 1 from the start on, and other numbers only where ways are compared.
    static void threads(int count) {
        call(bind(SYMBOLS, "openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT)), count);
    }

    private static String obstacle() {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!platform.equals("Linux amd64")) {
            return "it is tried on Linux amd64 only, and this is " + platform;
        }
        if (loader().getResource(FOLDER + MAIN) == null) {
            return "not on the class path; add " + ARTIFACT;
        }
        Module module = OpenBlasLibrary.class.getModule();
        if (!module.isNativeAccessEnabled()) {
            return "native access is off; start Java with --enable-native-access="
                    + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
        }
        return null;
    }

    private static ClassLoader loader() {
        ClassLoader own = OpenBlasLibrary.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        boolean elsewhere = context != null && own.getResource(FOLDER + MAIN) == null;
        return elsewhere ? context : own;
    }

    private static SymbolLookup load(Path place) {
        SymbolLookup last = null;
        for (String file : FILES) {
            last = SymbolLookup.libraryLookup(place.resolve(file), Arena.global());
        }
        call(bind(last, "openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT)), 1);
        return last;
    }

    private static String config(SymbolLookup symbols) {
        MethodHandle get = bind(symbols, "openblas_get_config", FunctionDescriptor.of(ADDRESS));
        try {
            MemorySegment text = (MemorySegment) get.invokeExact();
            return text.reinterpret(1024).getString(0).strip().replaceFirst("^OpenBLAS ", "");
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private static int most(String config) {
        Matcher m = Pattern.compile("MAX_THREADS=(\\d+)").matcher(config);
        return m.find() ? Integer.parseInt(m.group(1)) : 1;
    }

    private static MethodHandle bind(SymbolLookup symbols, String name, FunctionDescriptor type,
                                     Linker.Option... options) {
        MemorySegment address = symbols.find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("no " + name + " in " + MAIN));
        return Linker.nativeLinker().downcallHandle(address, type, options);
    }

    private static void call(MethodHandle handle, int argument) {
        try {
            handle.invokeExact(argument);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /// The error of a downcall, which declares Throwable.
    static RuntimeException failed(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException r ? r : new IllegalStateException(e);
    }
}
