package org.cotangent.cli;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.DTypeException;
import org.cotangent.core.ShapeException;
import org.cotangent.core.TensorType;
import picocli.CommandLine.Option;

/// Which inputs a program is differentiated by, and whether its output can be differentiated.
final class Differentiated {
    @Option(names = "--wrt", paramLabel = "x,y", split = ",", description = "Inputs to differentiate by; default all.")
    private List<String> wrt = List.of();

    /// The positions of the inputs to differentiate by: those named, else all floats.
    List<Integer> positions(Loaded loaded) {
        var inputs = loaded.program().inputs();
        ProgramOptions.known(loaded.program(), wrt.stream().map(String::strip).toList(), "--wrt");
        var out = new ArrayList<Integer>();
        for (int i = 0; i < inputs.size(); i++) {
            var name = inputs.get(i);
            boolean asked = wrt.stream().anyMatch(w -> w.strip().equals(name));
            boolean isFloat = loaded.inputs().get(i).dtype().isFloat();
            if (asked && !isFloat) {
                throw integer(loaded, i);
            }
            if (asked || wrt.isEmpty() && isFloat) {
                out.add(i);
            }
        }
        if (out.isEmpty() && !inputs.isEmpty()) {
            throw integer(loaded, 0);
        }
        return out;
    }

    private static DTypeException integer(Loaded loaded, int i) {
        var name = loaded.program().inputs().get(i);
        return new DTypeException("differentiate with respect to " + name, loaded.inputs().get(i).type().toString(),
                loaded.program().firstUse(name), "integers and bools have no derivatives; give " + name + " as floats",
                null);
    }

    /// An error that says what to do where the output is no float or, if `one` is asked for, more than one number.
    static void checkOutput(Loaded loaded, TensorType type, boolean one, String otherwise) {
        var name = loaded.program().outputName() == null ? "the output" : loaded.program().outputName();
        var where = loaded.program().outputLine();
        if (!type.dtype().isFloat()) {
            throw new DTypeException("differentiate " + name, type.toString(), where,
                    "only floats have derivatives; for a comparison use where(condition, a, b)", null);
        }
        if (one && type.shape().count() != 1) {
            var inner = loaded.program().outputName() == null ? "..." : name;
            throw new ShapeException("take the gradient of " + name, type + ", not a scalar", where,
                    "reduce it to one number, such as sum(" + inner + ")" + otherwise, null);
        }
    }
}
