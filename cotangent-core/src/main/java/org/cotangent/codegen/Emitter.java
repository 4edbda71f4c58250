package org.cotangent.codegen;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Locale;
import org.cotangent.lane.LaneCode;
import org.cotangent.lane.LaneOp;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;

/// Turns lane programs into classes that extend [Kernel], with the Class-File API; one walk serves the scalar and the
/// vector form.
///
/// `bits` forces a vector width of 128, 256 or 512; 0 leaves it to the machine that runs the class. Emitting needs no
/// vector classes; running the vector form does. A method above 8,000 bytes is never compiled by HotSpot, so it is
/// refused here.
public record Emitter(Form form, int bits) {
    /// What HotSpot compiles at most, in bytes of bytecode.
    public static final int LARGEST_METHOD = 8000;

    /// Scalar code or vector code.
    public enum Form { SCALAR, VECTOR }

    /// Whether the program has a vector form at all.
    public static boolean hasVectorForm(LaneProgram program) {
        return VectorBody.supports(LaneCode.of(program));
    }

    /// The class file of the program's kernel; bit k of `singles` says that input k is a single cell.
    public byte[] emit(LaneProgram program, int singles, ClassDesc name) {
        var code = LaneCode.of(program);
        if (form == Form.VECTOR && !VectorBody.supports(code)) {
            throw new IllegalArgumentException("lane program " + program.name()
                + " has no vector form; emit it as scalar code");
        }
        if (code.steps().size() > LARGEST_METHOD / 4) {
            throw tooLarge(program, code.steps().size() + " steps");
        }
        var options = ClassFile.of(ClassFile.DebugElementsOption.DROP_DEBUG);
        var bytes = options.build(name, cb -> build(cb, code, singles, name));
        check(program, options, bytes);
        return bytes;
    }

    static void check(LaneProgram program, ClassFile file, byte[] bytes) {
        for (var method : file.parse(bytes).methods()) {
            int size = method.findAttribute(Attributes.code()).map(c -> c.codeLength()).orElse(0);
            if (size > LARGEST_METHOD) {
                throw tooLarge(program, size + " bytes of bytecode");
            }
        }
    }

    private static IllegalArgumentException tooLarge(LaneProgram program, String size) {
        return new IllegalArgumentException("lane program " + program.name() + " has " + size
            + "; the JVM compiles no method above " + LARGEST_METHOD + " bytes: cut it into two programs");
    }

    private void build(ClassBuilder cb, LaneCode code, int singles, ClassDesc name) {
        cb.withFlags(ACC_PUBLIC | ACC_FINAL).withSuperclass(Names.KERNEL);
        cb.withMethodBody(ConstantDescs.INIT_NAME, MTD_void, ACC_PUBLIC, cob ->
            cob.aload(0).invokespecial(Names.KERNEL, ConstantDescs.INIT_NAME, MTD_void).return_());
        cb.withMethodBody("heap", Names.HEAP, ACC_PUBLIC, cob -> loop(cob, code, singles, name, true));
        if (form == Form.VECTOR) {
            cb.withMethodBody("segments", Names.NATIVE, ACC_PUBLIC, cob -> loop(cob, code, singles, name, false));
            species(cb, code, name);
            if (code.has(LaneOp.CALL)) {
                twin(cb, code, singles);
            }
        }
        counts(cb, code, name);
        cb.withMethodBody("fingerprint", MethodTypeDesc.of(CD_int), ACC_PUBLIC, cob ->
            cob.loadConstant(code.fingerprint()).ireturn());
    }

