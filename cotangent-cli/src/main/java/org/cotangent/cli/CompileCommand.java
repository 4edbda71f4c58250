package org.cotangent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.cotangent.SavedProgram;
import org.cotangent.Transforms;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.ProgramException;
import org.cotangent.core.Shape;
import org.cotangent.core.SourceLine;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Nesting;
import org.cotangent.graph.ProgramFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `cotangent compile`: a program as a jar of class files that need only the core, or as a file to load.
@Command(name = "compile", sortOptions = false,
        description = "Write a program as a jar that needs only the core jar, or as a file that Java code loads.",
        footer = "PROGRAM may also be @ and a file that this command or SavedProgram.save wrote.")
final class CompileCommand extends ProgramCommand {
    private static final Pattern TYPE = Pattern.compile(
            "\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*([a-z0-9]+)\\s*\\[([0-9,\\s]*)]\\s*(,|$)");

    @Mixin
    private Differentiated differentiated;

    @Option(names = "--out", required = true, paramLabel = "x.jar",
            description = "The jar; a file of another ending gets the program without code.")
    private Path out;

    @Option(names = "--class", paramLabel = "NAME",
            description = "The class in the jar; default compiled. and the jar's name.")
    private String type;

    @Option(names = "--types", paramLabel = "x=f32[4,3],y=f64[]",
            description = "Types of inputs, instead of values by --at.")
    private List<String> types = List.of();

    @Option(names = "--grad", description = "The value and the gradients of --wrt instead of the output.")
    private boolean gradients;

    @Override
    int run() throws IOException {
        var program = program();
        boolean jar = out.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".jar");
        var name = jar ? type != null ? type : className() : null;
        if (jar) {
            program.writeJar(out, name);
        } else {
            program.save(out);
        }
        long bytes = Files.size(out);
        var call = program.toString();
        print(json() ? Json.text(Json.object("out", out.toString(), "class", name, "signature", call, "bytes", bytes))
                : out + ": " + call + (jar ? ", called as " + name + ".apply" : "") + ", " + bytes + " bytes");
        return Main.DONE;
    }

    private SavedProgram program() throws IOException {
        var file = options().file();
        if (file != null && ProgramFile.isProgram(file)) {
            return SavedProgram.load(file);
        }
        var loaded = options().load(typed());
        var staged = loaded.stage();
        var leaves = Collections.<Nesting>nCopies(loaded.inputs().size(), new Nesting.Leaf());
        var plain = SavedProgram.of(new ProgramFile(staged.graph(), staged.constants(), leaves, new Nesting.Leaf()));
        if (!gradients) {
            return plain;
        }
        Differentiated.checkOutput(loaded, staged.graph().resultTypes().getFirst(), true, "");
        return gradient(plain, loaded, differentiated.positions(loaded));
    }

    /// Value and gradients of a program, under the names of its inputs.
    private static SavedProgram gradient(SavedProgram plain, Loaded loaded, List<Integer> wrt) {
        List<Tensor> inputs = List.copyOf(loaded.inputs());
        var both = SavedProgram.of((List<Tensor> all) -> {
            var chosen = wrt.stream().map(all::get).toList();
            var vg = Transforms.valueAndGrad((List<Tensor> w) -> {
                var in = new ArrayList<>(all);
                wrt.forEach(i -> in.set(i, w.get(wrt.indexOf(i))));
                return Ops.reshape(plain.apply(in).getFirst());
            }).apply(chosen);
            var results = new ArrayList<Tensor>(List.of(vg.value()));
            results.addAll(vg.gradient());
            return List.copyOf(results);
        }, inputs).parts();
        var names = new ArrayList<String>(loaded.program().inputs());
        both.constants().forEach(_ -> names.add(null));
        return SavedProgram.of(new ProgramFile(both.graph().withInputNames(names), both.constants(),
                Collections.<Nesting>nCopies(inputs.size(), new Nesting.Leaf()), both.result()));
    }

    /// Zeros of the types that were given.
    private Map<String, Concrete> typed() {
        var given = new LinkedHashMap<String, Concrete>();
        for (var text : types) {
            var m = TYPE.matcher(text);
            int at = 0;
            while (at < text.length()) {
                if (!m.find(at) || m.start() != at) {
                    throw new ProgramException("read --types", "`" + text + "`",
                            new SourceLine("--types", 1, at + 1), "write name=type pairs, such as x=f32[4,3],y=f64[]",
                            null);
                }
                given.put(m.group(1), Ops.zeros(type(text, m.group(2), m.group(3).strip())).concrete());
                at = m.end();
            }
        }
        return given;
    }

    private static TensorType type(String text, String dtype, String sizes) {
        try {
            var numbers = sizes.isEmpty() ? new long[0]
                    : List.of(sizes.split(",", -1)).stream().mapToLong(s -> Long.parseLong(s.strip())).toArray();
            return new TensorType(Shape.of(numbers), DType.parse(dtype));
        } catch (NumberFormatException | CotangentException e) {
            throw new ProgramException("read --types", "`" + text + "`", null,
                    "write name=type pairs, such as x=f32[4,3],y=f64[]; dtypes are bool i32 i64 f16 bf16 f32 f64", e);
        }
    }

    private String className() {
        var name = out.getFileName().toString().replaceFirst("(?i)\\.jar$", "").replaceAll("[^A-Za-z0-9_]", "_");
        name = name.isEmpty() || Character.isDigit(name.charAt(0)) ? "_" + name : name;
        return "compiled." + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
