/// The explorer of computation graphs.
module org.cotangent.explorer {
    requires transitive org.cotangent;
    requires tools.jackson.databind;
    requires jdk.httpserver;
}
