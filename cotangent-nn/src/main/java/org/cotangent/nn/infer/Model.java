package org.cotangent.nn.infer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cotangent.Fn1;
import org.cotangent.core.Ops;
import org.cotangent.core.StructureException;
import org.cotangent.core.Tensor;

/// A Bayesian model: what is not known, the joint log density of that and the data, and what is reported.
///
/// @param sites    the unknown quantities
/// @param joint    the log density of their values, by name, and the data: a float64 scalar, up to a constant
/// @param reported the numbers to report, by name, computed from the values
public record Model(List<Site> sites, Fn1<Map<String, Tensor>, Tensor> joint,
        Fn1<Map<String, Tensor>, Map<String, Tensor>> reported) {
    public Model {
        sites = List.copyOf(sites);
        if (sites.isEmpty() || sites.stream().map(Site::name).distinct().count() < sites.size()) {
            throw new StructureException("make a model", "unknown quantities " + sites.stream().map(Site::name)
                    .toList(), "give at least one, each with a name of its own");
        }
    }

    /// A model that reports the unknown quantities themselves.
    public static Model of(Fn1<Map<String, Tensor>, Tensor> joint, Site... sites) {
        return new Model(List.of(sites), joint, values -> values);
    }

    /// With other numbers to report.
    public Model reporting(Fn1<Map<String, Tensor>, Map<String, Tensor>> newReported) {
        return new Model(sites, joint, newReported);
    }

    /// How many free numbers there are.
    public long size() {
        return sites.stream().mapToLong(s -> s.free().count()).sum();
    }

    private List<Tensor> parts(Tensor free) {
        return Ops.split(free, 0, sites.stream().mapToLong(s -> s.free().count()).toArray());
    }

    /// The values by name for all free numbers, float64[size].
    public Map<String, Tensor> values(Tensor free) {
        var parts = parts(free);
        var out = new TreeMap<String, Tensor>();
        for (int i = 0; i < parts.size(); i++) {
            var s = sites.get(i);
            out.put(s.name(), s.within().of(parts.get(i).reshape(s.free().sizes())));
        }
        return Collections.unmodifiableMap(out);
    }

    /// The free numbers of values by name: the inverse of [#values].
    public Tensor free(Map<String, Tensor> values) {
        var parts = new ArrayList<Tensor>();
        for (var s : sites) {
            parts.add(s.within().inverse(values.get(s.name())).reshape(-1));
        }
        return Ops.concat(parts, 0);
    }

    /// The log density of the free numbers: [#joint] with the logarithms of the maps' Jacobians.
    public Tensor logDensity(Tensor free) {
        var total = joint.apply(values(free));
        if (total.rank() != 0) {
            throw new org.cotangent.core.ShapeException("take the log density of a model", "a result " + total.type(),
                    "add it up: a log density is one number");
        }
        var parts = parts(free);
        for (int i = 0; i < parts.size(); i++) {
            var s = sites.get(i);
            total = Ops.add(total, s.within().logJacobian(parts.get(i).reshape(s.free().sizes())));
        }
        return total;
    }

    /// What is reported, each flattened and put one after the other, float64[n].
    Tensor report(Tensor free) {
        return Ops.concat(reported.apply(values(free)).values().stream().map(t -> t.reshape(-1)).toList(), 0);
    }

    /// The names of the numbers of [#report]: `mu`, `theta[1]`, `w[2,1]`; counted from 1.
    List<String> names() {
        var out = new ArrayList<String>();
        reported.apply(values(start(Ops.key(0)))).forEach((name, t) -> {
            for (long i = 0; i < t.shape().count(); i++) {
                out.add(name + place(t.shape().sizes(), i));
            }
        });
        return out;
    }

    private static String place(long[] sizes, long i) {
        var text = new StringBuilder();
        long left = i;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            text.insert(0, (axis == 0 ? "" : ",") + (left % sizes[axis] + 1));
            left /= sizes[axis];
        }
        return sizes.length == 0 ? "" : "[" + text + "]";
    }

    /// Free numbers with which a chain may begin.
    Tensor start(Tensor key) {
        var out = new ArrayList<Tensor>();
        for (int i = 0; i < sites.size(); i++) {
            out.add(sites.get(i).start(Ops.foldIn(key, i)));
        }
        return Ops.concat(out, 0);
    }
}
