package org.cotangent.nn.train;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;

/// Numbers that say how well predictions fit. All take tensors that hold values (nothing here is differentiated).
public final class Metrics {
    private Metrics() {
    }

    /// The share of rows whose largest score is at the label: scores `[n, classes]`, labels integer `[n]`.
    public static double accuracy(Tensor scores, Tensor labels) {
        return topK(scores, labels, 1);
    }

    /// The share of rows whose label is among the `k` largest scores; of equal scores the earlier class counts first.
    public static double topK(Tensor scores, Tensor labels, int k) {
        var s = scores.toDoubleArray();
        var l = checked(scores, labels);
        int classes = (int) scores.size(1);
        long right = 0;
        for (int i = 0; i < l.length; i++) {
            int at = i * classes;
            double own = s[at + (int) l[i]];
            int label = (int) l[i];
            long before = IntStream.range(0, classes)
                    .filter(c -> s[at + c] > own || s[at + c] == own && c < label || Double.isNaN(own)).count();
            right += before < k ? 1 : 0;
        }
        return (double) right / l.length;
    }

    /// How often examples of class i (row) are taken for class j (column).
    public static long[][] confusion(Tensor scores, Tensor labels) {
        var l = checked(scores, labels);
        var guesses = Ops.argmax(scores, 1).toLongArray();
        int classes = (int) scores.size(1);
        var out = new long[classes][classes];
        for (int i = 0; i < l.length; i++) {
            out[(int) l[i]][(int) guesses[i]]++;
        }
        return out;
    }

    /// The mean over the classes of F1 = 2 tp / (2 tp + fp + fn), of a confusion matrix; a class without examples and
    /// without guesses counts 0.
    public static double f1(long[][] confusion) {
        double sum = 0;
        for (int c = 0; c < confusion.length; c++) {
            int k = c;
            long row = Arrays.stream(confusion[c]).sum();
            long column = Arrays.stream(confusion).mapToLong(r -> r[k]).sum();
            sum += row + column == 0 ? 0 : 2.0 * confusion[c][c] / (row + column);
        }
        return sum / confusion.length;
    }

    /// The area under the receiver's curve: the chance that an example labelled 1 has a larger score than one labelled
    /// 0, equal scores counted half. NaN where one of the labels does not occur.
    public static double auc(Tensor scores, Tensor labels) {
        var s = scores.toDoubleArray();
        var l = labels.toLongArray();
        sameCount(scores, labels);
        var order = IntStream.range(0, s.length).boxed().sorted(Comparator.comparingDouble(i -> s[i])).toList();
        double ranks = 0;
        long ones = 0;
        for (int i = 0; i < s.length;) {
            int to = i;
            while (to < s.length && s[order.get(to)] == s[order.get(i)]) {
                to++;
            }
            to = Math.max(to, i + 1);
            for (int j = i; j < to; j++) {
                if (l[order.get(j)] != 0) {
                    ranks += (i + 1 + to) / 2.0;
                    ones++;
                }
            }
            i = to;
        }
        return (ranks - ones * (ones + 1) / 2.0) / ((double) ones * (s.length - ones));
    }

    /// e to the mean cross-entropy of a token, in nats.
    public static double perplexity(double loss) {
        return Math.exp(loss);
    }

    /// The root of the mean squared difference.
    public static double rmse(Tensor predicted, Tensor wanted) {
        return Math.sqrt(squares(predicted, wanted) / wanted.shape().count());
    }

    /// 1 minus the squared differences over those of the mean of `wanted`; 1 is perfect, 0 no better than the mean.
    public static double r2(Tensor predicted, Tensor wanted) {
        var w = wanted.toDoubleArray();
        double mean = Arrays.stream(w).average().orElse(Double.NaN);
        return 1 - squares(predicted, wanted) / Arrays.stream(w).map(v -> (v - mean) * (v - mean)).sum();
    }

    private static double squares(Tensor predicted, Tensor wanted) {
        sameCount(predicted, wanted);
        var p = predicted.toDoubleArray();
        var w = wanted.toDoubleArray();
        return IntStream.range(0, p.length).mapToDouble(i -> (p[i] - w[i]) * (p[i] - w[i])).sum();
    }

    private static void sameCount(Tensor a, Tensor b) {
        if (a.shape().count() != b.shape().count()) {
            throw new ShapeException("compare predictions", a.type() + " and " + b.type(), "give as many of each");
        }
    }

    private static long[] checked(Tensor scores, Tensor labels) {
        var l = labels.toLongArray();
        if (scores.rank() != 2 || l.length == 0 || scores.size(0) != l.length) {
            throw new ShapeException("compare scores with labels", scores.type() + " and " + labels.type(),
                    "give scores [n, classes] and labels [n], n at least 1");
        }
        long worst = Arrays.stream(l).filter(v -> v < 0 || v >= scores.size(1)).findFirst().orElse(-1);
        if (Arrays.stream(l).anyMatch(v -> v < 0 || v >= scores.size(1))) {
            throw new ShapeException("compare scores with labels", "the label " + worst + " beside " + scores.size(1)
                    + " classes", "give labels from 0 to " + (scores.size(1) - 1));
        }
        return l;
    }
}
