/// Tensors in files.
module org.cotangent.io {
    requires transitive org.cotangent;
    requires tools.jackson.databind;
}
