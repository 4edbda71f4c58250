package org.cotangent.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The programs of other libraries and the hand-written native ones, in a folder outside the project.
///
/// @param folder the folder, built: `bin/peer` runs a library, `target/native` holds the native programs
record Peers(Path folder) {
    /// One of them on one workload.
    ///
    /// @param name    what its column is called; a native program's line names itself
    /// @param command runs it and prints its lines of JSON
    record Peer(String name, List<String> command) {
    }

    private static final List<String> ELEMENTWISE = List.of("W1", "W1s", "W7");
    private static final List<String> FUSED = List.of("W1", "W1s", "W7", "W8", "W8h");

    /// The folder that the property names.
    ///
    /// @throws IllegalArgumentException one line, where there is none or nothing has been built in it
    static Peers of(String folder) {
        if (folder == null || folder.isBlank()) {
            throw new IllegalArgumentException(
                "say where the other libraries' programs are: -Dcotangent.peers=DIR, the folder that has bin/peer");
        }
        var path = Path.of(folder).toAbsolutePath().normalize();
        if (!Files.isExecutable(path.resolve("bin/peer"))) {
            throw new IllegalArgumentException("-Dcotangent.peers=" + folder
                + ": there is no program bin/peer in that folder; name the one that has it");
        }
        if (!Files.isDirectory(path.resolve("target"))) {
            throw new IllegalArgumentException("-Dcotangent.peers=" + folder
                + ": nothing has been built in that folder; run bin/build there first");
        }
        return new Peers(path);
    }

    /// All that can run a workload with so many threads, each in the settings in which it may be fastest.
    List<Peer> of(Workload w, int threads, List<String> properties) {
        var out = new ArrayList<Peer>();
        if (w.peer() == null) {
            return out;
        }
        for (var name : libraries(w, threads)) {
            var command = new ArrayList<>(List.of(folder.resolve("bin/peer").toString(), name, w.peer(),
                Integer.toString(threads)));
            command.addAll(properties);
            out.add(new Peer(name, command));
        }
        for (var command : natives(w, threads)) {
            var program = folder.resolve("target/native").resolve(command.getFirst());
            if (Files.isExecutable(program)) {
                var all = new ArrayList<>(command);
                all.set(0, program.toString());
                out.add(new Peer(null, all));
            }
        }
        return out;
    }

    /// Passive threads are faster where there are matrix products and slower elsewhere; a malloc that keeps its memory
    /// is faster where there are large temporaries.
    private static List<String> libraries(Workload w, int threads) {
        var out = new ArrayList<>(List.of("libtorch"));
        out.add(threads == 1 || ELEMENTWISE.contains(w.name()) ? "libtorch213" : "libtorch-passive");
        if (threads > 1 && !ELEMENTWISE.contains(w.name())) {
            out.add("libtorch213-passive");
        }
        if (w.id().endsWith("-10000000")) {
            out.addAll(List.of("libtorch-kept", "tensorflow-kept", "tensorflow-xla-kept"));
        }
        if (!w.name().equals("W6") && !w.name().equals("W9")) {
            out.addAll(List.of("tensorflow", "tensorflow-xla"));
        }
        if (!List.of("W5", "W6", "W8h", "W9").contains(w.name())) {
            out.add("nd4j");
        }
        return out;
    }

    private static List<List<String>> natives(Workload w, int threads) {
        var count = Integer.toString(threads);
        if (FUSED.contains(w.name())) {
            return List.of(List.of("fused", w.peer(), count));
        }
        if (w.name().startsWith("W2")) {
            return List.of(List.of("gemm", w.peer(), count));
        }
        return w.name().equals("W9") ? List.of(List.of("tape_hand"), List.of("tape_adolc")) : List.of();
    }
}
