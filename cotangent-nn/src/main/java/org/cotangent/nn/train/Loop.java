package org.cotangent.nn.train;

import static org.cotangent.core.Ops.and;
import static org.cotangent.core.Ops.isFinite;
import static org.cotangent.core.Ops.split;
import static org.cotangent.core.Ops.unstack;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.cotangent.Fn1;
import org.cotangent.Fn2;
import org.cotangent.Fn3;
import org.cotangent.JitFn;
import org.cotangent.Transforms;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Leaves;
import org.cotangent.nn.train.Result.Ending;

/// The loop itself; used once.
final class Loop<P, S, B> {
    private final Trainer<P, S, B> trainer;
    private final Settings settings;
    private final Fn2<Learned<P, S>, B, After<P, S>> step;
    private final JitFn.Three<Learned<P, S>, B, List<Tensor>, After<P, S>> measuredStep;
    private final Flows flows = new Flows();
    private final Checkpoints checkpoints;
    private Run<P, S> run;
    private Evaluation last;
    private long savedAt = -1;

    Loop(Trainer<P, S, B> trainer, Run<P, S> from) {
        this.trainer = trainer;
        settings = trainer.settings();
        checkpoints = settings.folder() == null ? null : Checkpoints.in(settings.folder());
        Fn2<Learned<P, S>, B, After<P, S>> plain = (now, batch) -> step(now, batch, null);
        step = Transforms.jit(plain);
        Fn3<Learned<P, S>, B, List<Tensor>, After<P, S>> measured = this::step;
        measuredStep = Transforms.jit(measured);
        // It runs too rarely to become hot by itself.
        measuredStep.compileNow();
        run = from;
        last = from.position() == 0 && !from.history().isEmpty() ? from.history().getLast() : null;
    }

    /// One step; `reached` is what [Flows] remembers, null where it measures nothing.
    private After<P, S> step(Learned<P, S> now, B batch, List<Tensor> reached) {
        var keys = unstack(split(now.randomKey(), 2), 0);
        Fn1<P, org.cotangent.Aux<S>> loss = p -> trainer.task().loss(p, now.layers(), batch, keys.get(1));
        var got = Transforms.valueAndGradAux(loss).apply(now.params());
        var r = trainer.optimiser().rate().at(now.optimiser().steps());
        var next = trainer.optimiser().update(now.params(), got.gradient(), now.optimiser(), r);
        return new After<>(new Learned<>(next.params(), next.state(), got.aux(), keys.get(0)), got.value(), r,
                Leaves.norm(got.gradient()), and(isFinite(got.value()), Leaves.allFinite(next.params())),
                reached == null ? null : Flows.measured(now.params(), next.params(), got.gradient(), reached));
    }

    Result<P, S> go() {
        long start = System.nanoTime();
        try (var interruption = Interruption.watch()) {
            if (run.step() == 0) {
                save(false);
            }
            var ending = ending(interruption);
            while (ending == null) {
                ending = epoch(interruption);
            }
            if (savedAt != run.step()) {
                save(false);
            }
            if (ending == Ending.INTERRUPTED) {
                tell(c -> c.interrupted(run.step()));
            } else if (last == null || last.step() != run.step()) {
                last = evaluation();
            }
            return new Result<>(run, ending, last, (System.nanoTime() - start) / 1e9);
        } finally {
            tell(Callback::ended);
        }
    }

    private Ending ending(Interruption interruption) {
        if (run.step() >= settings.steps()) {
            return Ending.STEPS;
        } else if (run.epoch() >= settings.epochs()) {
            return Ending.EPOCHS;
        } else if (settings.goal() != null && run.position() == 0 && settings.goal().isGivenUp(run.history())) {
            return Ending.PATIENCE;
        }
        return interruption.isAsked() ? Ending.INTERRUPTED : null;
    }

    /// Runs to the end of the epoch, or to the end of the run, which is given; else null.
    private Ending epoch(Interruption interruption) {
        try (var batches = trainer.batches().open(run.epoch(), run.position())) {
            if (!batches.hasNext() && run.position() == 0) {
                throw new StructureException("train", "no batch in an epoch",
                        "give at least one example, and as many as a whole batch needs");
            }
            while (batches.hasNext()) {
                stepOn(batches.next());
                if (!batches.hasNext()) {
                    break;
                }
                var ending = ending(interruption);
                if (ending != null) {
                    return ending;
                }
                if (run.step() % settings.every() == 0) {
                    save(false);
                }
            }
        }
        endEpoch();
        return ending(interruption);
    }

    private void stepOn(B batch) {
        boolean wanted = trainer.callbacks().stream().anyMatch(c -> c.wantsFlow(run.step() + 1));
        var after = wanted ? measuredStep.apply(run.learned(), batch, flows.reached(run.learned().params()))
                : step.apply(run.learned(), batch);
        double loss = after.loss().item();
        if (after.finite().item() == 0) {
            throw Divergence.of(trainer.task(), run, batch, loss);
        }
        run = new Run<>(after.learned(), run.step() + 1, run.epoch(), run.position() + 1, run.lossSum() + loss,
                after.rate().item(), run.history(), run.curve().with(loss));
        var report = new Callback.Step(run.step(), run.epoch(), run.position(), trainer.batches().size().orElse(-1),
                lastStep(), loss, run.rate(), after.size().item());
        if (wanted) {
            var flow = flows.of(run.step(), after.flow());
            tell(c -> c.flowed(flow));
        }
        tell(c -> c.stepped(report));
    }

    private long lastStep() {
        long batches = trainer.batches().size().orElse(-1);
        boolean epochsCount = batches >= 0 && settings.epochs() <= Long.MAX_VALUE / Math.max(1, batches);
        long all = epochsCount ? settings.epochs() * batches : Long.MAX_VALUE;
        long end = Math.min(all, settings.steps());
        return end == Long.MAX_VALUE ? -1 : end;
    }

    private void endEpoch() {
        var found = evaluation();
        last = new Evaluation(found.epoch() + 1, found.step(), found.loss(), found.rate(), found.metrics());
        var history = new ArrayList<>(run.history());
        history.add(last);
        run = new Run<>(run.learned(), run.step(), run.epoch() + 1, 0, 0, run.rate(), history, run.curve());
        boolean best = settings.goal() != null && settings.goal().best(history) == history.size() - 1;
        tell(c -> c.evaluated(last));
        save(best);
    }

    private Evaluation evaluation() {
        return new Evaluation(run.epoch(), run.step(), run.lossSum() / run.position(), run.rate(),
                trainer.task().evaluate(run.learned().params(), run.learned().layers()));
    }

    private void save(boolean best) {
        if (checkpoints != null) {
            var folder = checkpoints.save(SavedRun.of(run, settings), settings.keep(), best);
            savedAt = run.step();
            tell(c -> c.saved(folder));
        }
    }

    private void tell(Consumer<Callback> what) {
        trainer.callbacks().forEach(what);
    }
}
