package org.cotangent.explorer.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// Sends bytes as they are and reads what comes back; "" where the server only closed the connection.
final class Raw {
    private Raw() {
    }

    static String send(int port, byte[] request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(4000);
            var out = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(request);
                socket.getOutputStream().flush();
                socket.shutdownOutput();
                socket.getInputStream().transferTo(out);
            } catch (SocketException | SocketTimeoutException e) {
                // The server closed or waits: what has come so far is the answer.
                out.writeBytes(new byte[0]);
            }
            return out.toString(StandardCharsets.ISO_8859_1);
        }
    }

    static String send(int port, String request) throws IOException {
        return send(port, request.getBytes(StandardCharsets.ISO_8859_1));
    }

    static int status(String response) {
        return response.startsWith("HTTP/1.") ? Integer.parseInt(response.substring(9, 12)) : 0;
    }
}
