/// Parameters to a file and back: safetensors, which other libraries read too, and NPY.
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import org.cotangent.*;
import org.cotangent.core.*;
import org.cotangent.io.*;

void main() throws Exception {
    var folder = Files.createTempDirectory("cotangent");
    var file = folder.resolve("model.safetensors");
    Safetensors.write(file, Map.of("layer.weight", normal(key(1), 3, 2), "layer.bias", zeros(2)),
            Map.of("made by", "SaveAndLoad"));

    var open = Safetensors.open(file);
    var all = open.readAll();
    for (var name : new TreeSet<>(all.keySet())) {
        IO.println(name + " " + all.get(name).type());
    }
    IO.println("same bits: " + Arrays.equals(all.get("layer.weight").toDoubleArray(),
            normal(key(1), 3, 2).toDoubleArray()));

    var table = folder.resolve("table.npy");
    Npy.write(table, tensor(1.0, 2, 3, 4).reshape(2, 2));
    IO.println(Npy.read(table));
    for (var f : List.of(file, table, folder)) {
        Files.delete(f);
    }
}
