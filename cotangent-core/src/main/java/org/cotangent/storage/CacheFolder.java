package org.cotangent.storage;

import java.nio.file.Path;

/// Where Cotangent keeps what can be had again: native libraries, downloaded sets.
public final class CacheFolder {
    private CacheFolder() {
    }

    /// `-Dcotangent.cache`, else `$XDG_CACHE_HOME/cotangent`, else `~/.cache/cotangent`; it need not exist.
    public static Path standard() {
        var own = System.getProperty("cotangent.cache");
        if (own != null && !own.isBlank()) {
            return Path.of(own).toAbsolutePath();
        }
        var xdg = System.getenv("XDG_CACHE_HOME");
        var base = xdg != null && Path.of(xdg).isAbsolute() ? Path.of(xdg)
                : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("cotangent");
    }
}
