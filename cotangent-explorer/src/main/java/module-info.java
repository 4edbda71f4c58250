/// The explorer of computation graphs: a page on which a graph is looked at, stepped and explained.
module org.cotangent.explorer {
    requires transitive org.cotangent;
    requires tools.jackson.databind;
    requires jdk.httpserver;

    exports org.cotangent.explorer;
}
