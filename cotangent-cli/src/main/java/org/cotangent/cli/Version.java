package org.cotangent.cli;

import picocli.CommandLine.IVersionProvider;

/// The version of Cotangent and of the JVM that runs it.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        var version = Main.class.getPackage().getImplementationVersion();
        return new String[] {
            "cotangent " + (version == null ? "(not packaged)" : version),
            "JDK " + Runtime.version() + ", " + System.getProperty("java.vm.name"),
        };
    }
}
