/// The laws that every operation must satisfy, as a library for people who add operations.
module org.cotangent.testkit {
    requires transitive org.cotangent;

    exports org.cotangent.testkit;
}
