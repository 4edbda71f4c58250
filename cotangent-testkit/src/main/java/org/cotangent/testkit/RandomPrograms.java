package org.cotangent.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.cotangent.core.DType;
import org.cotangent.core.Tensor;
import org.cotangent.core.TensorType;

/// Draws programs from a seed, tries a law on them, and makes a program that breaks it as small as it can.
public final class RandomPrograms {
    private static final long[][] SHAPES = {{}, {3}, {1}, {2, 3}, {3, 1}, {1, 3}, {2, 1, 3}, {2, 2}};

    private RandomPrograms() {
    }

    /// The program of a seed: one to three inputs of dtype `dtype` and up to `most` steps.
    public static RandomProgram draw(long seed, DType dtype, int most) {
        var random = new SplittableRandom(seed);
        var inputs = new ArrayList<TensorType>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            inputs.add(TensorType.of(dtype, SHAPES[random.nextInt(SHAPES.length)]));
        }
        var program = new RandomProgram(List.copyOf(inputs), List.of(), seed);
        var values = new ArrayList<>(numbers(program));
        var steps = new ArrayList<RandomProgram.Step>();
        int wanted = 1 + random.nextInt(most);
        for (int tries = 0; steps.size() < wanted && tries < 50 * wanted; tries++) {
            var words = Vocabulary.values();
            var word = words[random.nextInt(words.length)];
            var operands = new ArrayList<Integer>();
            for (int k = 0; k < word.arity(); k++) {
                operands.add(near(random, values.size()));
            }
            if (word.takes(operands.stream().map(o -> values.get(o).type()).toList())) {
                steps.add(new RandomProgram.Step(word, List.copyOf(operands)));
                values.add(word.apply(operands.stream().map(values::get).toList()));
            }
        }
        return new RandomProgram(program.inputs(), List.copyOf(steps), seed);
    }

    /// A late value more often than an early one, but any at times.
    private static int near(SplittableRandom random, int n) {
        return random.nextInt(3) == 0 ? random.nextInt(n) : Math.max(random.nextInt(n), random.nextInt(n));
    }

    /// The numbers at which a program is tried.
    public static List<Tensor> numbers(RandomProgram program) {
        var random = new SplittableRandom(program.seed() ^ 0x5DEECE66DL);
        return program.inputs().stream().map(t -> Numbers.random(t, random, -1.7, 1.7)).toList();
    }

    /// Tries a law.
    ///
    /// @throws LawBroken with the smallest program found that breaks it
    public static void check(RandomProgram program, Consumer<RandomProgram> law) {
        var broken = fault(program, law);
        if (broken == null) {
            return;
        }
        var small = shrink(program, law);
        var error = new LawBroken("a law", small, fault(small, law) + "; shrunk from " + program.steps().size()
                + " steps");
        error.initCause(broken);
        throw error;
    }

    private static Throwable fault(RandomProgram program, Consumer<RandomProgram> law) {
        try {
            law.accept(program);
            return null;
        } catch (RuntimeException | AssertionError e) {
            return e;
        }
    }

    /// Takes steps away, from the last on, as long as the law stays broken.
    public static RandomProgram shrink(RandomProgram program, Consumer<RandomProgram> law) {
        var best = program;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (int i = best.steps().size() - 1; i >= 0; i--) {
                var types = best.values(numbers(best)).stream().map(Tensor::type).toList();
                var next = best.without(i, types);
                if (next != null && runs(next) && fault(next, law) != null) {
                    best = next;
                    smaller = true;
                }
            }
        }
        return best;
    }

    private static boolean runs(RandomProgram program) {
        try {
            return !program.values(numbers(program)).isEmpty();
        } catch (RuntimeException e) {
            return false;
        }
    }
}
