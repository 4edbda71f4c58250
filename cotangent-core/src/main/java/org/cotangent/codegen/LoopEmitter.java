package org.cotangent.codegen;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import org.cotangent.codegen.Emitter.Form;
import org.cotangent.codegen.LoopSpec.Place;
import org.cotangent.lane.LaneCode;
import org.cotangent.lane.LaneOp;

/// Emits [LoopKernel] classes: the one body of a lane program inside a loop over rows.
record LoopEmitter(Form form, int bits) {
    /// The class file of a kernel.
    byte[] emit(LoopSpec spec, ClassDesc name) {
        if (form == Form.VECTOR && !VectorBody.supports(spec.code())) {
            throw new IllegalArgumentException("lane program " + spec.code().program().name()
                + " has no vector form; emit it as scalar code");
        }
        var file = ClassFile.of(ClassFile.DebugElementsOption.DROP_DEBUG);
        var bytes = file.build(name, cb -> build(cb, spec, name));
        Emitter.check(spec.code().program(), file, bytes);
        return bytes;
    }

    private void build(ClassBuilder cb, LoopSpec spec, ClassDesc name) {
        var parent = LoopKernel.class.describeConstable().orElseThrow();
        cb.withFlags(ACC_PUBLIC | ACC_FINAL).withSuperclass(parent);
        cb.withMethodBody(ConstantDescs.INIT_NAME, MTD_void, ACC_PUBLIC, cob ->
            cob.aload(0).invokespecial(parent, ConstantDescs.INIT_NAME, MTD_void).return_());
        cb.withMethodBody("run", LoopFrame.RUN, ACC_PUBLIC, cob -> rows(cob, spec, name));
        if (form == Form.VECTOR) {
            new Emitter(form, bits).species(cb, spec.code(), name);
            if (spec.code().has(LaneOp.CALL)) {
                cb.withMethodBody("scalar", LoopFrame.TWIN, ACC_PRIVATE | ACC_STATIC, cob -> twin(cob, spec));
            }
        }
        new Emitter(form, bits).counts(cb, spec.code(), name);
    }

    private static int singles(LoopSpec spec) {
        int singles = 0;
        for (int k = 0; k < spec.inputs().size(); k++) {
            singles |= spec.inputs().get(k) == Place.SINGLE ? 1 << k : 0;
        }
        return singles;
    }

    private void rows(CodeBuilder cob, LoopSpec spec, ClassDesc name) {
        var code = spec.code();
        var frame = new LoopFrame(cob, spec, 1, -1);
        var body = form == Form.VECTOR ? new VectorBody(cob, code, frame, singles(spec), name)
            : new ScalarBody(cob, code, frame, singles(spec));
        body.hoist();
        if (body instanceof VectorBody v) {
            v.hoistStore();
        }
        var top = cob.newLabel();
        var end = cob.newLabel();
        cob.iconst_0().istore(frame.row).labelBinding(top).iload(frame.row).iload(5).if_icmpge(end);
        frame.moveToRow();
        body.hoistRow();
        if (form == Form.VECTOR) {
            vectors(cob, body, frame, code, name);
        } else {
            cob.iconst_0().istore(frame.index);
            elements(cob, body, frame, 6);
        }
        cob.iinc(frame.row, 1).goto_(top).labelBinding(end).return_();
    }

    /// From `frame.index` to the local `to`, one by one.
    private static void elements(CodeBuilder cob, Body body, LoopFrame frame, int to) {
        var top = cob.newLabel();
        var end = cob.newLabel();
        cob.labelBinding(top).iload(frame.index).iload(to).if_icmpge(end);
        body.element(end);
        body.store();
        cob.iinc(frame.index, 1).goto_(top).labelBinding(end);
    }

    /// Whole vectors; what is left is served by one more pass over the last elements of the row.
    private void vectors(CodeBuilder cob, Body body, LoopFrame frame, LaneCode code, ClassDesc name) {
        var type = Emitter.lanes(code);
        int to = cob.allocateLocal(TypeKind.INT);
        var pass = cob.newLabel();
        var top = cob.newLabel();
        var next = cob.newLabel();
        var done = cob.newLabel();
        var end = cob.newLabel();
        cob.iconst_0().istore(frame.index).iload(6).iload(6);
        VectorBody.lanes(cob, name, type).irem().isub().istore(to);
        cob.labelBinding(pass);
        cob.labelBinding(top).iload(frame.index).iload(to).if_icmpge(done);
        body.element(next);
        body.store();
        cob.labelBinding(next).iload(frame.index);
        VectorBody.lanes(cob, name, type).iadd().istore(frame.index).goto_(top);
        cob.labelBinding(done).iload(to).iload(6).if_icmpge(end);
        cob.iload(6);
        VectorBody.lanes(cob, name, type).isub().istore(frame.index).iload(6).istore(to).goto_(pass);
        cob.labelBinding(end);
    }

    private static void twin(CodeBuilder cob, LoopSpec spec) {
        var frame = new LoopFrame(cob, spec, 0, 4);
        var body = new ScalarBody(cob, spec.code(), frame, singles(spec));
        body.hoist();
        frame.moveToRow();
        body.hoistRow();
        cob.iload(5).istore(frame.index);
        elements(cob, body, frame, 6);
        cob.return_();
    }
}
