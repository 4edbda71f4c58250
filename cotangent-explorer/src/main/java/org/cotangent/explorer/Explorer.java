package org.cotangent.explorer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.UnsupportedException;
import org.cotangent.explorer.model.Ask;
import org.cotangent.explorer.model.Evaluation;
import org.cotangent.explorer.page.OfflinePage;
import org.cotangent.explorer.server.Server;
import org.cotangent.graph.Graph;
import org.cotangent.program.Program;

/// A page in the browser on which a graph or a program is looked at, stepped forward and backward, and explained.
///
/// The server behind it listens on the loopback address of this machine only, answers nobody who does not know the
/// token in [#url], and runs until [#close].
public final class Explorer implements AutoCloseable {
    private final Server server;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Explorer(Server server) {
        this.server = server;
    }

    /// Shows a graph; inputs get numbers between -1 and 1, integers 0.
    public static Explorer open(Graph graph) {
        return open(graph, defaults(graph));
    }

    /// Values for the inputs of a graph for which nobody gave any.
    public static List<Concrete> defaults(Graph graph) {
        return Evaluation.defaults(graph);
    }

    /// Shows a graph on the given inputs, one for each of the graph's, in their order.
    public static Explorer open(Graph graph, List<? extends Tensor> inputs) {
        return open(graph, inputs, 0);
    }

    /// As above, on a port; 0 is a free one.
    public static Explorer open(Graph graph, List<? extends Tensor> inputs, int port) {
        graph.checked(inputs.stream().map(Tensor::type).toList());
        var values = new ArrayList<Concrete>();
        inputs.forEach(t -> values.add(t.concrete()));
        return start(port, () -> Server.graph(port, graph, values));
    }

    /// Shows a program; inputs get small numbers, which the page can change.
    public static Explorer open(Program program) {
        return open(program, Map.of(), List.of(), DType.FLOAT64, 0);
    }

    /// Shows a program at a point.
    ///
    /// @param at values of inputs by name
    /// @param parameters the inputs that are parameters
    /// @param dtype float32 or float64
    /// @param port where the server listens; 0 is a free port
    public static Explorer open(Program program, Map<String, Concrete> at, List<String> parameters, DType dtype,
            int port) {
        return start(port, () -> Server.program(port, program.text(), at, parameters, dtype));
    }

    /// One HTML file that shows a program without a server: what the engine says at the given point and around it.
    public static String export(Program program, Map<String, Concrete> at, List<String> parameters, DType dtype) {
        return OfflinePage.of(new Ask(program.text(), at, parameters, dtype, false, null, 8, true));
    }

    /// One HTML file that shows a graph on the given inputs without a server.
    public static String export(Graph graph, List<? extends Tensor> inputs) {
        graph.checked(inputs.stream().map(Tensor::type).toList());
        return OfflinePage.of(graph, inputs.stream().map(Tensor::concrete).toList());
    }

    private interface Starting {
        Server start() throws IOException;
    }

    private static Explorer start(int port, Starting starting) {
        try {
            return new Explorer(starting.start());
        } catch (IOException | IllegalArgumentException e) {
            throw new UnsupportedException("open the explorer on port " + port, String.valueOf(e.getMessage()), null,
                    "give another port, or 0 for a free one", e);
        }
    }

    /// The address that opens the page, with the token of this run.
    public String url() {
        return server.url();
    }

    /// Waits until the explorer is closed, by another thread or by an interrupt.
    public void await() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    /// Ends the server.
    @Override
    public void close() {
        server.close();
        closed.countDown();
    }
}
