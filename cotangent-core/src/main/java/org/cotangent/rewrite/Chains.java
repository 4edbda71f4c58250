package org.cotangent.rewrite;

import java.util.IdentityHashMap;
import java.util.Map;
import org.cotangent.core.DType;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Equation;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Var;
import org.cotangent.op.Binary;

/// Long chains of scalar sums or products, each link of which combines the one before with a term.
final class Chains {
    /// A chain and how many links it has so far.
    private static final class Chain {
        int links;
    }

    private record Link(Chain chain, int before, int depth) {
    }

    private final Map<Equation, Link> links = new IdentityHashMap<>();
    private final Map<Var, Equation> makers;
    private final int least;

    /// Finds those of at least so many links; many chains side by side are better cut across, so a chain must have more
    /// links than there are chains.
    Chains(Graph g, Map<Var, Equation> makers, int least) {
        this.makers = makers;
        var continued = new IdentityHashMap<Equation, Boolean>();
        for (var e : g.equations()) {
            if (combines(e)) {
                link(e, continued);
            }
        }
        this.least = Math.max(least, (int) links.values().stream().map(Link::chain).distinct()
                .filter(c -> c.links >= least).count());
    }

    private static boolean combines(Equation e) {
        var dtype = e.result().type().dtype();
        return (e.op() == Binary.ADD || e.op() == Binary.MUL) && e.result().type().rank() == 0 && !dtype.isHalf()
                && dtype != DType.BOOL && (dtype.isFloat() || dtype == DType.INT32 || dtype == DType.INT64);
    }

    private void link(Equation e, Map<Equation, Boolean> continued) {
        int best = -1;
        int depth = -1;
        for (int k = 0; k < 2; k++) {
            var maker = e.operands().get(k) instanceof Var v ? makers.get(v) : null;
            if (maker != null && maker.op() == e.op() && combines(maker) && depth(maker) > depth) {
                best = k;
                depth = depth(maker);
            }
        }
        if (best < 0 || e.operands().get(0) == e.operands().get(1)) {
            return;
        }
        var before = makers.get((Var) e.operands().get(best));
        var known = links.get(before);
        var chain = known != null && continued.put(before, true) == null ? known.chain : new Chain();
        chain.links++;
        links.put(e, new Link(chain, best, depth + 1));
    }

    private int depth(Equation e) {
        var link = links.get(e);
        return link == null ? 0 : link.depth;
    }

    /// What identifies the long chain that an equation is a link of, or null.
    Object of(Equation e) {
        var link = links.get(e);
        return link != null && link.chain.links >= least ? link.chain : null;
    }

    /// What a link continues.
    Atom before(Equation e) {
        return e.operands().get(links.get(e).before);
    }

    /// What it adds to that.
    Atom term(Equation e) {
        return e.operands().get(1 - links.get(e).before);
    }
}
