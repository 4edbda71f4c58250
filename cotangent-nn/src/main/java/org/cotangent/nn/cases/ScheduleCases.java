package org.cotangent.nn.cases;

import org.cotangent.core.FormatException;
import org.cotangent.core.Ops;
import org.cotangent.nn.optim.Schedule;
import tools.jackson.databind.JsonNode;

/// Learning rates of PyTorch's schedules.
final class ScheduleCases {
    private ScheduleCases() {
    }

    static CaseReport run(String file, JsonNode root) {
        var tally = new Tally(file, "schedules");
        for (var c : root) {
            var name = c.path("schedule").asString();
            tally.run(name, () -> {
                var schedule = schedule(name, c.path("options"), c.path("base_lr").asDouble());
                var wanted = CaseJson.doubles(CaseJson.field(c, "lr_at_step"));
                for (int i = 0; i < wanted.length; i++) {
                    tally.number("rate at step " + i, wanted[i], schedule.at(Ops.scalar((long) i)).item());
                }
            });
        }
        return tally.report();
    }

    private static Schedule schedule(String name, JsonNode o, double rate) {
        return switch (name) {
            case "StepLR" -> Schedule.step(rate, o.path("gamma").asDouble(0.1), o.path("step_size").asLong());
            case "ExponentialLR" -> Schedule.exponential(rate, o.path("gamma").asDouble());
            case "CosineAnnealingLR" -> Schedule.cosineWaves(rate, o.path("eta_min").asDouble(0),
                    o.path("T_max").asLong());
            case "LinearLR" -> Schedule.linear(rate * o.path("start_factor").asDouble(1.0 / 3),
                    rate * o.path("end_factor").asDouble(1), o.path("total_iters").asLong(5));
            case "OneCycleLR" -> Schedule.oneCycle(o.path("max_lr").asDouble(), o.path("total_steps").asLong(),
                    o.path("pct_start").asDouble(0.3), o.path("div_factor").asDouble(25),
                    o.path("final_div_factor").asDouble(1e4));
            default -> throw new FormatException("run schedule " + name, "an unknown schedule",
                    "give one that docs/optimisers.md lists");
        };
    }
}
