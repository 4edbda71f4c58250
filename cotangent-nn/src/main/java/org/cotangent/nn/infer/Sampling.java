package org.cotangent.nn.infer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cotangent.core.DType;
import org.cotangent.core.FormatException;
import org.cotangent.core.Host;
import org.cotangent.core.Structure;
import org.cotangent.core.Tensor;

/// Chains on their way: where they stand, and the draws that were kept.
public final class Sampling {
    private static final String CHAINS = "chains";
    private static final String DRAWS = "draws";
    private static final String DONE = "done";

    private final Sampler sampler;
    private final List<String> names;
    private final List<double[]> rows = new ArrayList<>();
    private Chain chains;
    private int done;
    private Chain.Moved moved;

    Sampling(Sampler sampler, List<String> names, Chain chains, int done) {
        this.sampler = sampler;
        this.names = names;
        this.chains = chains;
        this.done = done;
    }

    /// Transitions done, those of the warm-up too.
    public int done() {
        return done;
    }

    /// Whether the chains are still warming up.
    public boolean isWarmingUp() {
        return done < sampler.settings().warmUp();
    }

    /// One transition of all chains.
    public void next() {
        var taken = sampler.after(chains, done);
        boolean kept = done >= sampler.settings().warmUp();
        moved = taken.moved();
        chains = moved.chain();
        done++;
        if (kept) {
            rows.add(row(taken));
        }
    }

    private double[] row(Sampler.Step taken) {
        var m = taken.moved();
        var report = Host.doubles(taken.report());
        var columns = List.of(Host.doubles(m.accepted()), Host.doubles(m.leaves().to(DType.FLOAT64)),
                Host.doubles(m.diverged().to(DType.FLOAT64)), Host.doubles(m.deep().to(DType.FLOAT64)),
                Host.doubles(m.chain().height()));
        int n = sampler.settings().chains();
        int width = names.size() + columns.size();
        var out = new double[n * width];
        for (int c = 0; c < n; c++) {
            System.arraycopy(report, c * names.size(), out, c * width, names.size());
            for (int k = 0; k < columns.size(); k++) {
                out[c * width + names.size() + k] = columns.get(k)[c];
            }
        }
        return out;
    }

    /// The mean acceptance probability of the last transition, its longest trajectory in leapfrog steps, the mean
    /// length of a step, and the mean log density.
    public Map<String, Double> last() {
        var out = new TreeMap<String, Double>();
        var steps = org.cotangent.core.Ops.exp(isWarmingUp() ? chains.pace().now() : chains.pace().averaged());
        out.put("step_size", middle(steps));
        out.put("log_density", middle(chains.height()));
        out.put("acceptance", moved == null ? Double.NaN : middle(moved.accepted()));
        out.put("leapfrog_steps", moved == null ? Double.NaN : middle(moved.leaves().to(DType.FLOAT64)));
        return out;
    }

    private static double middle(Tensor each) {
        return org.cotangent.core.Ops.mean(each.to(DType.FLOAT64)).item();
    }

    /// The draws so far.
    public Draws draws() {
        return Draws.of(names, sampler.settings().chains(), rows);
    }

    /// All that is needed to go on, as tensors by name.
    public Map<String, Tensor> saved() {
        var leaves = new ArrayList<Tensor>();
        var paths = Structure.of(chains, leaves).paths(CHAINS);
        var out = new TreeMap<String, Tensor>();
        for (int i = 0; i < leaves.size(); i++) {
            out.put(paths.get(i), leaves.get(i));
        }
        var flat = rows.stream().flatMapToDouble(java.util.Arrays::stream).toArray();
        out.put(DRAWS, Host.wrap(flat, rows.size(), rows.isEmpty() ? 0 : rows.getFirst().length));
        out.put(DONE, Host.wrap(new long[] {done}));
        return Collections.unmodifiableMap(out);
    }

    /// What was saved of a run with the same model and settings, to go on with to the same bits.
    ///
    /// @throws FormatException where a tensor is missing or has another type
    public Sampling restored(Map<String, Tensor> saved) {
        var leaves = new ArrayList<Tensor>();
        var structure = Structure.of(chains, leaves);
        var paths = structure.paths(CHAINS);
        var found = new ArrayList<Tensor>();
        for (int i = 0; i < paths.size(); i++) {
            var t = saved.get(paths.get(i));
            if (t == null || !t.type().equals(leaves.get(i).type())) {
                throw new FormatException("go on with chains", paths.get(i) + " is " + (t == null ? "missing"
                        : t.type() + " in place of " + leaves.get(i).type()), null,
                        "give what a run of the same model and settings saved", null);
            }
            found.add(t);
        }
        var out = new Sampling(sampler, names, (Chain) structure.build(found), (int) Host.longs(saved.get(DONE))[0]);
        var draws = saved.get(DRAWS);
        var flat = Host.doubles(draws);
        int width = (int) draws.size(1);
        for (int i = 0; i < draws.size(0); i++) {
            out.rows.add(java.util.Arrays.copyOfRange(flat, i * width, (i + 1) * width));
        }
        return out;
    }
}
