package org.cotangent.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.cotangent.codegen.Emitter.Form;
import org.cotangent.lane.LaneCode;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;
import org.cotangent.lane.ProgramSource;
import org.cotangent.lane.ReduceOp;

/// The build step that generates the kernels of the jar: `BuildKernels <classes directory> [ProgramSource class ...]`.
///
/// Without class names the sources are found by `ServiceLoader`. Scalar and vector forms are separate classes, so that
/// a missing vector module is harmless.
public final class BuildKernels {
    /// Programs with three inputs and at most this many operations ship for every choice of single operands.
    private static final int SMALL = 16;

    private BuildKernels() {}

    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            throw new IllegalArgumentException("BuildKernels <classes directory> [ProgramSource class ...]");
        }
        var programs = new ArrayList<LaneProgram>();
        sources(List.of(args).subList(1, args.length)).forEach(s -> s.programs().forEach(programs::add));
        int written = write(Path.of(args[0]), programs) + writeReductions(Path.of(args[0]));
        System.out.println(written + " kernels of " + programs.size() + " lane programs and the reductions");
    }

    /// Writes the kernels of the reductions; returns how many.
    static int writeReductions(Path classes) throws IOException {
        var folder = Files.createDirectories(classes.resolve(KernelClasses.SHIPPED.replace('.', '/')));
        int written = 0;
        for (var type : new LaneType[] {LaneType.F32, LaneType.F64, LaneType.I32, LaneType.I64}) {
            for (var op : new ReduceOp[] {ReduceOp.SUM, ReduceOp.PROD, ReduceOp.MAX, ReduceOp.MIN}) {
                for (var form : Form.values()) {
                    var name = ReduceKernels.shipped(op, type, form);
                    Files.write(folder.resolve(name.displayName() + ".class"),
                        new ReduceEmitter(form, 0).emit(ReduceKernels.bare(type), op, 0, name));
                    written++;
                }
            }
        }
        return written;
    }

    private static List<ProgramSource> sources(List<String> names) {
        var sources = new ArrayList<ProgramSource>();
        if (names.isEmpty()) {
            ServiceLoader.load(ProgramSource.class).forEach(sources::add);
        }
        for (var name : names) {
            try {
                sources.add((ProgramSource) Class.forName(name).getConstructor().newInstance());
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException("no ProgramSource with a public constructor: " + name, e);
            }
        }
        return sources;
    }

    /// Writes the class files of the programs under a directory; returns how many.
    static int write(Path classes, List<LaneProgram> programs) throws IOException {
        var folder = Files.createDirectories(classes.resolve(KernelClasses.SHIPPED.replace('.', '/')));
        var seen = new HashSet<String>();
        for (var program : programs) {
            for (int singles : patterns(program)) {
                for (var form : Emitter.hasVectorForm(program) ? Form.values() : new Form[] {Form.SCALAR}) {
                    var name = KernelClasses.shipped(program, form, singles);
                    if (!seen.add(name.displayName())) {
                        throw new IllegalArgumentException("two lane programs share the name " + program.name());
                    }
                    Files.write(folder.resolve(name.displayName() + ".class"),
                        new Emitter(form, 0).emit(program, singles, name));
                }
            }
        }
        return seen.size();
    }

    /// The choices of single operands that ship: all with one or two inputs, and with three if the program is small;
    /// else none single, and all but the first.
    static int[] patterns(LaneProgram program) {
        int inputs = program.inputs().size();
        boolean all = inputs <= 2 || inputs == 3 && LaneCode.of(program).work() <= SMALL;
        return all ? IntStream.range(0, Math.max(1, (1 << inputs) - 1)).toArray() : new int[] {0, (1 << inputs) - 2};
    }
}
