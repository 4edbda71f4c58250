/// Tensors in files: NPY, NPZ, safetensors; files that are never half written.
module org.cotangent.io {
    requires transitive org.cotangent;
    requires tools.jackson.core;

    exports org.cotangent.io;
}
