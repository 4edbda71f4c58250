package org.cotangent.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.cotangent.Devices;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The `cotangent` command: hands the command line to the commands and turns what comes back into an exit status.
@Command(
        name = "cotangent",
        description = "Computation graphs and automatic differentiation for the JVM.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {GradCommand.class, CheckCommand.class, ExplainCommand.class, ExploreCommand.class,
            InspectCommand.class, CompileCommand.class, TrainCommand.class, VectorsCommand.class, BenchCommand.class,
            DoctorCommand.class, DataCommand.class, CompletionCommand.class})
public final class Main implements Runnable {
    /// Exit status: the work was done.
    public static final int DONE = 0;
    /// Exit status: the work was done and something in it failed.
    public static final int FAILED = 1;
    /// Exit status: the command line, the program or a file was unusable.
    public static final int UNUSABLE = 2;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print stack traces of errors.")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    @Option(names = "--devices", paramLabel = "N", scope = ScopeType.INHERIT,
            description = "Show the processor as N devices, to which programs move tensors by place(x, i).")
    private void devices(int count) {
        if (count >= 1 && count <= 64) {
            System.setProperty("cotangent.devices", Integer.toString(count));
        }
        if (count < 1 || count > 64 || Devices.count() != count) {
            throw new ParameterException(spec.commandLine(), "--devices " + count + ": give 1 to 64, once, first");
        }
    }

    private Main() {
    }

    /// Runs the command line and ends the JVM with its exit status.
    public static void main(String[] args) {
        StandardError.restore();
        int status = run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args);
        System.out.flush();
        System.err.flush();
        System.exit(status);
    }

    /// Runs the command line on the given streams; the exit status.
    static int run(PrintWriter out, PrintWriter err, String... args) {
        var main = new Main();
        var command = new CommandLine(main);
        // `@file` is a program or a tensor here, and `-x^2` is a program.
        command.setExpandAtFiles(false);
        command.setUnmatchedOptionsArePositionalParams(true);
        try {
            return execute(main, command, out, err, args);
        } catch (OutOfMemoryError | StackOverflowError e) {
            Errors.print(e, err, main.debug);
            return UNUSABLE;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private static int execute(Main main, CommandLine command, PrintWriter out, PrintWriter err, String... args) {
        return command
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::badCommandLine)
                .setExecutionExceptionHandler(main::failed)
                .execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing; cotangent --help lists them");
    }

    private static int badCommandLine(ParameterException e, String[] args) {
        var message = new StringBuilder("cotangent: ").append(e.getMessage().lines().collect(Collectors.joining(" ")));
        var near = e instanceof UnmatchedArgumentException u ? u.getSuggestions() : List.<String>of();
        if (!near.isEmpty()) {
            message.append("; did you mean ").append(String.join(" or ", near.subList(0, Math.min(3, near.size()))))
                    .append('?');
        }
        e.getCommandLine().getErr().println(message);
        return UNUSABLE;
    }

    private int failed(Exception e, CommandLine command, ParseResult parsed) {
        Errors.print(e, command.getErr(), debug);
        return UNUSABLE;
    }
}
