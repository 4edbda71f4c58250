package org.cotangent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotangent.Control.*;
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.junit.jupiter.api.Test;

/// Loops that are differentiated within a number of bytes.
class LoopMemoryTest {
    record Walk(Tensor i, Tensor x) {
    }

    private static final Tensor X = sin(arange(4, DType.FLOAT64));

    private static Fn1<Tensor, Tensor> walk(int n, long bytes) {
        return a -> sum(whileLoop(Loop.named("walk").keeping(Keep.bytes(bytes)), (Walk w) -> w.i().lt(n),
                w -> new Walk(w.i().add(1), sin(w.x()).mul(a).add(X)), new Walk(reshape(tensor(0L)), X)).x());
    }

    private static Fn1<Tensor, Tensor> java(int n) {
        return a -> {
            Tensor x = X;
            for (int i = 0; i < n; i++) {
                x = sin(x).mul(a).add(X);
            }
            return sum(x);
        };
    }

    private static void close(Tensor got, Tensor want) {
        assertThat(allClose(got, want, 1e-10, 1e-12)).as(got + " and " + want).isTrue();
    }

    /// From everything kept down to two states on each of many levels.
    @Test
    void everyBudgetGivesTheSameGradient() {
        var a = fullLike(X, 0.9);
        for (int n : new int[] {1, 2, 3, 7, 64, 100}) {
            var want = grad(java(n)).apply(a);
            Fn1<Tensor, Tensor> slope = y -> sum(square(grad(java(n)).apply(y)));
            for (long bytes : new long[] {1, 200, 400, 1000, 1 << 20}) {
                close(grad(walk(n, bytes)).apply(a), want);
                if (n < 64) {
                    Fn1<Tensor, Tensor> g = y -> sum(square(grad(walk(n, bytes)).apply(y)));
                    close(grad(g).apply(a), grad(slope).apply(a));
                    close(jvp(g).apply(a, X).tangent(), jvp(slope).apply(a, X).tangent());
                }
            }
        }
    }

    /// 8,000 bytes a state, 40,000 iterations: 320 MB if all were kept.
    @Test
    void aLongWhileKeepsToItsBudget() {
        var plans = listen(() -> {
            var x = sin(arange(1000, DType.FLOAT64));
            Fn1<Tensor, Tensor> f = a -> sum(whileLoop(Loop.named("long").keeping(Keep.bytes(4 << 20)),
                    (Walk w) -> w.i().lt(40_000), w -> new Walk(w.i().add(1), sin(w.x()).mul(a).add(x)),
                    new Walk(reshape(tensor(0L)), x)).x());
            assertThat(grad(f).apply(fullLike(x, 0.5)).size(0)).isEqualTo(1000);
        });
        var said = Pattern.compile("(\\d+) levels of (\\d+) states of (\\d+) bytes").matcher(plans);
        assertThat(said.find()).as(plans).isTrue();
        long states = Long.parseLong(said.group(1)) * Long.parseLong(said.group(2));
        assertThat(states * Long.parseLong(said.group(3))).isLessThanOrEqualTo(4 << 20);
    }

    @Test
    void aHundredThousandStepsWithinTwentyThousandBytes() {
        var loop = Loop.named("long").keeping(Keep.bytes(20_000));
        Fn1<Tensor, Tensor> f = a -> fori(loop, 100_000, zerosLike(a), (i, x) -> sin(x).mul(0.9).add(a));
        double a = 0.3;
        double x = 0;
        double slope = 0;
        for (int i = 0; i < 100_000; i++) {
            slope = 0.9 * Math.cos(x) * slope + 1;
            x = 0.9 * Math.sin(x) + a;
        }
        close(grad(f).apply(reshape(tensor(a))), reshape(tensor(slope)));
    }

    private static String listen(Runnable body) {
        List<String> said = new ArrayList<>();
        var logger = Logger.getLogger("org.cotangent.loops");
        var handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                said.add(record.getMessage());
            }

            @Override
            public void flush() {
            }

            @Override
            public void close() {
            }
        };
        logger.setLevel(Level.FINE);
        logger.addHandler(handler);
        try {
            body.run();
        } finally {
            logger.removeHandler(handler);
            logger.setLevel(null);
        }
        return String.join("\n", said);
    }
}
