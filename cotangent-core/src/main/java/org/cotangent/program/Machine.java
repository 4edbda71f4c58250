package org.cotangent.program;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.DType;
import org.cotangent.core.Dispatch;
import org.cotangent.core.Ops;
import org.cotangent.core.OutOfStorageException;
import org.cotangent.core.ProgramException;
import org.cotangent.core.Tensor;
import org.cotangent.storage.StorageExhaustedException;

/// Runs the steps of a program on a stack of values; calls of the program's own functions use frames of its own.
final class Machine {
    private static final int MOST_STEPS = 1_000_000;

    private record Frame(List<Step> code, int[] at, Map<String, Value> locals) {
    }

    private final Program program;
    private final DType dtype;
    private final Arguments arguments;
    private final Map<String, Value> names = new HashMap<>();
    private final ArrayList<Value> stack = new ArrayList<>();
    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private final List<Note> notes = new ArrayList<>();
    private int steps;

    Machine(Program program, DType dtype) {
        this.program = program;
        this.dtype = dtype;
        this.arguments = new Arguments(dtype, this::tensorOrNull);
    }

    /// The values of all statements but definitions of functions, for the given inputs.
    List<Tensor> run(List<Tensor> inputs) {
        for (int i = 0; i < inputs.size(); i++) {
            names.put(program.inputs().get(i), new Value.One(inputs.get(i)));
        }
        var out = new ArrayList<Tensor>();
        for (var s : program.statements()) {
            if (!s.isFunction()) {
                var value = evaluate(s);
                var tensor = tensor(s.start(), value);
                out.add(tensor);
                if (s.name() != null) {
                    names.put(s.name(), value instanceof Value.Num || value instanceof Value.Several ? value
                            : new Value.One(tensor));
                }
            }
        }
        return out;
    }

    private Value evaluate(Statement s) {
        frames.push(new Frame(s.code(), new int[1], Map.of()));
        while (!frames.isEmpty()) {
            var f = frames.peek();
            if (f.at()[0] == f.code().size()) {
                frames.pop();
                continue;
            }
            var step = f.code().get(f.at()[0]++);
            if (++steps > MOST_STEPS) {
                throw error(step.token(), "a program of more than " + MOST_STEPS
                        + " steps once its functions are put in",
                        "write fewer nested calls of the program's own functions");
            }
            located(step, f);
        }
        return stack.removeLast();
    }

    private void located(Step step, Frame f) {
        var interpreter = Dispatch.current();
        if (interpreter != null) {
            interpreter.setLines(List.of(program.source().at(step.token())));
        }
        try {
            step(step, f);
        } catch (CotangentException e) {
            throw e;
        } catch (StorageExhaustedException | OutOfMemoryError e) {
            throw new OutOfStorageException("keep the result of " + step.token().shown(), e.getMessage(),
                    program.source().at(step.token()), "use smaller tensors or give the JVM more memory", e);
        } catch (RuntimeException e) {
            throw new ProgramException("compute " + step.token().shown(), e.toString(),
                    program.source().at(step.token()),
                    "look at the operands there", e);
        }
    }

    private void step(Step step, Frame f) {
        switch (step) {
            case Step.Number n -> stack.add(new Value.Num(n.value(), n.whole()));
            case Step.Word w -> stack.add(new Value.Word(w.token().text()));
            case Step.Name n -> stack.add(lookUp(n.token(), f));
            case Step.Negative n -> stack.add(negative(n.token(), stack.removeLast()));
            case Step.Infix i -> {
                var right = stack.removeLast();
                stack.add(infix(i.token(), stack.removeLast(), right));
            }
            case Step.Brackets b -> stack.add(new Value.Items(take(b.count())));
            case Step.Index i -> stack.add(index(i, stack.removeLast()));
            case Step.Call c -> call(c);
        }
    }

    private Value lookUp(Token t, Frame f) {
        var local = f.locals().get(t.text());
        var value = local == null ? names.get(t.text()) : local;
        if (value == null) {
            throw error(t, t.shown() + " before it is assigned", "move its assignment up");
        }
        return value;
    }

    private List<Value> take(int count) {
        var top = stack.subList(stack.size() - count, stack.size());
        var out = List.copyOf(top);
        top.clear();
        return out;
    }

    private Value negative(Token t, Value v) {
        return v instanceof Value.Num n ? new Value.Num(-n.value(), n.whole()) : new Value.One(Ops.neg(tensor(t, v)));
    }

    private Value infix(Token t, Value left, Value right) {
        var x = tensor(t, left);
        if (t.text().equals("^") && right instanceof Value.Num n && n.whole()
                && Math.abs(n.value()) <= Integer.MAX_VALUE) {
            return new Value.One(Ops.powInt(x, (int) n.value()));
        }
        var y = tensor(t, right);
        return noted(t, x, y, switch (t.text()) {
            case "+" -> Ops.add(x, y);
            case "-" -> Ops.sub(x, y);
            case "*" -> Ops.mul(x, y);
            case "/" -> Ops.div(x, y);
            case "@" -> Ops.matmul(x, y);
            case "^" -> Ops.pow(x, y);
            case "<" -> Ops.lt(x, y);
            case "<=" -> Ops.le(x, y);
            case ">" -> Ops.gt(x, y);
            case ">=" -> Ops.ge(x, y);
            case "==" -> Ops.eq(x, y);
            default -> Ops.ne(x, y);
        });
    }

