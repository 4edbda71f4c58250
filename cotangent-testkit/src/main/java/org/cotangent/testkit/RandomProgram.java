package org.cotangent.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// A program drawn by chance: inputs and, after them, steps that use earlier values as often as they like; its result
/// is the sum of all elements of the values that nothing uses.
///
/// @param inputs the inputs' types
/// @param steps  the steps in order
/// @param seed   what the inputs' numbers are drawn from
public record RandomProgram(List<TensorType> inputs, List<Step> steps, long seed) {
    /// One operation on earlier values, numbered from the inputs on.
    public record Step(Vocabulary word, List<Integer> operands) {
        @Override
        public String toString() {
            return word.name().toLowerCase(java.util.Locale.ROOT) + operands;
        }
    }

    /// All values, inputs first.
    public List<Tensor> values(List<Tensor> in) {
        var values = new ArrayList<>(in);
        for (var s : steps) {
            values.add(s.word().apply(s.operands().stream().map(values::get).toList()));
        }
        return values;
    }

    /// The scalar result.
    public Tensor result(List<Tensor> in) {
        var values = values(in);
        Tensor total = null;
        for (int i : outputs()) {
            var part = org.cotangent.core.Ops.sum(values.get(i));
            total = total == null ? part : total.add(part);
        }
        return total;
    }

    /// The values that no step uses.
    public List<Integer> outputs() {
        var used = steps.stream().flatMap(s -> s.operands().stream()).collect(Collectors.toSet());
        return java.util.stream.IntStream.range(0, inputs.size() + steps.size()).filter(i -> !used.contains(i)).boxed()
                .toList();
    }

    /// Whether a value is used twice or more.
    public boolean hasFanOut() {
        var uses = steps.stream().flatMap(s -> s.operands().stream()).toList();
        return uses.stream().distinct().count() < uses.size();
    }

    /// The program without step `i`, whose place one of its operands of the same type takes; null where none can.
    public RandomProgram without(int i, List<TensorType> types) {
        int at = inputs.size() + i;
        int instead = steps.get(i).operands().stream().filter(o -> types.get(o).equals(types.get(at))).findFirst()
                .orElse(-1);
        boolean last = steps.stream().noneMatch(s -> s.operands().contains(at));
        if (instead < 0 && !last) {
            return null;
        }
        var left = new ArrayList<Step>();
        for (int k = 0; k < steps.size(); k++) {
            if (k != i) {
                left.add(new Step(steps.get(k).word(), steps.get(k).operands().stream()
                        .map(o -> o == at ? instead : o).map(o -> o > at ? o - 1 : o).toList()));
            }
        }
        return left.isEmpty() ? null : new RandomProgram(inputs, List.copyOf(left), seed);
    }

    @Override
    public String toString() {
        var lines = new ArrayList<String>();
        for (int i = 0; i < steps.size(); i++) {
            lines.add("%" + (inputs.size() + i) + " = " + steps.get(i));
        }
        return inputs + " seed " + seed + " { " + String.join("; ", lines) + " }";
    }
}
