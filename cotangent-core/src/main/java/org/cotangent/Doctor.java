package org.cotangent;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.codegen.VectorShapes;
import org.cotangent.runtime.MatrixProducts;
import org.cotangent.runtime.Workers;
import org.cotangent.storage.Storage;

/// What Cotangent runs on in this JVM: which JDK, vectors, memory, threads and libraries are in use, and why not
/// others.
public final class Doctor {
    /// One thing that was looked at.
    ///
    /// @param topic what it is about: jdk, vectors, storage, workers, products, device
    /// @param name what was looked at
    /// @param used whether it is in use
    /// @param detail version, size or place
    /// @param remedy why it is not used and what would change that; empty where all is well
    public record Item(String topic, String name, boolean used, String detail, String remedy) {
    }

    private Doctor() {
    }

    /// Looks at everything.
    public static List<Item> report() {
        var items = new ArrayList<Item>();
        items.add(jdk());
        items.add(vectors());
        var use = Storage.use();
        items.add(new Item("storage", "tensors", true, "at most " + mebibytes(use.budget()) + " MiB for large tensors, "
                + mebibytes(Runtime.getRuntime().maxMemory()) + " MiB of Java heap", ""));
        items.add(new Item("workers", "threads", true, Workers.threads() + " of "
                + Runtime.getRuntime().availableProcessors() + " processors", ""));
        var products = MatrixProducts.products();
        for (var p : products.providers()) {
            boolean used = products.gemm().name().startsWith(p.name());
            items.add(new Item("products", p.name(), used, p.available() ? p.version() + ", " + p.where() : "",
                    p.available() ? used ? "" : "not the fastest here" : p.why()));
        }
        var machine = System.getProperty("os.arch") + ", " + System.getProperty("os.name");
        if (Devices.count() == 1) {
            items.add(new Item("device", "cpu", true, machine, ""));
        } else {
            Devices.all().forEach(d -> items.add(new Item("device", d.toString(), true, machine + ", a share of "
                    + Workers.threads() + " threads", "")));
        }
        return items;
    }

    private static Item jdk() {
        var version = Runtime.version();
        boolean old = version.feature() == 25 && version.interim() == 0 && version.update() < 3;
        return new Item("jdk", System.getProperty("java.vendor"), true, version + ", "
                + System.getProperty("java.home"),
                old ? "before 25.0.3 native calls on heap arrays are unsafe and not used: install 25.0.3 or newer"
                : "");
    }

    private static Item vectors() {
        boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return present ? new Item("vectors", "jdk.incubator.vector", true, VectorShapes.bits(0) + " bits", "")
                : new Item("vectors", "jdk.incubator.vector", false, "",
                "start Java with --add-modules jdk.incubator.vector");
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }
}
