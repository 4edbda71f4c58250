/// A network by layers, an optimiser and the training loop, with the gradient watched on its way.
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import org.cotangent.*;
import org.cotangent.core.*;
import org.cotangent.nn.*;
import org.cotangent.nn.data.*;
import org.cotangent.nn.optim.*;
import org.cotangent.nn.train.*;

record Points(Tensor x, Tensor y) {}

record Wave(Points data) implements Task<Sequential, Object, Points> {
    public Sequential params() {
        return Sequential.of(Dense.of(key(1), 1, 32), Activation.TANH, Dense.of(key(2), 32, 32), Activation.TANH,
                Dense.of(key(3), 32, 1));
    }

    public Aux<Object> loss(Sequential net, Object none, Points batch, Tensor key) {
        return new Aux<>(mse(net.apply(batch.x()), batch.y()), null);
    }

    public Map<String, Double> evaluate(Sequential net, Object none) {
        return Map.of("rmse", Metrics.rmse(net.apply(data.x()), data.y()));
    }
}

void main() {
    var x = linspace(-3, 3, 256, DType.FLOAT32).reshape(-1, 1);
    var data = new Points(x, sin(x));
    var flow = GradientFlow.every(25);
    var result = Trainer.of(new Wave(data), Adam.of(0.01), Examples.rows(data).shuffled(1).batched(32, true),
            Settings.epochs(40)).telling(List.of(flow)).run();
    double rmse = result.last().metrics().get("rmse");
    IO.println("%d steps, rmse below 0.1: %b".formatted(result.run().step(), rmse < 0.1));
    for (var p : flow.flows().getLast().parameters()) {
        IO.println("%-18s %5d elements".formatted(p.path(), p.count()));
    }
    IO.println("findings: " + flow.findings());
}
