package org.cotangent.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/// `cotangent completion`: the script that completes the command line in bash and zsh.
@Command(name = "completion",
        description = "Print a completion script for bash and zsh: source <(cotangent completion)")
final class CompletionCommand extends CommonCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        var root = spec().root().commandLine();
        root.getOut().print(AutoComplete.bash("cotangent", root));
        return Main.DONE;
    }
}
