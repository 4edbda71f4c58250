/// The `cotangent` command.
module org.cotangent.cli {
    requires org.cotangent;
    requires org.cotangent.bench;
    requires org.cotangent.io;
    requires org.cotangent.explorer;
    requires org.cotangent.nn;
    requires org.cotangent.testkit;
    requires info.picocli;
    requires tools.jackson.databind;

    opens org.cotangent.cli to info.picocli;
}
