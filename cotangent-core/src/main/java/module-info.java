/// Tensors, graphs of operations, their derivatives, and the compiler that runs them.
///
/// The Vector API is optional at run time: add `--add-modules jdk.incubator.vector` to the command line to have it.
module org.cotangent {
    requires static jdk.incubator.vector;

    exports org.cotangent.lane;
}
