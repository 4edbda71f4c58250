package org.cotangent.it.docs;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Compiles all snippets in memory in one call, and loads what came out.
final class Compiler {
    private static final List<String> SEEN = List.of("org.cotangent.core.Tensor", "org.cotangent.testkit.Laws",
            "org.cotangent.nn.Layer");

    private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    private final Map<String, List<String>> errors = new HashMap<>();

    /// The snippets compiled; one that does not compile has [#errors] and no class.
    Compiler(Collection<Snippet> snippets) {
        var wrong = compile(snippets);
        if (!wrong.isEmpty()) {
            // One bad snippet stops javac for all: the others are compiled without it.
            compile(snippets.stream().filter(s -> !errors.containsKey(s.className())).toList());
        }
    }

    private List<String> compile(Collection<Snippet> snippets) {
        if (snippets.isEmpty()) {
            return List.of();
        }
        var javac = ToolProvider.getSystemJavaCompiler();
        var found = new DiagnosticCollector<JavaFileObject>();
        var byName = snippets.stream().collect(Collectors.toMap(Snippet::className, s -> s));
        try (var files = new Memory(javac.getStandardFileManager(null, null, null))) {
            var options = List.of("-cp", classPath(), "-proc:none", "-Xlint:none", "-parameters");
            javac.getTask(null, files, found, options, null, byName.values().stream().map(Source::new).toList()).call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (var d : found.getDiagnostics()) {
            if (d.getKind() == Diagnostic.Kind.ERROR) {
                var name = d.getSource() == null ? "" : d.getSource().getName().replaceAll(".*/|\\.java$", "");
                var place = byName.containsKey(name) ? byName.get(name).place((int) d.getLineNumber()) : 0;
                errors.computeIfAbsent(name, _ -> new ArrayList<>())
                        .add("line " + place + " of the block: " + d.getMessage(null));
            }
        }
        return errors.values().stream().flatMap(List::stream).toList();
    }

    /// What javac has against a snippet.
    List<String> errors(Snippet s) {
        return Stream.of(s.className(), "").flatMap(n -> errors.getOrDefault(n, List.of()).stream()).toList();
    }

    Class<?> load(Snippet s) throws ClassNotFoundException {
        return new Loader().loadClass(s.className());
    }

    private static String classPath() {
        return SEEN.stream().map(Compiler::home).collect(Collectors.joining(File.pathSeparator));
    }

    private static String home(String name) {
        try {
            return Path.of(Class.forName(name).getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private final class Loader extends ClassLoader {
        Loader() {
            super(Compiler.class.getClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            var bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes.toByteArray(), 0, bytes.size());
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final Snippet snippet;

        Source(Snippet snippet) {
            super(URI.create("string:///" + snippet.className() + ".java"), Kind.SOURCE);
            this.snippet = snippet;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return snippet.source();
        }
    }

    private final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        Memory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location at, String name, JavaFileObject.Kind kind,
                FileObject from) {
            return new SimpleJavaFileObject(URI.create("string:///" + name + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    var bytes = new ByteArrayOutputStream();
                    classes.put(name, bytes);
                    return bytes;
                }
            };
        }
    }
}
