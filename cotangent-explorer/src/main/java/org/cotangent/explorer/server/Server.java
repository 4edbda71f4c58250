package org.cotangent.explorer.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.DType;
import org.cotangent.explorer.model.Json;
import org.cotangent.explorer.model.Values;
import org.cotangent.graph.Graph;

/// The explorer's server: files of the page and the questions of [Api], on the loopback address only.
public final class Server implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.cotangent.explorer");
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Assets assets = new Assets();
    private final Guard guard;
    private final Api api;

    private Server(int port, Api.Opened opened) throws IOException {
        settings();
        http = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 64);
        guard = new Guard(http.getAddress().getPort());
        api = new Api(opened);
        http.createContext("/", this::handle);
        http.setExecutor(threads);
        http.start();
    }

    /// Settings of the JDK's server, which reads them once; what a user has set stays.
    private static void settings() {
        Map.of("sun.net.httpserver.nodelay", "true", "jdk.httpserver.maxConnections", "200",
                "sun.net.httpserver.maxReqTime", "20", "sun.net.httpserver.maxRspTime", "60",
                "sun.net.httpserver.idleInterval", "30").forEach((k, v) -> {
            if (System.getProperty(k) == null) {
                System.setProperty(k, v);
            }
        });
    }

    /// A server that shows a program at a point; port 0 is a free one.
    public static Server program(int port, String program, Map<String, Concrete> at, List<String> parameters,
            DType dtype) throws IOException {
        return new Server(port, new Api.Opened(program, null, List.of(), at, parameters, dtype));
    }

    /// A server that shows a graph on the given inputs.
    public static Server graph(int port, Graph graph, List<Concrete> inputs) throws IOException {
        return new Server(port, new Api.Opened(null, graph, inputs, Map.of(), List.of(), DType.FLOAT64));
    }

    /// The address with the token, which opens the page.
    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/?token=" + guard.token();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange x) throws IOException {
        try (x) {
            try {
                respond(x);
            } catch (Failure e) {
                send(x, e.status(), "application/json; charset=utf-8",
                        Json.bytes(Values.object("error", Values.object("message", e.getMessage()))));
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a connection ended early", e);
        }
    }

    private void respond(HttpExchange x) throws IOException {
        guard.origin(x);
        var path = x.getRequestURI().getPath();
        boolean api = Api.knows(path);
        var asset = assets.get(path);
        if (!List.of("GET", "HEAD", "POST").contains(x.getRequestMethod())) {
            x.getResponseHeaders().set("Allow", api ? "POST" : "GET, HEAD");
            throw new Failure(405, "a request of that method");
        }
        if (!api && asset == null) {
            throw new Failure(404, "nothing here");
        }
        if (x.getRequestMethod().equals("POST") != api) {
            x.getResponseHeaders().set("Allow", api ? "POST" : "GET, HEAD");
            throw new Failure(405, "a request of that method");
        }
        if (api) {
            answer(x, path);
        } else {
            if (asset.type().startsWith("text/html")) {
                guard.token(x);
            }
            send(x, 200, asset.type(), asset.bytes());
        }
    }

    private void answer(HttpExchange x, String path) throws IOException {
        var type = x.getRequestHeaders().getFirst("Content-Type");
        if (type == null || !type.split(";")[0].strip().equalsIgnoreCase("application/json")) {
            throw new Failure(415, "a body that is not said to be application/json");
        }
        var body = StrictJson.read(x.getRequestBody());
        Api.check(path, body);
        guard.token(x);
        int status = 200;
        Object document;
        try {
            document = api.answer(path, body);
        } catch (CotangentException e) {
            status = 422;
            document = Values.object("error", Api.error(e, body.text("program", null)));
        } catch (OutOfMemoryError e) {
            status = 422;
            document = Values.object("error", Values.object("message",
                    "not enough memory (" + e.getMessage() + "); use smaller tensors"));
        } catch (Failure e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(Level.WARNING, "an unexpected error while answering " + path, e);
            status = 500;
            document = Values.object("error", Values.object("message", "an unexpected error: " + e));
        }
        send(x, status, "application/json; charset=utf-8", document instanceof byte[] bytes ? bytes
                : Json.bytes(document));
    }

    private static void send(HttpExchange x, int status, String type, byte[] bytes) throws IOException {
        var h = x.getResponseHeaders();
        h.set("Content-Type", type);
        h.set("Content-Security-Policy", POLICY);
        h.set("X-Content-Type-Options", "nosniff");
        h.set("Referrer-Policy", "no-referrer");
        h.set("Cross-Origin-Resource-Policy", "same-origin");
        h.set("Cross-Origin-Opener-Policy", "same-origin");
        h.set("Cache-Control", "no-store");
        boolean head = x.getRequestMethod().equals("HEAD");
        x.sendResponseHeaders(status, head || bytes.length == 0 ? -1 : bytes.length);
        if (!head) {
            try (var out = x.getResponseBody()) {
                out.write(bytes);
            }
        }
    }
}
