package org.cotangent.nn;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.cotangent.core.TensorType;

/// Which leaves of a structure are meant, told by their paths and types: what is trained, what decays, what is frozen.
@FunctionalInterface
public interface Selection {
    /// Whether the leaf at `path` (such as `layers[0].weight`) is meant.
    boolean takes(String path, TensorType type);

    /// Every leaf.
    static Selection all() {
        return (path, type) -> true;
    }

    /// Leaves whose whole path matches one of the patterns: `*` stands for anything but a dot, `**` for anything.
    static Selection matching(String... patterns) {
        var compiled = Arrays.stream(patterns).map(Selection::pattern).toList();
        return (path, type) -> compiled.stream().anyMatch(p -> p.matcher(path).matches());
    }

    private static Pattern pattern(String glob) {
        return Pattern.compile(Pattern.quote(glob).replace("**", "\\E\0\\Q").replace("*", "\\E[^.]*\\Q")
                .replace("\0", ".*"));
    }

    /// The leaf at one of the paths, and all leaves below one of them: `under("encoder", "layers[0]")`.
    static Selection under(String... roots) {
        return (path, type) -> Arrays.stream(roots).anyMatch(r -> path.equals(r)
                || path.startsWith(r) && (path.charAt(r.length()) == '.' || path.charAt(r.length()) == '['));
    }

    /// Leaves with at least so many axes: 2 takes weights of layers and leaves biases and scales out.
    static Selection rankAtLeast(int rank) {
        return (path, type) -> type.rank() >= rank;
    }

    /// The leaves that this one does not take.
    default Selection not() {
        return (path, type) -> !takes(path, type);
    }

    /// The leaves that both take.
    default Selection and(Selection other) {
        return (path, type) -> takes(path, type) && other.takes(path, type);
    }

    /// The leaves that either takes.
    default Selection or(Selection other) {
        return (path, type) -> takes(path, type) || other.takes(path, type);
    }
}
