package org.cotangent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.cotangent.core.Concrete;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Keys;
import org.cotangent.core.SourceLine;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;
import org.cotangent.graph.Graph;
import org.cotangent.graph.KeyInputs;
import org.cotangent.graph.ProgramFile;
import org.cotangent.op.Call;
import org.cotangent.op.Custom;
import org.cotangent.rewrite.Passes;
import org.cotangent.runtime.Programs;

/// A function as data: its graph for arguments of certain types, the tensors that it captured, and how its arguments
/// and result are nested. It goes into one file, and comes back without any class of the program that made it.
///
/// What comes back runs as under `jit`, with the same bits, and can be differentiated, batched and compiled like any
/// other function. Records come back as maps by the names of their components; as arguments, records with these
/// components or maps are taken. Random keys are arguments like all others. What is captured is what it was when the
/// program was written down.
public final class SavedProgram {
    private static final String ARGUMENTS = "abcd";

    private final ProgramFile file;
    private final Graph ready;

    private SavedProgram(ProgramFile file) {
        this.file = file;
        this.ready = Passes.run(file.graph()).getLast().after();
    }

    /// A program from its parts.
    public static SavedProgram of(ProgramFile file) {
        return new SavedProgram(file);
    }

    /// A tensor function, written down for arguments like this one.
    public static SavedProgram of(TensorFn f, Tensor x) {
        return written(a -> f.apply((Tensor) a.getFirst()), x);
    }

    /// A function, written down for arguments like this one.
    @SuppressWarnings("unchecked")
    public static <A, R> SavedProgram of(Fn1<A, R> f, A x) {
        return written(a -> f.apply((A) a.get(0)), x);
    }

    /// A function, written down for arguments like these.
    @SuppressWarnings("unchecked")
    public static <A, B, R> SavedProgram of(Fn2<A, B, R> f, A x, B y) {
        return written(a -> f.apply((A) a.get(0), (B) a.get(1)), x, y);
    }

    /// A function, written down for arguments like these.
    @SuppressWarnings("unchecked")
    public static <A, B, C, R> SavedProgram of(Fn3<A, B, C, R> f, A x, B y, C z) {
        return written(a -> f.apply((A) a.get(0), (B) a.get(1), (C) a.get(2)), x, y, z);
    }

    /// A function, written down for arguments like these.
    @SuppressWarnings("unchecked")
    public static <A, B, C, D, R> SavedProgram of(Fn4<A, B, C, D, R> f, A x, B y, C z, D w) {
        return written(a -> f.apply((A) a.get(0), (B) a.get(1), (C) a.get(2), (D) a.get(3)), x, y, z, w);
    }

    private static SavedProgram written(Function<List<Object>, Object> f, Object... arguments) {
        var flat = new Flattened(f, arguments);
        var named = Naming.named("f", flat, flat.leaves().stream().map(Tensor::type).toList(), flat.names(),
                flat.roles());
        var staged = named.staged();
        var names = flat.names(named.roots(arguments.length));
        staged.captured().forEach(_ -> names.add(null));
        return new SavedProgram(new ProgramFile(staged.graph().withInputNames(names),
                staged.captured().stream().map(t -> t.concrete().asLiteral(false)).toList(),
                flat.structures().stream().map(s -> s.nesting()).toList(), flat.result().nesting()));
    }

    /// Writes it to a file, which is there whole or not at all.
    ///
    /// @throws org.cotangent.core.UnsupportedException where the program calls Java code
    public void save(Path path) throws IOException {
        file.write(path);
    }

    /// Writes the compiled program as a jar with ordinary class files, which need nothing but the core jar: a class of
    /// this name, in a package, with static methods `apply` over the leaves of the arguments, as tensors and as Java
    /// arrays and numbers.
    ///
    /// @throws org.cotangent.core.UnsupportedException where the program calls Java code, or for a class name that Java
    /// does not allow
    public void writeJar(Path jar, String className) throws IOException {
        ProgramJar.write(new ProgramFile(ready, file.constants(), file.arguments(), file.result()), jar, className);
    }

    /// The program in a file.
    ///
    /// @throws org.cotangent.core.FormatException where it is no whole saved program
    public static SavedProgram load(Path path) throws IOException {
        return load(path, List.of());
    }

    /// The program in a file, in which operations of these classes may occur: those of one's own cannot be loaded
    /// without their class.
    public static SavedProgram load(Path path, Collection<Class<? extends Custom>> customs) throws IOException {
        return new SavedProgram(ProgramFile.read(path, customs));
    }

    /// The program as it was written, nothing rewritten; its last inputs are the captured tensors.
    public Graph graph() {
        return file.graph();
    }

    /// The stabilised and simplified program that runs.
    public Graph graphToRun() {
        return ready;
    }

    /// The parts: the graph, the captured tensors, the nesting of arguments and result.
    public ProgramFile parts() {
        return file;
    }

    /// The result on arguments of the structures and types that the program was written down for: records or maps,
    /// lists, tensors.
    @SuppressWarnings("unchecked")
    public <R> R call(Object... arguments) {
        var want = file.arguments();
        if (arguments.length != want.size()) {
            throw new StructureException("run a saved program", arguments.length + " arguments",
                    SourceLine.ofCaller(), "give " + want.size() + ": " + this, null);
        }
        var leaves = new ArrayList<Tensor>();
        for (int i = 0; i < arguments.length; i++) {
            NestedValues.leaves(want.get(i), arguments[i], "argument " + ARGUMENTS.charAt(Math.min(i, 3)), leaves);
        }
        return (R) NestedValues.build(file.result(), apply(leaves).iterator());
    }

    /// The leaves of the result on the leaves of the arguments.
    public List<Tensor> apply(List<? extends Tensor> leaves) {
        var operands = new ArrayList<Tensor>(leaves);
        operands.replaceAll(t -> t instanceof Concrete c ? c.asLiteral(false) : t);
        operands.addAll(file.constants());
        if (Keys.isStrict()) {
            KeyInputs.of(ready).forEach(i -> Keys.use("a saved program", operands.get(i)));
        }
        return Dispatch.bind(new Call(ready), operands);
    }

    /// The program as a function of one tensor, where it is one.
    public TensorFn asTensorFn() {
        return this::call;
    }

    /// Compiles the program now and waits until its code is hot.
    public void compileNow() {
        Programs.of(ready).compileNow();
    }

    /// The signature, such as `f(m: Mlp(w: f32[3,2], b: f32[2]), x: f32[4,3]) -> f32[4,2]`.
    @Override
    public String toString() {
        var types = file.graph().inputTypes();
        var text = new StringBuilder(file.graph().name()).append('(');
        int at = 0;
        for (int i = 0; i < file.arguments().size(); i++) {
            var n = file.arguments().get(i);
            var name = n.size() == 0 ? null : file.graph().inputs().get(at).var().name();
            text.append(i == 0 ? "" : ", ").append(name == null ? "" : root(name) + ": ")
                    .append(n.text(types.subList(at, at + n.size())));
            at += n.size();
        }
        return text.append(") -> ").append(file.result().text(file.graph().resultTypes())).toString();
    }

    private static String root(String path) {
        return path.split("[.\\[]", 2)[0];
    }
}
