package org.cotangent.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.cotangent.nn.data.Download;
import org.cotangent.nn.data.PublicFile;
import org.cotangent.nn.data.PublicSet;
import org.cotangent.storage.CacheFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cotangent data`: public data sets, downloaded only when asked.
@Command(name = "data", description = "List and download public data sets that recipes can use.",
        subcommands = {DataCommand.ListSets.class, DataCommand.Get.class})
final class DataCommand extends CommonCommand implements Runnable {
    @Override
    public void run() {
        throw wrong("say what to do: cotangent data list, or cotangent data get "
                + "NAME");
    }

    private static String size(long bytes) {
        return bytes < 1_000_000 ? String.format(Locale.ROOT, "%.0f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    /// `cotangent data list`.
    @Command(name = "list", description = "List the sets.")
    static final class ListSets extends CommonCommand implements Callable<Integer> {
        @Option(names = "--json", description = "Print one JSON document.")
        private boolean json;

        @Override
        public Integer call() {
            var out = out();
            if (json) {
                out.println(Json.text(Json.object("sets", PublicSet.ALL.stream().map(s -> Json.object("name",
                        s.name(), "about", s.about(), "rights", s.rights(), "use", s.use(), "bytes", s.bytes(), "files",
                        s.files().stream().map(f -> Json.object("name", f.name(), "bytes", f.bytes(), "sha256",
                                f.sha256(), "from", f.from().stream().map(Object::toString).toList())).toList()))
                        .toList())));
            } else {
                out.print(GradTable.aligned(PublicSet.ALL.stream().map(s -> List.of(s.name(), size(s.bytes()),
                        s.about(), s.rights())).toList()));
            }
            return Main.DONE;
        }
    }

    /// `cotangent data get NAME`.
    @Command(name = "get", description = "Download a set, checked by SHA-256; what was interrupted is continued.")
    static final class Get extends CommonCommand implements Callable<Integer> {
        private static final long PAUSE = 200_000_000L;
        private static final String WIPE = "\r\u001b[K";

        @Option(names = "--json", description = "Print one JSON document.")
        private boolean json;

        @Option(names = "--dir", paramLabel = "DIR",
                description = "The folder for the files; otherwise one in the user's cache.")
        private Path dir;

        @Option(names = "--from", paramLabel = "URL",
                description = "Take the files from this address, such as a mirror's, by their names.")
        private String from;

        @Parameters(arity = "1", paramLabel = "NAME", description = "One of those that cotangent data list names.")
        private String name;

        private long drawn;

        @Override
        public Integer call() {
            var set = PublicSet.named(name);
            var folder = dir == null ? CacheFolder.standard().resolve("data").resolve(set.name()) : dir;
            var out = out();
            if (!json) {
                out.println(set.name() + ": " + set.about() + " (" + set.rights() + "), " + size(set.bytes()));
            }
            int fetched = 0;
            for (var file : set.files()) {
                boolean fresh = got(file, folder);
                fetched += fresh ? 1 : 0;
                if (!json) {
                    out.println("  " + file.name() + (fresh ? "  downloaded" : "  already there") + ", SHA-256 right");
                }
            }
            if (json) {
                out.println(Json.text(Json.object("name", set.name(), "dir", folder.toString(), "downloaded", fetched,
                        "files", set.files().stream().map(f -> folder.resolve(f.name()).toString()).toList(), "use",
                        set.use().replace("DIR", folder.toString()))));
            } else {
                out.println("use it by: " + set.use().replace("DIR", folder.toString()));
            }
            return Main.DONE;
        }

        private boolean got(PublicFile file, Path folder) {
            var err = err();
            boolean terminal = StandardError.isTerminal();
            try {
                return Download.usual().get(placed(file), folder, n -> {
                    if (terminal) {
                        draw(err, file, n);
                    }
                });
            } finally {
                if (terminal) {
                    err.print(WIPE);
                    err.flush();
                }
            }
        }

        private PublicFile placed(PublicFile file) {
            try {
                return from == null ? file : file.at(from);
            } catch (IllegalArgumentException e) {
                throw wrong("--from " + from + ": " + e.getMessage());
            }
        }

        private void draw(PrintWriter err, PublicFile file, long n) {
            long now = System.nanoTime();
            if (now - drawn >= PAUSE) {
                drawn = now;
                err.print(WIPE + String.format(Locale.ROOT, "%s  %s of %s", file.name(), size(n), size(file.bytes())));
                err.flush();
            }
        }
    }
}