    private void loop(CodeBuilder cob, LaneCode code, int singles, ClassDesc name, boolean heap) {
        var frame = new Frame(cob, heap, 1, code.inputs(), singles, code.type());
        if (form == Form.SCALAR) {
            scalarLoop(cob, new ScalarBody(cob, code, frame, singles), frame);
            return;
        }
        var body = new VectorBody(cob, code, frame, singles, name);
        body.hoist();
        body.hoistStore();
        var top = cob.newLabel();
        var next = cob.newLabel();
        var end = cob.newLabel();
        cob.labelBinding(top).iload(frame.index);
        frame.end().if_icmpge(end);
        body.element(next);
        body.store();
        cob.labelBinding(next).iload(frame.index);
        VectorBody.lanes(cob, name, lanes(code)).iadd().istore(frame.index).goto_(top);
        cob.labelBinding(end).return_();
    }

    private static void scalarLoop(CodeBuilder cob, ScalarBody body, Frame frame) {
        body.hoist();
        var top = cob.newLabel();
        var end = cob.newLabel();
        cob.labelBinding(top).iload(frame.index);
        frame.end().if_icmpge(end);
        body.element(end);
        body.store();
        cob.iinc(frame.index, 1).goto_(top);
        cob.labelBinding(end).return_();
    }

    private static void twin(ClassBuilder cb, LaneCode code, int singles) {
        for (boolean heap : new boolean[] {true, false}) {
            cb.withMethodBody("scalar", heap ? Names.HEAP : Names.NATIVE, ACC_PRIVATE | ACC_STATIC, cob -> {
                var frame = new Frame(cob, heap, 0, code.inputs(), singles, code.type());
                scalarLoop(cob, new ScalarBody(cob, code, frame, singles), frame);
            });
        }
    }

    /// The integer type of the program's width, whose species counts the lanes.
    static LaneType lanes(LaneCode code) {
        return code.width() == 64 ? LaneType.I64 : LaneType.I32;
    }

    void species(ClassBuilder cb, LaneCode code, ClassDesc name) {
        var integer = lanes(code);
        boolean bytes = VectorBody.touchesBytes(code);
        for (var field : List.of(integer.name(), integer.toFloat().name())) {
            cb.withField(field, Names.SPECIES, ACC_STATIC | ACC_FINAL);
        }
        if (bytes) {
            cb.withField("BYTES", Names.SPECIES, ACC_STATIC | ACC_FINAL);
        }
        cb.withMethodBody(ConstantDescs.CLASS_INIT_NAME, MTD_void, ACC_STATIC, cob -> {
            shape(cob, name, integer);
            shape(cob, name, integer.toFloat());
            if (bytes) {
                cob.loadConstant(bits).loadConstant(code.width());
                cob.invokestatic(Names.SHAPES, "bytes", MethodTypeDesc.of(Names.SPECIES, CD_int, CD_int));
                cob.putstatic(name, "BYTES", Names.SPECIES);
            }
            cob.return_();
        });
    }

    private void shape(CodeBuilder cob, ClassDesc name, LaneType type) {
        cob.loadConstant(bits).invokestatic(Names.SHAPES, type.name().toLowerCase(Locale.ROOT),
            MethodTypeDesc.of(Names.SPECIES, CD_int));
        cob.putstatic(name, type.name(), Names.SPECIES);
    }

    void counts(ClassBuilder cb, LaneCode code, ClassDesc name) {
        boolean vector = form == Form.VECTOR;
        cb.withMethodBody("lanes", MethodTypeDesc.of(CD_int), ACC_PUBLIC, cob ->
            (vector ? VectorBody.lanes(cob, name, lanes(code)) : cob.iconst_1()).ireturn());
        cb.withMethodBody("reach", MethodTypeDesc.of(CD_int), ACC_PUBLIC, cob -> {
            if (vector && VectorBody.touchesBytes(code)) {
                cob.getstatic(name, "BYTES", Names.SPECIES)
                    .invokeinterface(Names.SPECIES, "length", MethodTypeDesc.of(CD_int)).ireturn();
            } else {
                (vector ? VectorBody.lanes(cob, name, lanes(code)) : cob.iconst_1()).ireturn();
            }
        });
    }
}
