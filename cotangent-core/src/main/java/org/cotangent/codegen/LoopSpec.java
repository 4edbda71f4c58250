package org.cotangent.codegen;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.lane.LaneCode;
import org.cotangent.lane.LaneType;

/// What a loop kernel is generated from: a lane program and where each of its operands lies.
///
/// Two specifications with equal steps and places are the same kernel.
public final class LoopSpec {
    /// Where an operand lies: in an array or off the heap, with an element for each of the loop or one a row; or it is
    /// one cell for all.
    public enum Place {
        HEAP, NATIVE, HEAP_ROW, NATIVE_ROW, SINGLE;

        boolean heap() {
            return this == HEAP || this == HEAP_ROW;
        }

        boolean row() {
            return this == HEAP_ROW || this == NATIVE_ROW;
        }
    }

    private final LaneCode code;
    private final List<Place> inputs;
    private final List<Place> results;

    /// Places of the inputs and of the results (of these [Place#HEAP] and [Place#NATIVE] only).
    public LoopSpec(LaneCode code, List<Place> inputs, List<Place> results) {
        if (inputs.size() != code.inputs().size() || results.size() != code.results().size()
                || results.stream().anyMatch(p -> p != Place.HEAP && p != Place.NATIVE)) {
            throw new IllegalArgumentException("places " + inputs + " and " + results + " do not fit "
                + code.inputs().size() + " inputs and " + code.results().size() + " results");
        }
        this.code = code;
        this.inputs = List.copyOf(inputs);
        this.results = List.copyOf(results);
    }

    /// The program.
    public LaneCode code() {
        return code;
    }

    /// Places of the inputs.
    public List<Place> inputs() {
        return inputs;
    }

    /// Places of the results.
    public List<Place> results() {
        return results;
    }

    /// Number of inputs and results.
    public int operands() {
        return inputs.size() + results.size();
    }

    Place place(int k) {
        return k < inputs.size() ? inputs.get(k) : results.get(k - inputs.size());
    }

    LaneType type(int k) {
        return k < inputs.size() ? code.inputs().get(k)
            : code.steps().get(code.results().get(k - inputs.size())).type();
    }

    /// The key under which kernels are shared.
    List<Object> key() {
        var key = new ArrayList<Object>();
        key.addAll(code.inputs());
        key.addAll(code.results());
        key.addAll(inputs);
        key.addAll(results);
        key.addAll(code.steps());
        return key;
    }
}
