package org.cotangent.explorer.server;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/// Who may ask: only a page that this server sent, opened by somebody who was told the token.
///
/// Requests under another name for this machine (DNS rebinding), from pages of other origins, and without the token
/// that was made for this run are refused.
final class Guard {
    private static final String TOKEN_HEADER = "X-Cotangent-Token";

    private final byte[] token;
    private final Set<String> hosts;

    Guard(int port) {
        var random = new byte[24];
        new SecureRandom().nextBytes(random);
        token = Base64.getUrlEncoder().withoutPadding().encodeToString(random).getBytes(StandardCharsets.US_ASCII);
        hosts = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
    }

    String token() {
        return new String(token, StandardCharsets.US_ASCII);
    }

    /// Refuses what did not come from this machine's own pages.
    void origin(HttpExchange x) {
        if (x.getRequestURI().getRawAuthority() != null || x.getRequestURI().isAbsolute()) {
            throw new Failure(400, "a request for another server");
        }
        var host = one(x, "Host");
        if (host == null) {
            throw new Failure(400, "a request without a Host header");
        }
        if (!hosts.contains(host)) {
            throw new Failure(403, "a request for another host");
        }
        var origin = one(x, "Origin");
        if (origin != null && !(origin.startsWith("http://") && hosts.contains(origin.substring(7)))) {
            throw new Failure(403, "a request from a page of another origin");
        }
        var site = one(x, "Sec-Fetch-Site");
        if (site != null && x.getRequestURI().getPath().startsWith("/api/") && !site.equals("same-origin")) {
            throw new Failure(403, "a request from a page of another site");
        }
    }

    /// Refuses requests without the token.
    void token(HttpExchange x) {
        var bearer = one(x, "Authorization");
        var given = bearer != null && bearer.startsWith("Bearer ") ? bearer.substring(7) : one(x, TOKEN_HEADER);
        if (given == null) {
            given = query(x.getRequestURI().getRawQuery());
        }
        if (given == null || !MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8))) {
            throw new Failure(403, "a request without the token; open the address that `cotangent explore` printed");
        }
    }

    private static String query(String query) {
        for (var part : query == null ? new String[0] : query.split("&")) {
            if (part.startsWith("token=")) {
                return part.substring(6);
            }
        }
        return null;
    }

    private static String one(HttpExchange x, String header) {
        List<String> all = x.getRequestHeaders().get(header);
        if (all != null && all.size() > 1) {
            throw new Failure(400, header + " more than once");
        }
        return all == null ? null : all.getFirst();
    }
}
