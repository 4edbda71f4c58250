package org.cotangent.explorer.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The files of the page: a fixed table, read from the jar, so that no path of a request ever reaches a file system.
public final class Assets {
    /// Bytes and media type.
    public record Asset(byte[] bytes, String type) {
    }

    private static final String FOLDER = "/org/cotangent/explorer/web/";
    private final Map<String, Asset> byPath = new LinkedHashMap<>();

    /// Reads all files.
    public Assets() {
        add("/", "index.html", "text/html; charset=utf-8");
        byPath.put("/index.html", byPath.get("/"));
        add("/app.js", "app.js", "text/javascript; charset=utf-8");
        add("/app.css", "app.css", "text/css; charset=utf-8");
        add("/icon.svg", "icon.svg", "image/svg+xml");
    }

    private void add(String path, String file, String type) {
        try (var in = Assets.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks the page's " + file);
            }
            byPath.put(path, new Asset(in.readAllBytes(), type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The file behind exactly this path, or null.
    public Asset get(String path) {
        return byPath.get(path);
    }
}
