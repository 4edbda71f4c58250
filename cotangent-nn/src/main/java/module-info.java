/// Layers, losses, optimisers and training.
module org.cotangent.nn {
    requires transitive org.cotangent;
    requires transitive org.cotangent.io;
    requires tools.jackson.databind;
}
