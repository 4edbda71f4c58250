package org.cotangent.nn.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.cotangent.core.FormatException;
import org.cotangent.storage.AtomicFile;
import org.cotangent.storage.Sha256;

/// Downloads public files: what was interrupted is continued, and nothing takes a file's name before its SHA-256 is the
/// right one.
///
/// The bytes go to `NAME.part`, which stays when the connection or the disk fails and is continued by the next call,
/// also of another process. Redirections are followed by us, five at most, never from HTTPS to anything else.
public final class Download {
    private static final int MOST_REDIRECTIONS = 5;
    private static final int BUFFER = 1 << 16;
    private static final long PAUSE = 100;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int BEYOND = 416;
    private static final int REDIRECT = 300;
    private static final int CLIENT = 400;
    private static final int SERVER = 500;

    private final int tries;
    private final Duration patience;

    /// With other limits.
    ///
    /// @param tries    how often a file is asked for before the connection counts as failed
    /// @param patience how long to wait for an answer, or for its next bytes
    public Download(int tries, Duration patience) {
        this.tries = tries;
        this.patience = patience;
    }

    /// Three tries, half a minute.
    public static Download usual() {
        return new Download(3, Duration.ofSeconds(30));
    }

    /// A failure of an address.
    private static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;
        private final boolean passes;

        Broken(boolean passes, String message, Throwable cause) {
            super(message, cause);
            this.passes = passes;
        }

