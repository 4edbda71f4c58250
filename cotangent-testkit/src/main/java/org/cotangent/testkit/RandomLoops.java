package org.cotangent.testkit;

import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.Carried;
import org.cotangent.Control;
import org.cotangent.Keep;
import org.cotangent.Loop;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;

/// Programs drawn by chance out of loops and choices inside each other, which can run in two ways: with the language's
/// control flow, and with Java's on the values as they come.
///
/// The state is a vector of three and a scalar, both float64; every statement maps states to states and keeps numbers
/// moderate.
public final class RandomLoops {
    /// The state of a program.
    public record State(Tensor v, Tensor s) {
    }

    /// One statement, or a sequence, loop or choice of them.
    public sealed interface Node {
    }

    record Step(int kind, double c) implements Node {
    }

    record Sequence(List<Node> nodes) implements Node {
    }

    record Choice(double limit, Node yes, Node no) implements Node {
    }

    record Counted(int n, Keep keep, Node body) implements Node {
    }

    record Until(double limit, int most, Keep keep, Node body) implements Node {
    }

    record Rows(int n, boolean reverse, Keep keep, Node body) implements Node {
    }

    private static final List<Keep> KEEPS = List.of(Keep.ALL, Keep.CARRIES, Keep.every(2), Keep.bytes(100));

    private final SplittableRandom random;

    private RandomLoops(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /// The program of a seed, loops and choices at most `depth` inside each other.
    public static Node draw(long seed, int depth) {
        return new RandomLoops(seed).sequence(depth);
    }

    private Node sequence(int depth) {
        var nodes = new ArrayList<Node>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            nodes.add(node(depth));
        }
        return nodes.size() == 1 ? nodes.getFirst() : new Sequence(List.copyOf(nodes));
    }

    private Node node(int depth) {
        var keep = KEEPS.get(random.nextInt(KEEPS.size()));
        return switch (depth == 0 ? 0 : random.nextInt(6)) {
            case 1 -> new Choice(random.nextDouble(-0.5, 0.5), sequence(depth - 1), sequence(depth - 1));
            case 2 -> new Counted(random.nextInt(5), keep, sequence(depth - 1));
            case 3 -> new Until(random.nextDouble(0.2, 1.5), 1 + random.nextInt(5), keep, sequence(depth - 1));
            case 4 -> new Rows(1 + random.nextInt(4), random.nextBoolean(), keep, sequence(depth - 1));
            default -> new Step(random.nextInt(7), random.nextDouble(-0.9, 0.9));
        };
    }

    /// The scalar result with the language's control flow.
    public static Tensor staged(Node node, State start) {
        return result(run(node, start, true));
    }

    /// The scalar result with Java's control flow.
    public static Tensor java(Node node, State start) {
        return result(run(node, start, false));
    }

    private static Tensor result(State end) {
        return sum(square(end.v())).add(end.s().mul(sin(sum(end.v()))));
    }

    private static State run(Node node, State x, boolean staged) {
        return switch (node) {
            case Step s -> step(s, x);
            case Sequence q -> {
                var at = x;
                for (var n : q.nodes()) {
                    at = run(n, at, staged);
                }
                yield at;
            }
            case Choice c -> staged ? Control.cond(x.s().lt(c.limit()), y -> run(c.yes(), y, true),
                    y -> run(c.no(), y, true), x) : run(x.s().lt(c.limit()).item() != 0 ? c.yes() : c.no(), x, false);
            case Counted c -> counted(c, x, staged);
            case Until u -> until(u, x, staged);
            case Rows r -> rows(r, x, staged);
        };
    }

    private static State step(Step s, State x) {
        return switch (s.kind()) {
            case 0 -> new State(sin(x.v()).add(s.c()), x.s());
            case 1 -> new State(x.v().mul(s.c()), x.s().add(sum(x.v()).mul(0.3)));
            case 2 -> new State(tanh(x.v().mul(broadcastTo(x.s(), x.v().shape()))), x.s());
            case 3 -> new State(x.v(), tanh(x.s().mul(1.5).add(s.c())));
            case 4 -> new State(where(x.v().gt(s.c()), x.v().mul(0.5), x.v().sub(0.25)), x.s());
            case 5 -> new State(flip(x.v(), 0).mul(0.9), x.s().sub(s.c()));
            default -> new State(x.v().div(square(x.v()).add(1.2)), cos(x.s()));
        };
    }

    private static State counted(Counted c, State x, boolean staged) {
        if (staged) {
            return Control.fori(Loop.named("counted").keeping(c.keep()), c.n(), x,
                    (i, y) -> indexed(i.to(DType.FLOAT64), run(c.body(), y, true)));
        }
        var at = x;
        for (int i = 0; i < c.n(); i++) {
            at = indexed(reshape(tensor((double) i)), run(c.body(), at, false));
        }
        return at;
    }

    private static State indexed(Tensor i, State x) {
        return new State(x.v(), tanh(x.s().add(i.mul(0.1))));
    }

    private record Tries(Tensor left, State state) {
    }

    private static State until(Until u, State x, boolean staged) {
        if (staged) {
            return Control.whileLoop(Loop.named("until").keeping(u.keep()),
                    (Tries t) -> and(t.left().gt(0), abs(t.state().s()).lt(u.limit())),
                    t -> new Tries(t.left().sub(1), grown(run(u.body(), t.state(), true))),
                    new Tries(reshape(tensor((long) u.most())), x)).state();
        }
        var at = x;
        for (int left = u.most(); left > 0 && abs(at.s()).lt(u.limit()).item() != 0; left--) {
            at = grown(run(u.body(), at, false));
        }
        return at;
    }

    private static State grown(State x) {
        return new State(x.v(), x.s().mul(1.1).add(0.2));
    }

    private static Tensor table(int n) {
        return reshape(cos(arange(3L * n, DType.FLOAT64)), n, 3);
    }

    private static State rows(Rows r, State x, boolean staged) {
        var table = table(r.n());
        if (staged) {
            var loop = Loop.named("rows").keeping(r.keep());
            var out = Control.scan(r.reverse() ? loop.reversed() : loop, (State c, Tensor row) -> {
                var next = read(run(r.body(), c, true), row);
                return new Carried<>(next, next.v().mul(row));
            }, x, table);
            return new State(out.carry().v().add(mean(out.out(), 0)), out.carry().s());
        }
        var at = x;
        Tensor total = null;
        for (int i = 0; i < r.n(); i++) {
            var row = select(table, 0, r.reverse() ? r.n() - 1 - i : i);
            at = read(run(r.body(), at, false), row);
            total = total == null ? at.v().mul(row) : total.add(at.v().mul(row));
        }
        return new State(at.v().add(total.div(r.n())), at.s());
    }

    private static State read(State x, Tensor row) {
        return new State(tanh(x.v().mul(0.7).add(row)), x.s());
    }
}
