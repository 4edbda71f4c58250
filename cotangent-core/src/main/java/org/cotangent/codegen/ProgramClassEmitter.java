package org.cotangent.codegen;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.classfile.ClassFile.ACC_VARARGS;
import static java.lang.constant.ConstantDescs.CLASS_INIT_NAME;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.MethodParameterInfo;
import java.lang.classfile.attribute.MethodParametersAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// Emits the class by which Java code calls a program: static methods `apply` over tensors and over Java's own arrays
/// and numbers.
public final class ProgramClassEmitter {
    /// Arguments of a method at most; those of a program with more go into one array.
    private static final int MOST = 100;
    private static final ClassDesc PROGRAM = ClassDesc.of("org.cotangent.CompiledProgram");
    private static final ClassDesc TENSOR = Tensor.class.describeConstable().orElseThrow();
    private static final ClassDesc TENSORS = TENSOR.arrayType();
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(TENSORS, TENSORS);

    private final ClassDesc name;
    private final List<String> inputs;
    private final List<TensorType> types;
    private final List<TensorType> results;

    /// A class of this name for a program with these inputs and results.
    public ProgramClassEmitter(String name, List<String> inputs, List<TensorType> types, List<TensorType> results) {
        this.name = ClassDesc.of(name);
        this.inputs = List.copyOf(inputs);
        this.types = List.copyOf(types);
        this.results = List.copyOf(results);
    }

    /// The class file.
    public byte[] emit() {
        return ClassFile.of().build(name, this::build);
    }

    private void build(ClassBuilder cb) {
        cb.withFlags(ACC_PUBLIC | ACC_FINAL);
        cb.withField("PROGRAM", PROGRAM, ACC_PRIVATE | ACC_STATIC | ACC_FINAL);
        cb.withMethodBody(INIT_NAME, MTD_void, ACC_PRIVATE, cob -> cob.aload(0)
            .invokespecial(ConstantDescs.CD_Object, INIT_NAME, MTD_void).return_());
        cb.withMethodBody(CLASS_INIT_NAME, MTD_void, ACC_STATIC, cob -> cob.loadConstant(name)
            .invokestatic(PROGRAM, "open", MethodTypeDesc.of(PROGRAM, ConstantDescs.CD_Class))
            .putstatic(name, "PROGRAM", PROGRAM).return_());
        cb.withMethodBody("program", MethodTypeDesc.of(PROGRAM), ACC_PUBLIC | ACC_STATIC, cob -> program(cob)
            .areturn());
        cb.withMethodBody("run", RUN, ACC_PUBLIC | ACC_STATIC | ACC_VARARGS, cob -> program(cob).aload(0)
            .invokevirtual(PROGRAM, "run", RUN).areturn());
        if (types.size() <= MOST) {
            tensors(cb);
            var result = javaResult();
            if (!types.isEmpty() && result != null) {
                arrays(cb, result);
            }
        }
    }

    private CodeBuilder program(CodeBuilder cob) {
        return cob.getstatic(name, "PROGRAM", PROGRAM);
    }

    private void tensors(ClassBuilder cb) {
        boolean one = results.size() == 1;
        var parameters = types.stream().map(_ -> TENSOR).toArray(ClassDesc[]::new);
        method(cb, MethodTypeDesc.of(one ? TENSOR : TENSORS, parameters), cob -> {
            program(cob).loadConstant(types.size()).anewarray(TENSOR);
            for (int i = 0; i < types.size(); i++) {
                cob.dup().loadConstant(i).aload(i).aastore();
            }
            cob.invokevirtual(PROGRAM, "run", RUN);
            (one ? cob.iconst_0().aaload() : cob).areturn();
        });
    }

    private void arrays(ClassBuilder cb, ClassDesc result) {
        var parameters = types.stream().map(ProgramClassEmitter::java).toArray(ClassDesc[]::new);
        method(cb, MethodTypeDesc.of(result, parameters), cob -> {
            program(cob).dup().loadConstant(types.size()).anewarray(TENSOR);
            int slot = 0;
            for (int i = 0; i < types.size(); i++) {
                var kind = TypeKind.from(parameters[i]);
                program(cob.dup().loadConstant(i)).loadConstant(i).loadLocal(kind, slot);
                box(cob, parameters[i]).invokevirtual(PROGRAM, "input",
                    MethodTypeDesc.of(TENSOR, ConstantDescs.CD_int, ConstantDescs.CD_Object)).aastore();
                slot += kind.slotSize();
            }
            cob.invokevirtual(PROGRAM, "run", RUN).invokevirtual(PROGRAM, "output",
                MethodTypeDesc.of(ConstantDescs.CD_Object, TENSORS));
            unbox(cob, result).return_(TypeKind.from(result));
        });
    }

    private void method(ClassBuilder cb, MethodTypeDesc type, java.util.function.Consumer<CodeBuilder> body) {
        cb.withMethod("apply", type, ACC_PUBLIC | ACC_STATIC, mb -> {
            var names = new ArrayList<MethodParameterInfo>();
            inputs.forEach(n -> names.add(MethodParameterInfo.ofParameter(Optional.of(n), 0)));
            mb.with(MethodParametersAttribute.of(names));
            mb.withCode(body);
        });
    }

    /// The Java type of what the program gives: of one result its own, of several an array of arrays of one type, or
    /// null.
    private ClassDesc javaResult() {
        if (results.size() == 1) {
            return java(results.getFirst());
        }
        var kinds = results.stream().map(t -> element(t.dtype())).distinct().toList();
        return kinds.size() == 1 ? kinds.getFirst().arrayType().arrayType() : null;
    }

    private static ClassDesc java(TensorType t) {
        return t.rank() == 0 ? element(t.dtype()) : element(t.dtype()).arrayType();
    }

    private static ClassDesc element(DType d) {
        return switch (d) {
            case BOOL -> ConstantDescs.CD_boolean;
            case INT32 -> ConstantDescs.CD_int;
            case INT64 -> ConstantDescs.CD_long;
            case FLOAT16, BFLOAT16, FLOAT32 -> ConstantDescs.CD_float;
            case FLOAT64 -> ConstantDescs.CD_double;
        };
    }

    private static ClassDesc boxed(ClassDesc primitive) {
        return switch (primitive.descriptorString()) {
            case "Z" -> ConstantDescs.CD_Boolean;
            case "I" -> ConstantDescs.CD_Integer;
            case "J" -> ConstantDescs.CD_Long;
            case "F" -> ConstantDescs.CD_Float;
            default -> ConstantDescs.CD_Double;
        };
    }

    private static CodeBuilder box(CodeBuilder cob, ClassDesc type) {
        return !type.isPrimitive() ? cob
            : cob.invokestatic(boxed(type), "valueOf", MethodTypeDesc.of(boxed(type), type));
    }

    private static CodeBuilder unbox(CodeBuilder cob, ClassDesc type) {
        return type.isPrimitive() ? cob.checkcast(boxed(type)).invokevirtual(boxed(type), type.displayName() + "Value",
            MethodTypeDesc.of(type)) : cob.checkcast(type);
    }
}