    /// Numbers that are worked out before anything runs are nobody's node: an infinity among them is noted here.
    private Value noted(Token t, Tensor x, Tensor y, Tensor z) {
        if (z instanceof Concrete c && c.isLiteral() && !Double.isFinite(c.getDouble(0))
                && Double.isFinite(x.concrete().getDouble(0)) && Double.isFinite(y.concrete().getDouble(0))) {
            notes.add(new Note(program.source().at(t), x.concrete().getDouble(0) + " " + t.text() + " "
                    + y.concrete().getDouble(0)
                    + " is " + c.getDouble(0)));
        }
        return new Value.One(z);
    }

    /// What was noted on the way.
    List<Note> notes() {
        return notes;
    }

    private Value index(Step.Index i, Value v) {
        if (v instanceof Value.Several s) {
            long at = i.parts().size() == 1 && !i.parts().getFirst().range() ? i.parts().getFirst().from() : -1;
            if (at < 0 || at >= s.tensors().size()) {
                throw error(i.token(), "an index into " + v.shown(), "give one number from 0 to "
                        + (s.tensors().size() - 1));
            }
            return new Value.One(s.tensors().get((int) at));
        }
        return new Value.One(Indexing.part(tensor(i.token(), v), i.parts()));
    }

    private void call(Step.Call c) {
        var name = c.token().text();
        var own = program.functions().get(name);
        if (own != null) {
            if (c.keywords().size() != own.parameters().size() || c.keywords().stream().anyMatch(k -> k != null)) {
                throw error(c.token(), c.keywords().size() + " arguments for " + c.token().shown(),
                        "give " + own.parameters().size() + " arguments without names: " + own.parameters());
            }
            var values = take(own.parameters().size());
            var locals = new HashMap<String, Value>();
            for (int i = 0; i < values.size(); i++) {
                locals.put(own.parameters().get(i), values.get(i));
            }
            frames.push(new Frame(own.code(), new int[1], locals));
            return;
        }
        var values = take(c.keywords().size());
        var positional = new ArrayList<Value>();
        var named = new LinkedHashMap<String, Value>();
        for (int i = 0; i < values.size(); i++) {
            if (c.keywords().get(i) == null) {
                positional.add(values.get(i));
            } else {
                named.put(c.keywords().get(i), values.get(i));
            }
        }
        stack.add(call(c.token(), positional, named));
    }

    private Value call(Token t, List<Value> positional, Map<String, Value> named) {
        var overloads = Functions.named(t.text());
        Overload.Bound best = null;
        for (var o : overloads) {
            var bound = o.bind(positional, named, arguments);
            best = bound != null && (best == null || bound.cost() < best.cost()) ? bound : best;
        }
        if (best == null) {
            var got = new ArrayList<>(positional.stream().map(Value::shown).toList());
            named.forEach((k, v) -> got.add(Source.escape(k) + "=" + v.shown()));
            throw new ProgramException("call " + t.shown() + " with " + got.size()
                    + (got.size() == 1 ? " argument" : " arguments"),
                    got.isEmpty() ? "no argument" : Source.cut(String.join(", ", got)), program.source().at(t),
                    "call it as "
                    + String.join(" or ", overloads.stream().map(Overload::toString).distinct().toList()), null);
        }
        var result = best.overload().call(best.arguments());
        var keep = named.get(Arguments.KEEP);
        boolean kept = keep instanceof Value.Word w && w.text().equals("true") || keep instanceof Value.Num n
                && n.value() != 0;
        return kept && best.overload().reduces() ? keep(best, ((Value.One) result).tensor()) : result;
    }

    private static Value keep(Overload.Bound call, Tensor reduced) {
        int[] axes = {};
        for (int i = 0; i < call.arguments().length; i++) {
            axes = call.overload().parameters().get(i).isCalled("axes") ? (int[]) call.arguments()[i] : axes;
        }
        return new Value.One(Overload.kept(reduced, (Tensor) call.arguments()[0], axes));
    }

    private Tensor tensorOrNull(Value v) {
        return switch (v) {
            case Value.Num n -> Ops.scalar(n.value());
            case Value.One t -> t.tensor();
            case Value.Items i when i.depth() > Value.Items.DEEPEST -> null;
            case Value.Items i -> {
                var constant = Arguments.constant(i, dtype);
                yield constant == null ? Indexing.stack(i, this::tensorOrNull) : constant;
            }
            case Value.Several s -> s.tensors().size() == 1 ? s.tensors().getFirst() : null;
            case Value.Word w -> w.text().equals("true") || w.text().equals("false")
                    ? Concrete.literal(DType.BOOL, w.text().equals("true") ? 1L : 0L) : null;
        };
    }

    private Tensor tensor(Token t, Value v) {
        var tensor = tensorOrNull(v);
        if (tensor == null) {
            throw error(t, v.shown() + " where a tensor must stand", v instanceof Value.Several
                    ? "pick one by its index: f(x)[0]"
                    : v instanceof Value.Items ? "give lists of one length with numbers or scalars in them, at most "
                    + Value.Items.DEEPEST + " deep" : "give a tensor or a number");
        }
        return tensor;
    }

    private ProgramException error(Token t, String got, String remedy) {
        return program.source().error(t, "run the program", got, remedy);
    }
}
