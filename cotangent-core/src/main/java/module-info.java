/// Tensors, graphs of operations, their derivatives, and the compiler that runs them.
///
/// The Vector API is optional at run time: add `--add-modules jdk.incubator.vector` to the command line to have it.
module org.cotangent {
    requires static jdk.incubator.vector;

    exports org.cotangent;
    exports org.cotangent.core;
    exports org.cotangent.explain;
    exports org.cotangent.graph;
    exports org.cotangent.lane;
    exports org.cotangent.op;
    exports org.cotangent.program;
    exports org.cotangent.storage;

    uses org.cotangent.core.Kernels;
    uses org.cotangent.core.Variable.Puller;
    uses org.cotangent.lane.ProgramSource;

    provides org.cotangent.core.Variable.Puller with org.cotangent.trace.VariablePuller;
    provides org.cotangent.core.Kernels with org.cotangent.runtime.FastKernels;
    provides org.cotangent.lane.ProgramSource with org.cotangent.op.OpPrograms;
}
