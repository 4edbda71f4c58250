package org.cotangent.nn.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cotangent.core.DType;
import org.cotangent.core.FormatException;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.io.Safetensors;
import org.cotangent.nn.Leaves;
import org.cotangent.nn.Selection;

/// Named tensors, such as PyTorch and Hugging Face leave them, that go into a model by name.
///
/// Opening reads the headers alone; a tensor is read when a leaf takes it.
public final class WeightFile {
    private static final String ENDING = ".safetensors";

    @FunctionalInterface
    private interface Reading {
        Tensor read() throws IOException;
    }

    private record Held(TensorType type, Reading reading) {
    }

    private final String source;
    private final Map<String, Held> tensors;

    private WeightFile(String source, Map<String, Held> tensors) {
        this.source = source;
        this.tensors = tensors;
    }

    /// A safetensors file, or all of them in a folder.
    ///
    /// @throws FormatException where there is none, one is damaged, or two have a tensor of one name
    public static WeightFile open(Path path) throws IOException {
        var files = Files.isDirectory(path) ? inFolder(path) : List.of(path);
        var all = new LinkedHashMap<String, Held>();
        for (var file : files) {
            var opened = Safetensors.open(file);
            for (var e : opened.entries()) {
                var held = new Held(new TensorType(e.shape(), e.dtype()), () -> opened.read(e.name()));
                if (all.put(e.name(), held) != null) {
                    throw new FormatException("read " + path, "a second tensor `" + e.name() + "`, in " + file, null,
                            "give a folder with the files of one model", null);
                }
            }
        }
        return new WeightFile(path.toString(), all);
    }

    private static List<Path> inFolder(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            var files = all.filter(f -> f.toString().endsWith(ENDING)).sorted().toList();
            if (files.isEmpty()) {
                throw new FormatException("read weights from " + folder, "no file in it that ends in " + ENDING, null,
                        "give a folder with such files, or the file", null);
            }
            return files;
        }
    }

    /// Tensors that are in memory.
    public static WeightFile of(Map<String, Tensor> tensors) {
        var all = new TreeMap<String, Held>();
        tensors.forEach((name, t) -> all.put(name, new Held(t.type(), () -> t)));
        return new WeightFile("memory", all);
    }

    /// The names of the tensors.
    public List<String> names() {
        return List.copyOf(tensors.keySet());
    }

    /// A tensor.
    ///
    /// @throws FormatException where there is none of that name
    public Tensor read(String name) throws IOException {
        var held = tensors.get(name);
        if (held == null) {
            throw new FormatException("read `" + name + "` from " + source, "no tensor of that name among "
                    + tensors.size(), null, "see names()", null);
        }
        return held.reading().read();
    }

    /// Without this beginning of names that have it.
    public WeightFile withoutPrefix(String prefix) {
        var all = new LinkedHashMap<String, Held>();
        tensors.forEach((name, t) -> all.put(name.startsWith(prefix) ? name.substring(prefix.length()) : name, t));
        return new WeightFile(source, all);
    }

    /// Without the tensors whose names match one of the patterns: `*` stands for anything but a dot, `**` for anything.
    public WeightFile ignoring(String... patterns) {
        var ignored = Selection.matching(patterns);
        var all = new LinkedHashMap<>(tensors);
        all.entrySet().removeIf(e -> ignored.takes(e.getKey(), e.getValue().type()));
        return new WeightFile(source, all);
    }

    /// A model with these weights in place of its own, converted to the dtypes of its leaves.
    public <M> Loaded<M> into(M model, Naming naming) throws IOException {
        var found = new HashMap<String, Tensor>();
        var missing = new ArrayList<String>();
        var unfit = new ArrayList<String>();
        var extra = new TreeSet<>(tensors.keySet());
        for (var e : grouped(model, naming).entrySet()) {
            var held = tensors.get(e.getKey());
            extra.remove(e.getKey());
            var wanted = type(e.getValue());
            if (held == null) {
                missing.add(e.getKey());
            } else if (!held.type().shape().equals(wanted.shape()) || held.type().dtype().isFloat() != wanted.dtype()
                    .isFloat()) {
                unfit.add(e.getKey() + " " + held.type() + ", wanted " + wanted);
            } else {
                place(held.reading().read(), e.getValue(), found);
            }
        }
        var paths = Leaves.paths(model).iterator();
        var filled = Leaves.map(model, t -> found.getOrDefault(paths.next(), t));
        return new Loaded<>(filled, source, missing, List.copyOf(extra), unfit);
    }

    private static Map<String, List<Naming.Slot>> grouped(Object model, Naming naming) {
        var all = new LinkedHashMap<String, List<Naming.Slot>>();
        naming.slots(model).forEach(s -> all.computeIfAbsent(s.name(), _ -> new ArrayList<>()).add(s));
        return all;
    }

    /// The type in the file of leaves that lie side by side.
    private static TensorType type(List<Naming.Slot> slots) {
        var first = slots.getFirst();
        var sizes = first.leaf().shape().sizes();
        if (slots.size() > 1) {
            sizes[sizes.length - 1] = slots.stream().mapToLong(s -> s.leaf().size(-1)).reduce(0, Math::addExact);
        }
        if (first.transposed()) {
            long rows = sizes[0];
            sizes[0] = sizes[1];
            sizes[1] = rows;
        }
        return TensorType.of(first.leaf().dtype(), sizes);
    }

    private static void place(Tensor read, List<Naming.Slot> slots, Map<String, Tensor> found) {
        var whole = slots.getFirst().transposed() ? Ops.transpose(read) : read;
        long at = 0;
        for (var s : slots) {
            var part = whole;
            if (slots.size() > 1) {
                part = Ops.slice(whole, whole.rank() - 1, at, at + s.leaf().size(-1));
                at += s.leaf().size(-1);
            }
            found.put(s.path(), Ops.convert(part, s.leaf().dtype()));
        }
    }

    /// The tensors of a model as a file has them.
    public static Map<String, Tensor> named(Object model, Naming naming) {
        var out = new LinkedHashMap<String, Tensor>();
        grouped(model, naming).forEach((name, slots) -> {
            var whole = slots.size() == 1 ? slots.getFirst().leaf()
                    : Ops.concat(slots.stream().map(Naming.Slot::leaf).toList(), slots.getFirst().leaf().rank() - 1);
            out.put(name, slots.getFirst().transposed() ? Ops.transpose(whole) : whole);
        });
        return out;
    }

    /// Writes the tensors of a model to a safetensors file, whole or not at all.
    public static void write(Path file, Object model, Naming naming) throws IOException {
        Safetensors.write(file, named(model, naming), Map.of("format", "pt"));
    }
}
