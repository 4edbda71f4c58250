package org.cotangent.codegen;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Locale;
import java.util.function.IntConsumer;
import org.cotangent.codegen.Emitter.Form;
import org.cotangent.lane.LaneCode;
import org.cotangent.lane.LaneOp;
import org.cotangent.lane.LaneProgram;
import org.cotangent.lane.LaneType;
import org.cotangent.lane.ReduceOp;
import org.cotangent.lane.ReductionTree;

/// Emits [ReduceKernel] classes: the body of any lane program (the bare input for a plain reduction) inside reducing
/// loops.
///
/// The accumulators of one pass are separate locals, and the body is written once for each of them; a program of many
/// operations therefore gives long methods, and one above 8,000 bytes is refused.
record ReduceEmitter(Form form, int bits) {
    private static final MethodTypeDesc ROWS = MethodTypeDesc.of(CD_void, Names.OBJECTS, Names.BITS, CD_Object,
        CD_int, CD_int, CD_int);
    private static final MethodTypeDesc ROWS_NATIVE = MethodTypeDesc.of(CD_void, Names.SEGMENTS, Names.BITS, CD_Object,
        CD_long, CD_int, CD_int);
    private static final MethodTypeDesc COLUMNS = MethodTypeDesc.of(CD_void, Names.OBJECTS, Names.BITS, CD_Object,
        CD_int, CD_int, CD_int, CD_int, CD_int);
    private static final MethodTypeDesc COLUMNS_NATIVE = MethodTypeDesc.of(CD_void, Names.SEGMENTS, Names.BITS,
        CD_Object, CD_long, CD_int, CD_int, CD_int, CD_int);
    private static final MethodTypeDesc SHORT_ROW = MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_int, CD_Object);
    private static final int UNROLL = 4;

    /// Whether the vector form can do it: calls leave the pass, which an accumulator cannot.
    static boolean hasVectorForm(LaneProgram program) {
        var code = LaneCode.of(program);
        return VectorBody.supports(code) && !code.has(LaneOp.CALL) && code.type() != LaneType.MASK;
    }

    byte[] emit(LaneProgram program, ReduceOp op, int singles, ClassDesc name) {
        var code = LaneCode.of(program);
        if (!op.takes(code.type()) || code.type() == LaneType.MASK) {
            throw new IllegalArgumentException(op + " of " + code.type() + " is not emitted");
        }
        if (form == Form.VECTOR && !hasVectorForm(program)) {
            throw new IllegalArgumentException("lane program " + program.name() + " has no vector form to reduce");
        }
        var file = ClassFile.of(ClassFile.DebugElementsOption.DROP_DEBUG);
        var bytes = file.build(name, cb -> build(cb, code, op, singles, name));
        Emitter.check(program, file, bytes);
        return bytes;
    }

    private void build(ClassBuilder cb, LaneCode code, ReduceOp op, int singles, ClassDesc name) {
        var parent = ReduceKernel.class.describeConstable().orElseThrow();
        cb.withFlags(ACC_PUBLIC | ACC_FINAL).withSuperclass(parent);
        cb.withMethodBody(ConstantDescs.INIT_NAME, MTD_void, ACC_PUBLIC, cob ->
            cob.aload(0).invokespecial(parent, ConstantDescs.INIT_NAME, MTD_void).return_());
        cb.withMethodBody("rows", ROWS, ACC_PUBLIC, cob -> new Loop(cob, code, op, singles, name, true).rows());
        cb.withMethodBody("columns", COLUMNS, ACC_PUBLIC, cob ->
            new Loop(cob, code, op, singles, name, true).columns());
        if (form == Form.VECTOR) {
            new Emitter(form, bits).species(cb, code, name);
            cb.withMethodBody("rowsOff", ROWS_NATIVE, ACC_PUBLIC,
                cob -> new Loop(cob, code, op, singles, name, false).rows());
            cb.withMethodBody("columnsOff", COLUMNS_NATIVE, ACC_PUBLIC, cob ->
                new Loop(cob, code, op, singles, name, false).columns());
        }
        cb.withMethodBody("merge", MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_int, CD_int), ACC_PUBLIC, cob ->
            new FoldEmitter(cob, code.type(), op).merge());
        cb.withMethodBody("shortRow", SHORT_ROW, ACC_PUBLIC, cob ->
            new FoldEmitter(cob, code.type(), op).shortRow());
        cb.withMethodBody("lanes", MethodTypeDesc.of(CD_int), ACC_PUBLIC, cob ->
            (form == Form.VECTOR ? VectorBody.lanes(cob, name, code.type()) : cob.iconst_1()).ireturn());
    }

    /// One reducing method in the making.
    private final class Loop {
        private final CodeBuilder cob;
        private final LaneType type;
        private final ReduceOp op;
        private final ClassDesc name;
        private final boolean heap;
        private final Frame frame;
        private final Body body;
        private final int shift;
        private final int place;
        private final int row;
        private final int column;
        private final int[] sum = new int[UNROLL];
        private int identity;

        Loop(CodeBuilder cob, LaneCode code, ReduceOp op, int singles, ClassDesc name, boolean heap) {
            this.cob = cob;
            this.type = code.type();
            this.op = op;
            this.name = name;
            this.heap = heap;
            this.shift = heap ? 0 : 1;
            this.frame = new Frame(cob, heap, true, 1, code.inputs(), singles, type);
            this.body = form == Form.VECTOR ? new VectorBody(cob, code, frame, singles, name)
                : new ScalarBody(cob, code, frame, singles);
            body.hoist();
            place = cob.allocateLocal(TypeKind.INT);
            row = cob.allocateLocal(TypeKind.INT);
            column = cob.allocateLocal(TypeKind.INT);
            hoistIdentity();
            for (int k = 0; k < UNROLL; k++) {
                sum[k] = cob.allocateLocal(kind());
            }
        }

        private TypeKind kind() {
            return form == Form.VECTOR ? TypeKind.REFERENCE : TypeKind.from(Names.scalar(type));
        }

        private void hoistIdentity() {
            identity = cob.allocateLocal(kind());
            if (form == Form.VECTOR) {
                cob.getstatic(name, type.name(), Names.SPECIES);
            }
            new FoldEmitter(cob, type, op).identity();
            if (form == Form.VECTOR) {
                cob.invokestatic(Names.vector(type), "broadcast",
                    MethodTypeDesc.of(Names.vector(type), Names.SPECIES, Names.scalar(type)));
            }
            cob.storeLocal(kind(), identity);
        }

        /// Parameter `k` after the place of the first element.
        private int parameter(int k) {
            return 5 + shift + k;
        }

        private CodeBuilder lanes() {
            return form == Form.VECTOR ? VectorBody.lanes(cob, name, type) : cob.iconst_1();
        }

        private CodeBuilder start() {
            return heap ? cob.iload(4) : cob.iconst_0();
        }

        private void combine() {
            if (form == Form.SCALAR) {
                new FoldEmitter(cob, type, op).combine();
            } else {
                var vector = Names.vector(type);
                cob.invokevirtual(vector, op.combine().name().toLowerCase(Locale.ROOT),
                    MethodTypeDesc.of(vector, Names.VECTOR));
            }
        }

        void rows() {
            int lanes = ReductionTree.lanes(type);
            var top = cob.newLabel();
            var end = cob.newLabel();
            cob.iconst_0().istore(column);
            cob.labelBinding(top).iload(column).loadConstant(lanes).if_icmpge(end);
            over(parameter(0), UNROLL, k -> cob.loadConstant(k * lanes).iadd(), () -> cob.loadConstant(4 * lanes));
            store(parameter(1), 0, () -> {
                cob.loadLocal(kind(), sum[0]).loadLocal(kind(), sum[2]);
                combine();
                cob.loadLocal(kind(), sum[1]).loadLocal(kind(), sum[3]);
                combine();
                combine();
            });
            cob.iload(column);
            lanes().iadd().istore(column).goto_(top).labelBinding(end).return_();
        }

        void columns() {
            cob.iconst_0().istore(column);
            columns(UNROLL);
            columns(1);
            cob.return_();
        }

        private void columns(int unroll) {
            var top = cob.newLabel();
            var end = cob.newLabel();
            cob.labelBinding(top).iload(column);
            lanes().loadConstant(unroll).imul().iadd().iload(parameter(2)).if_icmpgt(end);
            over(parameter(1), unroll, k -> lanes().loadConstant(k).imul().iadd(), () -> cob.iload(parameter(0)));
            for (int k = 0; k < unroll; k++) {
                int at = k;
                store(parameter(3), k, () -> cob.loadLocal(kind(), sum[at]));
            }
            cob.iload(column);
            lanes().loadConstant(unroll).imul().iadd().istore(column).goto_(top).labelBinding(end);
        }

        /// The loop over rows: `unroll` accumulators, each fed from the place that `shift` makes of the row's.
        private void over(int rows, int unroll, IntConsumer shift, Runnable stride) {
            for (int k = 0; k < unroll; k++) {
                cob.loadLocal(kind(), identity).storeLocal(kind(), sum[k]);
            }
            start().iload(column).iadd().istore(place).iconst_0().istore(row);
            var top = cob.newLabel();
            var end = cob.newLabel();
            cob.labelBinding(top).iload(row).iload(rows).if_icmpge(end);
            for (int k = 0; k < unroll; k++) {
                cob.iload(place);
                shift.accept(k);
                cob.istore(frame.index);
                body.element(end);
                cob.loadLocal(kind(), sum[k]);
                body.pushResult();
                combine();
                cob.storeLocal(kind(), sum[k]);
            }
            cob.iload(place);
            stride.run();
            cob.iadd().istore(place).iinc(row, 1).goto_(top).labelBinding(end);
        }

        /// Stores what `value` pushes in the partial results, `k` vectors after the column.
        private void store(int at, int k, Runnable value) {
            if (form == Form.SCALAR) {
                address(at, k);
                value.run();
                cob.arrayStore(TypeKind.from(Names.stored(type)));
            } else {
                value.run();
                address(at, k);
                cob.invokevirtual(Names.vector(type), "intoArray",
                    MethodTypeDesc.of(CD_void, Names.stored(type).arrayType(), CD_int));
            }
        }

        private void address(int at, int k) {
            frame.outputArray().iload(at).iload(column).iadd();
            lanes().loadConstant(k).imul().iadd();
        }
    }
}
