package org.cotangent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cotangent.io.Inspection;
import org.cotangent.io.TensorEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cotangent inspect`: what is in a file, without loading the data.
@Command(name = "inspect", description = "Say what is in NPY, NPZ and safetensors files and in folders of "
        + "checkpoints, without loading the data.")
final class InspectCommand extends CommonCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files, or folders of a training run.")
    private List<Path> files;

    @Override
    public Integer call() throws IOException {
        var all = new ArrayList<Inspection>();
        for (var file : files) {
            all.add(Files.isDirectory(file) ? CheckpointFolder.inspected(file) : Inspection.of(file));
        }
        var out = out();
        if (json) {
            out.println(Json.text(Json.object("files", all.stream().map(InspectCommand::document).toList())));
        } else {
            all.forEach(i -> out.print(text(i)));
        }
        return Main.DONE;
    }

    private static Map<String, Object> document(Inspection i) {
        return Json.object("file", i.file().toString(), "format", i.format(), "bytes", i.bytes(),
                "tensors", i.tensors().stream().map(t -> Json.object("name", t.name(), "kind", t.kind(),
                        "dtype", t.dtype().text(), "shape", Arrays.stream(t.shape().sizes()).boxed().toList(),
                        "bytes", t.bytes())).toList(),
                "metadata", i.metadata());
    }

    private static String text(Inspection i) {
        var rows = new ArrayList<List<String>>();
        long sum = 0;
        for (var t : i.tensors()) {
            rows.add(row(t));
            sum += t.bytes();
        }
        var text = new StringBuilder(i.file() + ": " + i.format() + ", " + i.tensors().size() + " tensors, " + sum
                + " bytes of numbers in " + i.bytes() + "\n").append(GradTable.aligned(rows));
        i.metadata().forEach((k, v) -> text.append(Inspection.shown(k)).append(": ").append(Inspection.shown(v))
                .append('\n'));
        return text.toString();
    }

    private static List<String> row(TensorEntry t) {
        return List.of("  " + Inspection.shown(t.name()), t.dtype() + t.shape().toString(), t.kind(), t.bytes() + " B");
    }
}
