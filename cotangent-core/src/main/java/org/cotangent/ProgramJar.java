package org.cotangent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cotangent.codegen.ProgramClassEmitter;
import org.cotangent.core.UnsupportedException;
import org.cotangent.graph.Graph;
import org.cotangent.graph.ProgramFile;
import org.cotangent.runtime.Shipped;
import org.cotangent.storage.AtomicFile;

/// Writes a program as a jar: a class to call, the program, and the class files of its loops. The same program gives
/// the same bytes.
final class ProgramJar {
    private static final LocalDateTime TIME = LocalDateTime.of(2000, 1, 1, 0, 0);
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)+";

    private static final Set<String> KEYWORDS = Set.of(("abstract assert boolean break byte case catch char class const"
            + " continue default do double else enum extends final finally float for goto if implements import"
            + " instanceof int interface long native new package private protected public return short static strictfp"
            + " super switch synchronized this throw throws transient try void volatile while true false null _")
            .split(" "));

    private ProgramJar() {
    }

    static void write(ProgramFile program, Path jar, String name) throws IOException {
        if (!name.matches(NAME) || List.of(name.split("\\.")).stream().anyMatch(ProgramJar::isKeyword)) {
            throw new UnsupportedException("write a class for the program", "the class name `" + name + "`", null,
                    "give a name in a package, such as org.example.Model", null);
        }
        var graph = program.graph();
        var kernels = Shipped.kernels(graph);
        int leaves = graph.inputs().size() - program.constants().size();
        var type = new ProgramClassEmitter(name, names(graph, leaves), graph.inputTypes().subList(0, leaves),
                graph.resultTypes()).emit();
        var folder = CompiledProgram.folder(name);
        AtomicFile.write(jar, out -> {
            var zip = new ZipOutputStream(out);
            entry(zip, "META-INF/MANIFEST.MF", o -> o.write("Manifest-Version: 1.0\r\nCreated-By: Cotangent\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII)));
            entry(zip, name.replace('.', '/') + ".class", o -> o.write(type));
            entry(zip, folder + "program", program::write);
            for (var k : kernels.entrySet()) {
                entry(zip, folder + k.getKey() + ".class", o -> o.write(k.getValue()));
            }
            zip.finish();
        });
    }

    private static boolean isKeyword(String part) {
        return KEYWORDS.contains(part);
    }

    private static void entry(ZipOutputStream zip, String name, AtomicFile.Body body) throws IOException {
        var e = new ZipEntry(name);
        e.setTimeLocal(TIME);
        zip.putNextEntry(e);
        body.write(zip);
        zip.closeEntry();
    }

    /// The inputs' names as Java allows them, each another one.
    private static List<String> names(Graph g, int leaves) {
        var out = new ArrayList<String>();
        var seen = new HashSet<String>();
        for (int i = 0; i < leaves; i++) {
            var name = g.inputs().get(i).var().name();
            var plain = (name == null ? "x" + i : name).replaceAll("[^A-Za-z0-9_]+", "_").replaceAll("_+$", "");
            plain = plain.isEmpty() || Character.isDigit(plain.charAt(0)) || isKeyword(plain) ? "_" + plain : plain;
            while (!seen.add(plain)) {
                plain += "_";
            }
            out.add(plain);
        }
        return out;
    }
}
