/// The laws that every operation must satisfy, as a library for people who add operations.
module org.cotangent.testkit {
    requires transitive org.cotangent;
    requires tools.jackson.databind;

    exports org.cotangent.testkit;
    exports org.cotangent.testkit.vectors;
}
