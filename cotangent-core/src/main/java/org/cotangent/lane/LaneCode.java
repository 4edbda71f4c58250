package org.cotangent.lane;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// A lane program laid flat: its steps in the order of evaluation, equal steps kept once, the last step being the
/// result.
///
/// Built without recursion, so that programs of any depth are fine.
public final class LaneCode {
    /// One operation; `operands` are the positions of earlier steps.
    public record Step(LaneOp op, LaneType type, long bits, ScalarFunction function, List<Integer> operands) {
        /// The position of operand `k`.
        public int operand(int k) {
            return operands.get(k);
        }
    }

    private final LaneProgram program;
    private final List<Step> steps;
    private final List<Integer> results;
    private final int width;

    private LaneCode(LaneProgram program, List<Step> steps, List<Integer> results) {
        this.program = program;
        this.steps = List.copyOf(steps);
        this.results = results;
        this.width = width(program, this.steps);
    }

    /// Lays a program flat; its inputs and widths are checked.
    public static LaneCode of(LaneProgram program) {
        var code = of(program.name(), program.inputs(), List.of(program.result()));
        int result = code.results.getFirst();
        return result == code.steps.size() - 1 ? code
            : new LaneCode(program, code.steps.subList(0, result + 1), code.results);
    }

    /// Lays a program of several results flat.
    public static LaneCode of(String name, List<LaneType> inputs, List<Lane> results) {
        var steps = new ArrayList<Step>();
        var known = new HashMap<Step, Integer>();
        var place = new IdentityHashMap<Lane, Integer>();
        results.forEach(r -> flatten(r, steps, known, place));
        return new LaneCode(new LaneProgram(name, List.copyOf(inputs), results.getLast()), steps,
            results.stream().map(place::get).toList());
    }

    private static void flatten(Lane result, List<Step> steps, Map<Step, Integer> known, Map<Lane, Integer> place) {
        var work = new ArrayDeque<Lane>();
        work.push(result);
        while (!work.isEmpty()) {
            var lane = work.peek();
            if (place.containsKey(lane) || !pushMissing(lane, place, work)) {
                work.pop();
                place.computeIfAbsent(lane, l -> add(step(l, place), steps, known));
            }
        }
    }

    /// The result of a program of one result where its inputs are the given lanes: how programs are put together.
    public Lane on(List<Lane> inputs) {
        var lanes = new ArrayList<Lane>(steps.size());
        for (var s : steps) {
            lanes.add(s.op() == LaneOp.INPUT ? inputs.get((int) s.bits())
                : signless(Lane.of(s, s.operands().stream().map(lanes::get).toArray(Lane[]::new))));
        }
        return lanes.get(results.getFirst());
    }

    /// |-x| is |x|, and -|-x| is -|x|, to the bit: programs put together then share what they make of it.
    private static Lane signless(Lane lane) {
        var x = lane.operands().isEmpty() ? null : lane.operands().getFirst();
        if (lane.op() == LaneOp.ABS && x.op() == LaneOp.NEG) {
            return x.operands().getFirst().abs();
        }
        boolean sets = lane.op() == LaneOp.OR && x.op() == LaneOp.TO_BITS
            && x.operands().getFirst().op() == LaneOp.NEG && isSignBit(lane.operands().getLast());
        return sets ? x.operands().getFirst().operands().getFirst().toBits().or(lane.operands().getLast()) : lane;
    }

    private static boolean isSignBit(Lane b) {
        return b.op() == LaneOp.CONST && b.bits() == (b.type() == LaneType.I64 ? Long.MIN_VALUE : Integer.MIN_VALUE);
    }

    private static boolean pushMissing(Lane lane, Map<Lane, Integer> place, ArrayDeque<Lane> work) {
        boolean missing = false;
        for (var operand : lane.operands().reversed()) {
            if (!place.containsKey(operand)) {
                work.push(operand);
                missing = true;
            }
        }
        return missing;
    }

    private static Step step(Lane lane, Map<Lane, Integer> place) {
        var operands = lane.operands();
        return new Step(lane.op(), lane.type(), lane.bits(), lane.function(),
            operands.stream().map(place::get).toList());
    }

    private static int add(Step step, List<Step> steps, Map<Step, Integer> known) {
        var old = known.get(step);
        if (old != null) {
            return old;
        }
        steps.add(step);
        known.put(step, steps.size() - 1);
        return steps.size() - 1;
    }

    private static int width(LaneProgram program, List<Step> steps) {
        int width = 0;
        for (var type : program.inputs()) {
            width = merge(program, width, type);
        }
        for (var step : steps) {
            width = merge(program, width, step.type());
            if (step.op() == LaneOp.INPUT && (step.bits() < 0 || step.bits() >= program.inputs().size()
                    || program.inputs().get((int) step.bits()) != step.type())) {
                throw new IllegalArgumentException("lane program " + program.name() + ": input " + step.bits()
                    + " of type "
                    + step.type() + " is not among " + program.inputs());
            }
        }
        return width;
    }

    private static int merge(LaneProgram program, int width, LaneType type) {
        if (width != 0 && type.bits() != 0 && type.bits() != width) {
            throw new IllegalArgumentException("lane program " + program.name() + " mixes lanes of 32 and 64 bits");
        }
        return Math.max(width, type.bits());
    }

    public LaneProgram program() {
        return program;
    }

    public List<Step> steps() {
        return steps;
    }

    /// Types of the inputs.
    public List<LaneType> inputs() {
        return program.inputs();
    }

    /// The positions of the results among the steps.
    public List<Integer> results() {
        return results;
    }

    /// Type of the last result.
    public LaneType type() {
        return steps.get(results.getLast()).type();
    }

    /// Whether any result is a mask.
    public boolean givesMasks() {
        return results.stream().anyMatch(r -> steps.get(r).type() == LaneType.MASK);
    }

    /// 32 or 64, or 0 if all lanes are masks.
    public int width() {
        return width;
    }

    /// Number of steps that compute, not counting inputs, constants and views of bits as another type.
    public int work() {
        return (int) steps.stream().filter(s -> switch (s.op()) {
            case INPUT, CONST, TO_BITS, FROM_BITS -> false;
            default -> true;
        }).count();
    }

    /// A number that differs where two programs' steps differ (but for accidents); the same in every JVM.
    public int fingerprint() {
        int hash = inputs().stream().map(Enum::name).toList().hashCode();
        for (var s : steps) {
            hash = 31 * hash + s.op().name().hashCode();
            hash = 31 * hash + s.type().name().hashCode();
            hash = 31 * hash + Long.hashCode(s.bits());
            hash = 31 * hash + s.operands().hashCode();
            hash = 31 * hash + (s.function() == null ? 0
                : (s.function().owner().getName() + s.function().method()).hashCode());
        }
        return hash;
    }

    /// Whether any step has this operation.
    public boolean has(LaneOp op) {
        return steps.stream().anyMatch(s -> s.op() == op);
    }
}
