package org.cotangent.codegen;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import org.cotangent.lane.LaneCode;
import org.cotangent.lane.LaneCode.Step;
import org.cotangent.lane.LaneOp;

/// The walk over a lane program that turns its steps into code, each step's value into a local; scalar and vector code
/// fill it in.
///
/// A loop calls [#hoist()] once before it, then in every pass [#element(Label)] and something that takes the result.
abstract class Body {
    final CodeBuilder cob;
    final LaneCode code;
    final Frame frame;
    final int singles;
    final int[] slot;

    Body(CodeBuilder cob, LaneCode code, Frame frame, int singles) {
        this.cob = cob;
        this.code = code;
        this.frame = frame;
        this.singles = singles;
        this.slot = new int[code.steps().size()];
    }

    /// Loads what does not change in the loop: single operands and constants.
    final void hoist() {
        for (int at = 0; at < slot.length; at++) {
            var step = code.steps().get(at);
            if (step.op() == LaneOp.INPUT && row((int) step.bits())) {
                slot[at] = cob.allocateLocal(kind(step));
            } else if (invariant(step) && pushInvariant(step)) {
                keep(at, step);
            } else if (!alias(step)) {
                slot[at] = invariant(step) ? -1 : cob.allocateLocal(kind(step));
            }
        }
    }

    /// Computes one pass; code that gives up on the pass jumps to `next`.
    final void element(Label next) {
        for (int at = 0; at < slot.length; at++) {
            var step = code.steps().get(at);
            if (alias(step)) {
                slot[at] = slot[step.operand(1)];
                guard(step, next);
            } else if (!invariant(step)) {
                push(step);
                cob.storeLocal(kind(step), slot[at]);
            }
        }
    }

    /// Loads what changes only with the row: the inputs of one cell a row.
    final void hoistRow() {
        for (int at = 0; at < slot.length; at++) {
            var step = code.steps().get(at);
            if (step.op() == LaneOp.INPUT && row((int) step.bits())) {
                pushRow(step);
                cob.storeLocal(kind(step), slot[at]);
            }
        }
    }

    private void keep(int at, Step step) {
        slot[at] = cob.allocateLocal(kind(step));
        cob.storeLocal(kind(step), slot[at]);
    }

    final boolean invariant(Step step) {
        return step.op() == LaneOp.CONST
            || step.op() == LaneOp.INPUT && (single((int) step.bits()) || row((int) step.bits()));
    }

    private boolean row(int input) {
        return frame.isRow(input);
    }

    final boolean single(int input) {
        return (singles >> input & 1) != 0;
    }

    final Step step(int at) {
        return code.steps().get(at);
    }

    final Step operand(Step step, int k) {
        return step(step.operand(k));
    }

    /// Whether the step's value is its operand 1's, after a guard.
    abstract boolean alias(Step step);

    /// Jumps to `next` after having served the pass otherwise, if the step asks for it.
    abstract void guard(Step step, Label next);

    /// Pushes an invariant; false if it is cheaper pushed where it is used.
    abstract boolean pushInvariant(Step step);

    /// Pushes an input of one cell a row.
    abstract void pushRow(Step step);

    /// Pushes the value of a step.
    abstract void push(Step step);

    /// The kind of local that holds a step's value.
    abstract TypeKind kind(Step step);

    /// Pushes the result.
    abstract void pushResult();

    /// Stores the results at the current element.
    final void store() {
        for (int o = 0; o < code.results().size(); o++) {
            store(o, code.results().get(o));
        }
    }

    /// Stores the value of step `at` as result `o`.
    abstract void store(int o, int at);
}
