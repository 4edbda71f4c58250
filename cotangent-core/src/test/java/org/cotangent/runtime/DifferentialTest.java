package org.cotangent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.cotangent.Control;
import org.cotangent.codegen.Widths;
import org.cotangent.core.Concrete;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Graph;
import org.cotangent.graph.HeldGraphs;
import org.cotangent.graph.Literal;
import org.cotangent.graph.Var;
import org.cotangent.op.Cond;
import org.cotangent.rewrite.Passes;
import org.cotangent.schedule.Schedule;
import org.cotangent.trace.Stage;
import org.junit.jupiter.api.Test;

/// Rewritten random programs compiled, against the reference evaluation of every operation, to the bit: all dtypes,
/// rows of every length up to 70, scalar code and vectors of each width, branches and loops inside. The graphs inside
/// are compared as programs of their own too.
class DifferentialTest {
    private static final int[] FORMS = {-1, 128, 256, 512};
    private static final DType[] DTYPES = DType.values();

    @Test
    void compiledIsTheReferenceToTheBit() {
        int programs = Integer.getInteger("cotangent.random.programs", 280);
        int graphs = 0;
        int loops = 0;
        for (int seed = 0; seed < programs; seed++) {
            var g = Passes.run(draw(seed)).getLast().after();
            for (var each : HeldGraphs.innerFirst(g)) {
                if (each != g && each.equations().stream().anyMatch(e -> e.op() instanceof Cond)) {
                    continue; // its number of a branch may be an argument, and chance gives none
                }
                check(each, seed, FORMS[seed % 4]);
                check(each, seed, FORMS[(seed + 1 + seed / 4 % 3) % 4]);
                graphs += 2;
                loops += each == g ? 0 : 1;
            }
        }
        System.out.printf("%d programs, %d compiled graphs compared, %d of them inside others%n", programs, graphs,
                2 * loops);
        assertThat(loops).isGreaterThan(programs / 4);
    }

    static void check(Graph g, long seed, int bits) {
        var operands = operands(g, seed);
        var want = reference(g, operands);
        var program = Widths.with(bits, () -> {
            var p = new Program(Schedule.of(g));
            p.prepare(false);
            return p;
        });
        var got = program.run(operands, null);
        for (int i = 0; i < want.size(); i++) {
            var what = "seed " + seed + " width " + bits + " result " + i;
            assertThat(got.get(i).type()).as(what).isEqualTo(want.get(i).type());
            for (long k = 0; k < want.get(i).shape().count(); k++) {
                if (Double.compare(got.get(i).getDouble(k), want.get(i).getDouble(k)) != 0
                        || got.get(i).getLong(k) != want.get(i).getLong(k)) {
                    throw new AssertionError(what + " element " + k + ": " + got.get(i).getDouble(k) + " instead of "
                            + want.get(i).getDouble(k) + "\n" + g + "\n" + program.schedule());
                }
            }
        }
    }

