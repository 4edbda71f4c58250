package org.cotangent.nn.infer;

import static org.cotangent.core.Ops.*;

import java.util.HashSet;
import java.util.Set;
import org.cotangent.Axes;
import org.cotangent.Fn1;
import org.cotangent.Fn2;
import org.cotangent.Fn4;
import org.cotangent.Transforms;
import org.cotangent.core.NumericsException;
import org.cotangent.core.Tensor;

/// Hamiltonian Monte Carlo with the no-U-turn rule: independent chains, batched by vmap, whose steps and metrics are
/// adapted while they warm up. A transition is one compiled function; the same seed gives the same bits.
public final class Sampler {
    private static final int TRIES = 100;
    private static final int STARTS = 0;
    private static final int PACES = 1;
    private static final int TRANSITIONS = 2;

    private final Model model;
    private final NutsSettings settings;
    private final Fn1<Tensor, Chain> begin;
    private final Fn2<Chain, Tensor, Chain> pace;
    private final Fn2<Chain, Tensor, Chain> renew;
    private final Fn4<Chain, Tensor, Tensor, Tensor, Step> step;
    private final Set<Integer> ends;
    private final int first;
    private final int last;

    /// All chains after a transition, and the numbers to report.
    record Step(Chain.Moved moved, Tensor report) {
    }

    private Sampler(Model model, NutsSettings settings) {
        this.model = model;
        this.settings = settings;
        Fn1<Tensor, Tensor> density = model::logDensity;
        Fn1<Tensor, Chain> at = free -> Chain.at(density, free, settings.wholeMetric());
        Fn2<Chain, Tensor, Chain> paced = (c, key) -> c.paced(density, key, c.pace().now());
        Fn2<Chain, Tensor, Chain> renewed = (c, key) -> c.renewed(density, key);
        Fn4<Chain, Tensor, Tensor, Tensor, Step> next = (c, key, adaptPace, adaptMoments) -> {
            var moved = c.next(density, settings, key, adaptPace, adaptMoments);
            return new Step(moved, model.report(moved.chain().free()));
        };
        begin = Transforms.jit(Transforms.vmap(at));
        pace = Transforms.jit(Transforms.vmap(paced));
        renew = Transforms.jit(Transforms.vmap(renewed));
        step = Transforms.jit(Transforms.vmap(next, Transforms.in(0, 0, Axes.NONE, Axes.NONE), Transforms.out(0)));
        var windows = settings.windows();
        first = windows.isEmpty() ? Integer.MAX_VALUE : windows.getFirst();
        last = windows.isEmpty() ? 0 : windows.getLast();
        ends = new HashSet<>(windows.subList(Math.min(1, windows.size()), windows.size()));
    }

    /// A sampler of a model.
    public static Sampler of(Model model, NutsSettings settings) {
        return new Sampler(model, settings);
    }

    /// The whole run: warm-up and draws.
    public Draws run() {
        var sampling = start();
        while (!isDone(sampling)) {
            sampling.next();
        }
        return sampling.draws();
    }

    /// Whether nothing is left to do.
    public boolean isDone(Sampling sampling) {
        return sampling.done() >= settings.warmUp() + settings.draws();
    }

    NutsSettings settings() {
        return settings;
    }

    /// Chains at their starts: drawn anew until the log density there and its gradient are finite.
    ///
    /// @throws NumericsException where a hundred drawn starts have no finite log density
    public Sampling start() {
        var key = foldIn(key(settings.seed()), STARTS);
        var free = new Tensor[settings.chains()];
        for (int c = 0; c < free.length; c++) {
            free[c] = start(foldIn(key, c));
        }
        return new Sampling(this, model.names(), pace.apply(begin.apply(stack(0, free)), keys(PACES, 0)), 0);
    }

    private Tensor start(Tensor key) {
        for (int i = 0; i < TRIES; i++) {
            var free = model.start(foldIn(key, i));
            var there = begin.apply(expandDims(free, 0));
            if (isFinite(there.height()).item() != 0 && all(isFinite(there.slope())).item() != 0) {
                return free;
            }
        }
        throw new NumericsException("begin a chain", TRIES + " places drawn from the sites' starts, none of which has "
                + "a finite log density and gradient", "give sites other starts with Site.from, and look at the model "
                        + "at such a place");
    }

    private Tensor keys(int purpose, long i) {
        return split(foldIn(foldIn(key(settings.seed()), purpose), i), settings.chains());
    }

    /// The transition after `done` others, with what follows it.
    Step after(Chain chains, int done) {
        boolean window = done >= first && done < last;
        var taken = step.apply(chains, keys(TRANSITIONS, done), all(tensor(done < settings.warmUp())),
                all(tensor(window)));
        if (!ends.contains(done + 1)) {
            return taken;
        }
        var m = taken.moved();
        var fresh = renew.apply(m.chain(), keys(PACES, done + 1L));
        return new Step(new Chain.Moved(fresh, m.accepted(), m.leaves(), m.diverged(), m.deep()), taken.report());
    }
}
