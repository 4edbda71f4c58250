package org.cotangent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotangent.core.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulePathTest {
    private static final String NOTICE = "WARNING: Using incubator modules: jdk.incubator.vector";

    @TempDir
    private Path folder;

    @Test
    void aModularProgramRunsWithoutFlagsAndWithoutWarnings() throws Exception {
        var run = start();
        assertThat(run.err).isEmpty();
        assertThat(run.out).isEqualTo("3.0 12.0 27.0 3.0 12.0 27.0 ");
        assertThat(run.status).isZero();
    }

    @Test
    void aModularProgramRunsWithTheVectorApi() throws Exception {
        var run = start("--add-modules", "jdk.incubator.vector");
        assertThat(run.err).isEqualToIgnoringNewLines(NOTICE);
        assertThat(run.out).isEqualTo("3.0 12.0 27.0 3.0 12.0 27.0 ");
        assertThat(run.status).isZero();
    }

    @Test
    void theCoreRequiresTheJdkAlone() throws Exception {
        var core = ModuleFinder.of(home(Tensor.class)).find("org.cotangent").orElseThrow().descriptor();
        assertThat(core.requires()).allMatch(r -> r.name().startsWith("java.") || r.name().startsWith("jdk."));
    }

    @Test
    void theUpperFloorsStayClosed() throws Exception {
        var core = ModuleFinder.of(home(Tensor.class)).find("org.cotangent").orElseThrow().descriptor();
        assertThat(core.exports().stream().filter(e -> !e.isQualified()).map(ModuleDescriptor.Exports::source))
                .contains("org.cotangent", "org.cotangent.core")
                .doesNotContain("org.cotangent.trace", "org.cotangent.rewrite", "org.cotangent.schedule",
                        "org.cotangent.codegen", "org.cotangent.runtime");
    }

    private record Run(int status, String out, String err) {}

    private Run start(String... flags) throws IOException, InterruptedException, URISyntaxException {
        var modules = home(Tensor.class) + File.pathSeparator + home(Program.class);
        var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-p", modules));
        command.addAll(List.of(flags));
        command.addAll(List.of("-m", "org.cotangent.it/org.cotangent.it.Program"));
        var out = folder.resolve("out").toFile();
        var err = folder.resolve("err").toFile();
        var builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
        // These add lines of their own to standard error.
        List.of("JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS").forEach(builder.environment()::remove);
        var process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Run(process.waitFor(), Files.readString(out.toPath()), Files.readString(err.toPath()));
    }

    private static Path home(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