        /// Whether another try may succeed.
        boolean passes() {
            return passes;
        }
    }

    /// Puts a file into a folder, which is made where it is not there; one that is there and whole is left alone.
    ///
    /// @param told is told how many bytes are there
    /// @return whether anything was downloaded
    /// @throws FormatException where no address gives the file, or the disk does not take it; says what to do
    public boolean get(PublicFile file, Path folder, LongConsumer told) {
        var target = folder.resolve(file.name());
        try {
            Files.createDirectories(folder);
            if (Files.isRegularFile(target) && Files.size(target) == file.bytes()
                    && Sha256.hex(target).equals(file.sha256())) {
                return false;
            }
            var part = folder.resolve(file.name() + ".part");
            try (var channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE)) {
                if (!isMine(channel)) {
                    throw failed(file, "another process that is downloading it", "wait until it is done", null);
                }
                fill(file, part, channel, told);
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            AtomicFile.force(folder);
            return true;
        } catch (IOException e) {
            throw failed(file, "cannot write to " + folder + ": " + reason(e),
                    "see that there is room and permission; what was downloaded is kept and continued", e);
        }
    }

    private HttpClient client() {
        return HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).connectTimeout(patience).build();
    }

    private static boolean isMine(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    /// All bytes, of the right sum; from one address after the other, what is there being continued once.
    private void fill(PublicFile file, Path part, FileChannel channel, LongConsumer told) throws IOException {
        Broken last = null;
        var client = client();
        try {
            for (var address : file.from()) {
                last = tried(client, file, address, part, channel, told);
                if (last == null) {
                    return;
                }
            }
        } finally {
            client.shutdownNow();
        }
        long there = channel.size();
        if (there == 0) {
            Files.deleteIfExists(part);
        }
        throw failed(file, last.getMessage(), there == 0
                ? "see that the address can be reached from here; nothing was kept"
                : "run the same command again: it continues after the " + there + " bytes that are there", last);
    }

    /// Null where the whole file came from an address, else what went wrong last.
    private Broken tried(HttpClient client, PublicFile file, URI address, Path part, FileChannel channel,
            LongConsumer told) throws IOException {
        Broken last = null;
        for (int i = 0; i < tries && (last == null || last.passes()); i++) {
            pause(i);
            boolean continued = channel.size() > 0;
            try {
                append(client, file, address, channel, told);
                var sum = Sha256.hex(part);
                if (sum.equals(file.sha256())) {
                    return null;
                }
                channel.truncate(0);
                last = new Broken(continued, address + " gave bytes whose SHA-256 is " + sum + ", not "
                        + file.sha256(), null);
            } catch (Broken e) {
                last = e;
            }
        }
        return last;
    }

    private static void pause(int tried) throws Broken {
        try {
            Thread.sleep(tried == 0 ? 0 : PAUSE << tried);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Broken(false, "interrupted", e);
        }
    }

    private void append(HttpClient client, PublicFile file, URI address, FileChannel channel, LongConsumer told)
            throws IOException {
        if (channel.size() > file.bytes()) {
            channel.truncate(0);
        }
        long have = channel.size();
        if (have == file.bytes()) {
            return;
        }
        var response = asked(client, address, have);
        try (var body = response.body(); var watch = new Stall(body, patience)) {
            int status = response.statusCode();
            if (status == BEYOND) {
                channel.truncate(0);
                throw new Broken(true, address + " has fewer bytes than were downloaded", null);
            } else if (status != OK && status != PARTIAL) {
                throw new Broken(status >= SERVER, address + " answered with status " + status, null);
            }
            boolean continues = status == PARTIAL && startsAt(response, have);
            if (status == PARTIAL && !continues) {
                throw new Broken(true, address + " answered with another part than the one asked for", null);
            }
            channel.truncate(continues ? have : 0);
            copy(file, address, body, channel, told, watch);
        }
    }

    private static boolean startsAt(HttpResponse<?> response, long have) {
        return response.headers().firstValue("Content-Range").orElse("").startsWith("bytes " + have + "-");
    }

    private static void copy(PublicFile file, URI address, InputStream body, FileChannel channel, LongConsumer told,
            Stall watch) throws IOException {
        var buffer = new byte[BUFFER];
        long at = channel.size();
        channel.position(at);
        while (true) {
            int n = read(address, body, buffer);
            if (n < 0) {
                break;
            }
            watch.moved();
            if (at + n > file.bytes()) {
                channel.truncate(0);
                throw new Broken(false, address + " gave more than the " + file.bytes() + " bytes of the file", null);
            }
            var bytes = ByteBuffer.wrap(buffer, 0, n);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            at += n;
            told.accept(at);
        }
        if (at < file.bytes()) {
            throw new Broken(true, address + " ended after " + at + " of " + file.bytes() + " bytes", null);
        }
    }

    private static int read(URI address, InputStream body, byte[] buffer) throws Broken {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw new Broken(true, address + " broke off: " + reason(e), e);
        }
    }

    /// The answer after redirections.
    private HttpResponse<InputStream> asked(HttpClient client, URI first, long have) throws Broken {
        var address = first;
        for (int i = 0; i <= MOST_REDIRECTIONS; i++) {
            var response = sent(client, address, have);
            int status = response.statusCode();
            if (status < REDIRECT || status >= CLIENT) {
                return response;
            }
            closed(response.body());
            address = next(address, response);
        }
        throw new Broken(false, first + " redirects more than " + MOST_REDIRECTIONS + " times", null);
    }

    private static void closed(InputStream body) {
        try {
            body.close();
        } catch (IOException _) {
            // Nothing of it is wanted.
        }
    }

    private static URI next(URI address, HttpResponse<?> response) throws Broken {
        var where = response.headers().firstValue("Location").orElse("");
        URI to;
        try {
            to = address.resolve(where);
        } catch (IllegalArgumentException e) {
            throw new Broken(false, address + " redirects to `" + where + "`", e);
        }
        boolean web = "https".equals(to.getScheme()) || "http".equals(to.getScheme());
        if (where.isEmpty() || !web || to.getHost() == null || "https".equals(address.getScheme())
                && !"https".equals(to.getScheme())) {
            throw new Broken(false, address + " redirects to `" + where + "`, which is not followed", null);
        }
        return to;
    }

    private HttpResponse<InputStream> sent(HttpClient client, URI address, long have) throws Broken {
        var request = HttpRequest.newBuilder(address).timeout(patience).header("User-Agent", "cotangent")
                .header("Accept-Encoding", "identity");
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new Broken(true, address + " cannot be reached: " + reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Broken(false, address + ": interrupted", e);
        }
    }

    private static String reason(IOException e) {
        var kind = e instanceof FileSystemException ? e.getClass().getSimpleName() + " " : "";
        return kind + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }

    private static FormatException failed(PublicFile file, String got, String remedy, Exception cause) {
        return new FormatException("download " + file.name(), got, null, remedy, cause);
    }
}
