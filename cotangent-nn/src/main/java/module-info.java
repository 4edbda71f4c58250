/// Layers, losses, optimisers and training.
module org.cotangent.nn {
    requires transitive org.cotangent;
    requires transitive org.cotangent.io;
    requires de.siegmar.fastcsv;
    requires java.desktop;
    requires java.net.http;
    requires tools.jackson.databind;

    exports org.cotangent.nn;
    exports org.cotangent.nn.cases;
    exports org.cotangent.nn.data;
    exports org.cotangent.nn.infer;
    exports org.cotangent.nn.optim;
    exports org.cotangent.nn.recipes;
    exports org.cotangent.nn.text;
    exports org.cotangent.nn.train;
    exports org.cotangent.nn.weights;

    opens org.cotangent.nn.infer to org.cotangent;
    opens org.cotangent.nn.recipes to org.cotangent;
    opens org.cotangent.nn.text to org.cotangent;
    opens org.cotangent.nn.train to org.cotangent;
}
