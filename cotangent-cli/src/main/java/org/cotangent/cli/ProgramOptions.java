package org.cotangent.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.io.ExistingFile;
import org.cotangent.io.Npz;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.DType;
import org.cotangent.core.FormatException;
import org.cotangent.core.ProgramException;
import org.cotangent.graph.Role;
import org.cotangent.program.Program;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What commands that take a program have in common: the text and the values of its inputs.
final class ProgramOptions {
    @Parameters(index = "0", paramLabel = "PROGRAM", description = "The program's text, or @file.")
    private String text;

    @Option(names = "--at", paramLabel = "x=2,y=[1,2]",
            description = "Values of the inputs: numbers, bracketed tensors, @file.npy.")
    private List<String> at = List.of();

    @Option(names = "--at-file", paramLabel = "FILE.npz", description = "Values of the inputs by name.")
    private List<Path> files = List.of();

    @Option(names = "--param", paramLabel = "w,b", split = ",", description = "Inputs that are parameters.")
    private List<String> parameters = List.of();

    @Option(names = "--dtype", paramLabel = "f32|f64", defaultValue = "f64",
            description = "The floats to compute in; default f64.")
    private String dtype;

    private String name = "program";
    private String source;

    /// The program, read.
    Program program() throws IOException {
        if (text.startsWith("--") && text.length() > 2 && Character.isLetter(text.charAt(2))) {
            throw new ProgramException("read the command line", "the unknown option `" + text + "`", null,
                    "see --help; a program that starts with -- goes into parentheses", null);
        }
        source = text;
        if (text.startsWith("@")) {
            name = text.substring(1);
            source = content(Path.of(name));
        }
        return Program.parse(name, source);
    }

    /// The error with the program text that it points into.
    RuntimeException located(CotangentException e) {
        return source == null ? e : new Errors.InProgram(name, source, e);
    }

    /// The text of a program's file.
    static String content(Path file) throws IOException {
        ExistingFile.require(file, "read the program " + file,
                "give the program itself, or @ and the path of a text file");
        if (Files.size(file) > 4L * Program.MOST_CHARACTERS) {
            throw new FormatException("read the program " + file, Files.size(file) + " bytes", null,
                    "give a program of at most " + Program.MOST_CHARACTERS + " characters", null);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
        } catch (CharacterCodingException e) {
            throw new FormatException("read the program " + file, "bytes that are no UTF-8 text", null,
                    "give a text file", e);
        }
    }

    DType dtype() {
        return floats(dtype);
    }

    /// The floats that an option names.
    static DType floats(String name) {
        var d = DType.parse(name);
        if (d != DType.FLOAT32 && d != DType.FLOAT64) {
            throw new org.cotangent.core.DTypeException("compute in " + d, "--dtype " + d, null, "use f32 or f64",
                    null);
        }
        return d;
    }

    /// The file that the program is in, or null.
    Path file() {
        return text.startsWith("@") ? Path.of(text.substring(1)) : null;
    }

    /// The program with a value for every input; an error names those that have none.
    Loaded load() throws IOException {
        return load(Map.of());
    }

    /// As above; these values are used where the command line has no others.
    Loaded load(Map<String, Concrete> given) throws IOException {
        var program = program();
        var d = dtype();
        var values = new LinkedHashMap<String, Concrete>(given);
        known(program, given.keySet(), "--types");
        for (var file : files) {
            Npz.read(file).forEach((k, v) -> values.put(k, Bindings.floats(v.concrete(), d)));
        }
        Set<String> named = new LinkedHashSet<>();
        for (var text : at) {
            var more = Bindings.read(text, d);
            values.putAll(more);
            named.addAll(more.keySet());
        }
        known(program, named, "--at");
        known(program, parameters.stream().map(String::strip).toList(), "--param");
        var inputs = new ArrayList<Concrete>();
        var roles = new ArrayList<Role>();
        for (var name : program.inputs()) {
            inputs.add(values.get(name));
            roles.add(parameters.stream().anyMatch(p -> p.strip().equals(name)) ? Role.PARAM : Role.INPUT);
        }
        bound(program, values);
        return new Loaded(program, inputs, roles, d);
    }

    static void known(Program program, Iterable<String> names, String option) {
        for (var name : names) {
            if (!program.inputs().contains(name)) {
                var what = program.assigned().contains(name) ? "`" + name + "`, which the program computes"
                        : "the unknown name `" + name + "`";
                throw new ProgramException("use " + option, what, null,
                        program.inputs().isEmpty() ? "the program has no inputs" : "the inputs are "
                        + listed(program.inputs()), null);
            }
        }
    }

    private static void bound(Program program, Map<String, Concrete> values) {
        var open = program.inputs().stream().filter(n -> !values.containsKey(n)).toList();
        if (!open.isEmpty()) {
            var example = open.stream().limit(3).map(n -> n + "=...").toList();
            throw new ProgramException("run the program",
                    (open.size() == 1 ? "an input without a value: " : "inputs without values: ") + listed(open),
                    program.firstUse(open.getFirst()), "give them: --at " + String.join(",", example), null);
        }
    }

    private static String listed(List<String> names) {
        var shown = String.join(", ", names.stream().limit(10)
                .map(n -> n.length() > 60 ? n.substring(0, 60) + "..." : n).toList());
        return names.size() > 10 ? shown + " and " + (names.size() - 10) + " more" : shown;
    }
}
