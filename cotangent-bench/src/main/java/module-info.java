/// Workloads by which Cotangent is compared with other libraries, and the clock that measures them.
module org.cotangent.bench {
    requires static jdk.incubator.vector;
    requires java.management;
    requires transitive org.cotangent;

    exports org.cotangent.bench;
    opens org.cotangent.bench to org.cotangent;
}
