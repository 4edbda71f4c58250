package org.cotangent.codegen;

import java.lang.System.Logger.Level;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandles;
import org.cotangent.codegen.Emitter.Form;
import org.cotangent.lane.LaneCode;
import org.cotangent.lane.LaneProgram;

/// Finds a kernel's class: shipped under its name in `org.cotangent.kernels`, else emitted now as a hidden class.
final class KernelClasses {
    /// The package of the kernels that are generated when the library is built.
    static final String SHIPPED = "org.cotangent.kernels";
    private static final System.Logger LOG = System.getLogger("org.cotangent.codegen");

    private KernelClasses() {}

    /// Whether vector kernels can run here: the module jdk.incubator.vector is there and `-Dcotangent.vector` is not
    /// `off`.
    static boolean vectors() {
        return Vectors.PRESENT;
    }

    private static final class Vectors {
        static final boolean PRESENT = !"off".equals(System.getProperty("cotangent.vector"))
            && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    /// The name of the shipped class of a kernel.
    static ClassDesc shipped(LaneProgram program, Form form, int singles) {
        var text = new StringBuilder();
        program.name().chars().forEach(c -> text.append(Character.isJavaIdentifierPart(c) && c != '$' ? (char) c
            : '_'));
        return ClassDesc.of(SHIPPED, text + (form == Form.SCALAR ? "$S" : "$V") + singles);
    }

    /// A kernel, or null if it can neither be found nor emitted.
    static Kernel load(LaneProgram program, Form form, int singles) {
        var code = LaneCode.of(program);
        if (form == Form.VECTOR && !(vectors() && VectorBody.supports(code))) {
            return null;
        }
        var kernel = find(shipped(program, form, singles));
        return kernel != null && kernel.fingerprint() == code.fingerprint() ? kernel : emit(program, form, singles);
    }

    private static Kernel find(ClassDesc name) {
        try {
            return (Kernel) Class.forName(name.packageName() + "." + name.displayName()).getConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            return null;
        } catch (ReflectiveOperationException | LinkageError e) {
            LOG.log(Level.WARNING, "shipped kernel " + name.displayName() + " does not load; it is emitted afresh", e);
            return null;
        }
    }

    private static Kernel emit(LaneProgram program, Form form, int singles) {
        try {
            var bytes = new Emitter(form, 0).emit(program, singles,
                ClassDesc.of(Kernel.class.getPackageName(), "Emitted"));
            return (Kernel) MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass().getConstructor()
                .newInstance();
        } catch (ReflectiveOperationException | LinkageError | IllegalArgumentException e) {
            LOG.log(Level.WARNING, "no " + form.name().toLowerCase() + " kernel for lane program " + program.name()
                + "; a slower form takes its place", e);
            return null;
        }
    }
}
