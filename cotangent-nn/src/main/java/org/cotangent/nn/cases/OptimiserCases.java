package org.cotangent.nn.cases;

import org.cotangent.TensorFn;
import org.cotangent.Transforms;
import org.cotangent.core.FormatException;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.nn.optim.Adadelta;
import org.cotangent.nn.optim.Adagrad;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Adamax;
import org.cotangent.nn.optim.Asgd;
import org.cotangent.nn.optim.Nadam;
import org.cotangent.nn.optim.Optimiser;
import org.cotangent.nn.optim.OptimiserState;
import org.cotangent.nn.optim.Radam;
import org.cotangent.nn.optim.RmsProp;
import org.cotangent.nn.optim.Rprop;
import org.cotangent.nn.optim.Schedule;
import org.cotangent.nn.optim.Sgd;
import tools.jackson.databind.JsonNode;

/// Traces of optimisers of PyTorch on small problems: the loss before and the parameters after every step.
final class OptimiserCases {
    private OptimiserCases() {
    }

    static CaseReport run(String file, JsonNode root) {
        var tally = new Tally(file, "optimiser traces");
        for (var trace : CaseJson.field(root, "traces")) {
            var name = trace.path("optimizer").asString() + trace.path("options") + " on "
                    + trace.path("problem").asString();
            tally.run(name, () -> trace(tally, trace));
        }
        return tally.report();
    }

    private static void trace(Tally tally, JsonNode trace) {
        var optimiser = optimiser(trace.path("optimizer").asString(), trace.path("options"));
        var problem = Transforms.valueAndGrad(problem(trace.path("problem").asString()));
        Tensor x = Ops.tensor(CaseJson.doubles(CaseJson.field(trace, "x0")));
        OptimiserState<Tensor> state = optimiser.start(x);
        int i = 0;
        for (var step : CaseJson.field(trace, "steps")) {
            var now = problem.apply(x);
            tally.number("loss " + i, step.path("loss_before").asDouble(), now.value().item());
            var next = optimiser.update(x, now.gradient(), state);
            x = next.params();
            state = next.state();
            tally.tensor("parameters after step " + i++, Ops.tensor(CaseJson.doubles(step.path("params_after"))), x);
        }
    }

    private static TensorFn problem(String name) {
        return switch (name) {
            case "rosenbrock" -> p -> {
                var x = Ops.index(p, 0);
                var y = Ops.index(p, 1);
                return Ops.square(Ops.scalar(1).sub(x)).add(Ops.square(y.sub(Ops.square(x))).mul(100));
            };
            case "quadratic3" -> {
                var a = Ops.tensor(new double[][] {{3, 1, 0}, {1, 2, .5}, {0, .5, 1}});
                var b = Ops.tensor(1.0, -2, .5);
                yield p -> Ops.dot(p, Ops.matmul(a, p)).div(2).sub(Ops.dot(b, p));
            }
            case "logistic3" -> {
                var x = Ops.tensor(new double[][] {{1, 2, -1}, {0, -1, 2}, {3, 1, 1}, {-2, 1, 0}, {1, 1, 1},
                        {-1, -2, 2}});
                var y = Ops.tensor(1.0, -1, 1, -1, -1, 1);
                yield p -> Ops.mean(Ops.softplus(y.neg().mul(Ops.matmul(x, p))));
            }
            default -> throw new FormatException("run a trace on problem " + name, "an unknown problem",
                    "give rosenbrock, quadratic3 or logistic3");
        };
    }

    private static Optimiser optimiser(String name, JsonNode o) {
        var lr = o.path("lr").asDouble();
        var bare = bare(name, o, lr);
        double decay = o.path("weight_decay").asDouble(name.equals("AdamW") ? 0.01 : 0);
        return decay == 0 ? bare : name.equals("AdamW") ? bare.withDecay(decay) : bare.withPenalty(decay);
    }

    private static Optimiser bare(String name, JsonNode o, double lr) {
        double b1 = o.path("betas").path(0).asDouble(0.9);
        double b2 = o.path("betas").path(1).asDouble(0.999);
        double momentum = o.path("momentum").asDouble(0);
        var rate = Schedule.constant(lr);
        return switch (name) {
            case "SGD" -> new Sgd(rate, momentum, o.path("dampening").asDouble(0), o.path("nesterov").asBoolean(false));
            case "Adam", "AdamW" -> new Adam(rate, b1, b2, o.path("eps").asDouble(1e-8),
                    o.path("amsgrad").asBoolean(false));
            case "RMSprop" -> new RmsProp(rate, o.path("alpha").asDouble(0.99), o.path("eps").asDouble(1e-8), momentum,
                    o.path("centered").asBoolean(false));
            case "Adagrad" -> new Adagrad(rate, o.path("lr_decay").asDouble(0),
                    o.path("initial_accumulator_value").asDouble(0), o.path("eps").asDouble(1e-10));
            case "Adadelta" -> new Adadelta(rate, o.path("rho").asDouble(0.9), o.path("eps").asDouble(1e-6));
            case "Adamax" -> new Adamax(rate, b1, b2, o.path("eps").asDouble(1e-8));
            case "NAdam" -> new Nadam(rate, b1, b2, o.path("eps").asDouble(1e-8),
                    o.path("momentum_decay").asDouble(4e-3), 2);
            case "RAdam" -> new Radam(rate, b1, b2, o.path("eps").asDouble(1e-8));
            case "ASGD" -> new Asgd(rate, o.path("lambd").asDouble(1e-4), o.path("alpha").asDouble(0.75),
                    o.path("t0").asDouble(1e6));
            case "Rprop" -> new Rprop(rate, o.path("etas").path(0).asDouble(0.5), o.path("etas").path(1).asDouble(1.2),
                    o.path("step_sizes").path(0).asDouble(1e-6), o.path("step_sizes").path(1).asDouble(50));
            default -> throw new FormatException("run a trace of optimiser " + name, "an unknown optimiser",
                    "give one that docs/optimisers.md lists");
        };
    }
}