    private static List<Concrete> reference(Graph g, List<Concrete> arguments) {
        Map<Var, Concrete> values = new IdentityHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            values.put(g.inputs().get(i).var(), arguments.get(i));
        }
        for (var e : g.equations()) {
            var made = e.op().evaluate(e.operands().stream().map(a -> value(a, values)).toList(),
                    e.results().stream().map(Var::type).toList());
            for (int r = 0; r < made.size(); r++) {
                values.put(e.results().get(r), made.get(r));
            }
        }
        return g.results().stream().map(a -> value(a, values)).toList();
    }

    private static Concrete value(Atom a, Map<Var, Concrete> values) {
        return a instanceof Literal l ? l.value() : values.get((Var) a);
    }

    private static List<Concrete> operands(Graph g, long seed) {
        var random = new SplittableRandom(seed + 77);
        return g.inputTypes().stream().map(t -> {
            var numbers = random.doubles(t.shape().count(), -3, 3).toArray();
            var x = reshape(tensor(numbers), t.shape().sizes());
            return (t.dtype() == DType.BOOL ? gt(x, scalar(0)) : convert(x, t.dtype())).concrete();
        }).toList();
    }

    private static Graph draw(long seed) {
        var random = new SplittableRandom(seed);
        var dtype = DTYPES[(int) (seed % DTYPES.length)];
        var type = TensorType.of(dtype, 1 + random.nextInt(6), 1 + random.nextInt(70));
        var other = DTYPES[random.nextInt(DTYPES.length)];
        return Stage.trace("f", in -> {
            var values = new ArrayList<>(in);
            for (int i = 0; i < 3 + random.nextInt(9); i++) {
                values.add(next(random, values, 2));
            }
            var out = new ArrayList<Tensor>();
            out.add(values.getLast());
            values.stream().skip(in.size()).filter(_ -> random.nextInt(3) == 0).forEach(out::add);
            return out;
        }, List.of(type, type, type.with(other)), null, null).graph();
    }

    /// A value of the first one's shape.
    private static Tensor next(SplittableRandom random, List<Tensor> values, int depth) {
        var x = values.get(Math.max(random.nextInt(values.size()), random.nextInt(values.size())));
        var y = to(values.get(random.nextInt(values.size())), x.dtype());
        int choice = random.nextInt(depth > 0 ? 12 : 9);
        if (choice >= 9) {
            return nested(random, x, y, depth - 1);
        }
        if (choice >= 7) {
            return to(x, DTYPES[random.nextInt(DTYPES.length)]);
        }
        if (x.dtype() == DType.BOOL) {
            return List.of(and(x, y), or(x, y), not(x), eq(x, y), xor(x, y), where(x, y, not(x)), or(not(x), y))
                    .get(choice);
        }
        if (x.dtype().isInt()) {
            return switch (choice) {
                case 0 -> x.add(y);
                case 1 -> x.sub(y);
                case 2 -> x.mul(y);
                case 3 -> max(x, y);
                case 4 -> where(gt(x, y), abs(x), y);
                case 5 -> neg(x).add(broadcastTo(sum(y, 0), x.shape()));
                default -> min(x, flip(y, 1));
            };
        }
        return switch (choice) {
            case 0 -> x.add(y);
            case 1 -> tanh(x).mul(y);
            case 2 -> exp(neg(square(x)));
            case 3 -> where(gt(x, y), sin(x), y.mul(0.5));
            case 4 -> softmax(x, 1);
            case 5 -> x.sub(broadcastTo(restore(max(y, 1), y.shape(), 1), x.shape()));
            default -> log1p(abs(x)).div(square(y).add(1.5));
        };
    }

    private static Tensor to(Tensor x, DType dtype) {
        return x.dtype() == dtype ? x : dtype == DType.BOOL ? gt(x, zerosLike(x))
                : x.dtype().isFloat() && dtype.isInt() ? convert(clamp(x, -100, 100), dtype) : convert(x, dtype);
    }

    private static Tensor nested(SplittableRandom random, Tensor x, Tensor y, int depth) {
        var condition = eq(sum(convert(x, DType.INT32)), sum(convert(y, DType.INT32)));
        var body = random.split();
        long seed = body.nextLong();
        return switch (random.nextInt(3)) {
            case 0 -> Control.cond(condition, (List<Tensor> v) -> to(step(seed, v, depth), x.dtype()),
                    (List<Tensor> v) -> to(step(seed + 1, v, depth), x.dtype()), List.of(x, y));
            case 1 -> Control.fori(1 + random.nextInt(4), x,
                    (i, c) -> to(step(seed, List.of(c, y), depth), c.dtype()));
            default -> Control.whileLoop((List<Tensor> s) -> lt(s.get(1), scalar(3)), s -> List.of(
                    to(step(seed, List.of(s.get(0), y), depth), x.dtype()), s.get(1).add(1)),
                    List.of(x, reshape(tensor(0)))).getFirst();
        };
    }

    private static Tensor step(long seed, List<Tensor> v, int depth) {
        var random = new SplittableRandom(seed);
        var values = new ArrayList<>(v);
        for (int i = 0; i < 2 + random.nextInt(3); i++) {
            values.add(next(random, values, depth));
        }
        return values.getLast();
    }
}
