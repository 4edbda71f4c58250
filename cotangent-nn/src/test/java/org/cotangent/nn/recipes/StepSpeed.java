package org.cotangent.nn.recipes;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.Aux;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Reduction;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Leaves;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.data.DrawnDigits.Digit;
import org.cotangent.nn.data.Examples;
import org.cotangent.nn.data.Windows.Piece;
import org.cotangent.nn.optim.Optimiser;
import org.cotangent.nn.text.Gpt;
import org.cotangent.nn.train.Callback;
import org.cotangent.nn.train.Settings;
import org.cotangent.nn.train.Task;
import org.cotangent.nn.train.Trainer;

/// Whole training steps of the recipes `chargpt` and `digits` on one batch again and again, as the loop runs them:
/// their losses and their milliseconds.
///
/// A plain main for a quiet machine: `chargpt|digits|digits-plain [SECONDS] [FOLDER]`; `digits-plain` leaves out what
/// is random, so that losses can be compared. First weights and batch are written into the folder, big-endian float32
/// and int32, for other programs to begin from. What it printed stands in docs/performance.md.
public final class StepSpeed {
    private static final int LETTERS = 65;
    private static final int PIECES = 12;
    private static final int CONTEXT = 64;
    private static final int PICTURES = 64;
    private static final int SHOWN = 5;
    private static final double SMOOTHING = 0.02;
    private static final long STEPS = 1 << 20;

    private StepSpeed() {
    }

    private static final class TimeIsUp extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// Prints the first losses, then times the steps of the second half of the seconds.
    private static final class Timing implements Callback {
        private final double seconds;
        private final long start = System.nanoTime();
        private final double[] times = new double[(int) STEPS];
        private int n;
        private long last;

        Timing(double seconds) {
            this.seconds = seconds;
        }

        @Override
        public void stepped(Step s) {
            long now = System.nanoTime();
            if (s.step() <= SHOWN) {
                System.out.printf("loss %d: %.7f%n", s.step(), s.loss());
            }
            double passed = (now - start) / 1e9;
            if (last > 0 && passed > seconds / 2) {
                times[n++] = (now - last) / 1e6;
            }
            last = now;
            if (passed > seconds) {
                throw new TimeIsUp();
            }
        }

        void print(String what) {
            var sorted = Arrays.copyOf(times, n);
            Arrays.sort(sorted);
            System.out.printf("%s: %d steps, median %.2f ms, least %.2f%n", what, n, sorted[n / 2], sorted[0]);
        }
    }

    private static <P, S, B> void time(String what, Task<P, S, B> task, Optimiser optimiser, B batch, double seconds) {
        var timing = new Timing(seconds);
        try {
            Trainer.of(task, optimiser, Examples.of(Collections.nCopies((int) STEPS, batch)), Settings.epochs(1))
                    .telling(List.of(timing)).run();
        } catch (TimeIsUp _) {
            timing.print(what);
        }
    }

    private static void written(String[] args, Object weights, Object batch) throws IOException {
        if (args.length < 3) {
            return;
        }
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(Path.of(args[2],
                args[0]))))) {
            for (var leaf : Leaves.of(List.of(weights, batch))) {
                for (double x : leaf.toDoubleArray()) {
                    if (leaf.dtype().isFloat()) {
                        out.writeFloat((float) x);
                    } else {
                        out.writeInt((int) x);
                    }
                }
            }
        }
        Leaves.paths(weights).forEach(System.out::println);
    }

    private static void chargpt(String[] args, double seconds) throws IOException {
        var recipe = new CharGpt();
        var tokens = Ops.randint(Ops.key(2), 0, LETTERS, PIECES, CONTEXT).to(DType.INT32);
        var batch = new Piece(tokens, Ops.roll(tokens, -1, 1));
        written(args, recipe.begun(0, LETTERS), batch);
        time(args[0], new Task<Gpt, Object, Piece>() {
            @Override
            public Gpt params() {
                return recipe.begun(0, LETTERS);
            }

            @Override
            public Aux<Object> loss(Gpt model, Object none, Piece piece, Tensor key) {
                return new Aux<>(Ops.crossEntropy(model.train(piece.inputs(), key), piece.targets()), null);
            }
        }, recipe.optimiser(), batch, seconds);
    }

    private static void digits(String[] args, double seconds) throws IOException {
        var pictures = Pictures.drawn(0);
        var task = new DigitsTask(pictures, 0);
        var batch = pictures.learn().gather(LongStream.range(0, PICTURES).toArray());
        written(args, task.params(), batch);
        var optimiser = Digits.optimiser(pictures);
        if (args[0].equals("digits")) {
            time(args[0], task, optimiser, batch, seconds);
            return;
        }
        time(args[0], new Task<Sequential, List<Object>, Digit>() {
            @Override
            public Sequential params() {
                return task.params();
            }

            @Override
            public List<Object> state() {
                return task.state();
            }

            @Override
            public Aux<List<Object>> loss(Sequential net, List<Object> state, Digit one, Tensor key) {
                var x = one.picture().reshape(PICTURES, 1, pictures.side(), pictures.side());
                return new Aux<>(Ops.crossEntropy(net.apply(x), one.label(), SMOOTHING, Reduction.MEAN), state);
            }
        }, optimiser, batch, seconds);
    }

    public static void main(String[] args) throws IOException {
        double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 16;
        if (args[0].equals("chargpt")) {
            chargpt(args, seconds);
        } else {
            digits(args, seconds);
        }
    }
}
