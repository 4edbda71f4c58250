package org.cotangent.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One step of each workload under JMH, compiled and eager.
@State(Scope.Benchmark)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class WorkloadBenchmark {
    /// How the program runs.
    @Param({"COMPILED", "EAGER"})
    public String mode;

    /// Which workload.
    @Param({"W1-1000", "W1-100000", "W1-10000000", "W1s-1000", "W1s-100000", "W1s-10000000", "W2f-128", "W2f-512",
        "W2f-1024", "W2f-2048", "W2g-128", "W2g-512", "W2g-1024", "W2g-2048", "W3-32", "W3-512", "W3-small", "W4", "W5",
        "W6", "W7-loop", "W7-scan", "W7-whole", "W8", "W8h", "W9-scalars", "W9-leaves", "W9-fori", "W9-vmap"})
    public String workload;

    private Work work;

    /// Puts the inputs in place and compiles.
    @Setup
    public void prepare() {
        work = Workloads.named(List.of(workload)).getFirst().work().apply(Mode.valueOf(mode));
        work.step().get();
        work.compiled().ifPresent(f -> f.compileNow());
    }

    /// One step; its results.
    @Benchmark
    public Object step() {
        return work.step().get();
    }
}
