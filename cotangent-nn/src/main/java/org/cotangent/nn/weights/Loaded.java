package org.cotangent.nn.weights;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.FormatException;

/// A model with weights from a file, and what did not fit.
///
/// @param model   the model; leaves that the file lacks, or has otherwise, are as they were
/// @param source  where the weights come from
/// @param missing names that the model needs and the file lacks
/// @param extra   names that the file has and the model does not need
/// @param unfit   tensors of another shape or kind: both are said
public record Loaded<M>(M model, String source, List<String> missing, List<String> extra, List<String> unfit) {
    private static final int SHOWN = 12;

    /// As described above.
    public Loaded {
        missing = List.copyOf(missing);
        extra = List.copyOf(extra);
        unfit = List.copyOf(unfit);
    }

    /// Whether every leaf was found and the file has nothing else.
    public boolean isWhole() {
        return missing.isEmpty() && extra.isEmpty() && unfit.isEmpty();
    }

    /// The model, where everything fitted.
    ///
    /// @throws FormatException with the lists, where something did not
    public M whole() {
        if (isWhole()) {
            return model;
        }
        var lines = new ArrayList<String>();
        add(lines, "missing", missing);
        add(lines, "extra", extra);
        add(lines, "of another shape or kind", unfit);
        throw new FormatException("load weights from " + source, String.join("\n         ", lines), null,
                "give the file of a model with these shapes, name tensors by a Naming, leave extra ones out by "
                        + "ignoring(...), or take model() as it is", null);
    }

    private static void add(List<String> lines, String what, List<String> names) {
        if (!names.isEmpty()) {
            var some = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
            lines.add(names.size() + " " + what + ": " + some + (names.size() > SHOWN ? ", ..." : ""));
        }
    }
}
