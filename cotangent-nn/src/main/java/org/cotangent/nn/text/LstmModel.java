package org.cotangent.nn.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Embedding;
import org.cotangent.nn.LstmCell;
import org.cotangent.nn.Passed;
import org.cotangent.nn.Recurrent;

/// A recurrent network that continues texts: LSTMs one above the other, each a loop over the tokens.
///
/// @param tokens a row for each token, `[vocabulary, in]`
/// @param layers the LSTMs
/// @param output scores of the last one's results
public record LstmModel(Embedding tokens, List<Recurrent<LstmCell.Carry>> layers, Dense output)
        implements LanguageModel<List<LstmCell.Carry>> {
    /// With rows of `in` features, and so many LSTMs of `width`.
    public static LstmModel of(Tensor key, long vocabulary, long in, long width, int layers) {
        var keys = Ops.unstack(Ops.split(key, layers + 2), 0);
        return new LstmModel(Embedding.of(keys.get(0), vocabulary, in),
                IntStream.range(0, layers).mapToObj(i -> Recurrent.of(LstmCell.of(keys.get(i + 2), i == 0 ? in : width,
                        width))).toList(), Dense.of(keys.get(1), width, vocabulary));
    }

    /// Scores for `tokens`: `[n]` or `[batch, n]`, as described in [LanguageModel].
    @Override
    public Tensor apply(Tensor ids) {
        if (ids.rank() == 1) {
            return next(ids, memory()).result();
        }
        if (ids.rank() != 2) {
            throw new ShapeException("read tokens one after the other", ids.type().toString(),
                    "give tokens [n] or [batch, n]");
        }
        return Ops.swapAxes(run(Ops.swapAxes(tokens.apply(ids), 0, 1), start(ids.size(0))).result(), 0, 1);
    }

    private List<LstmCell.Carry> start(long... leading) {
        return layers.stream().map(l -> l.cell().zero(leading)).toList();
    }

    @Override
    public List<LstmCell.Carry> memory() {
        return start();
    }

    @Override
    public Passed<List<LstmCell.Carry>> next(Tensor ids, List<LstmCell.Carry> memory) {
        return run(tokens.apply(ids), memory);
    }

    private Passed<List<LstmCell.Carry>> run(Tensor xs, List<LstmCell.Carry> before) {
        var x = xs;
        var after = new ArrayList<LstmCell.Carry>();
        for (int i = 0; i < layers.size(); i++) {
            var passed = layers.get(i).run(x, before.get(i));
            x = passed.result();
            after.add(passed.state());
        }
        return new Passed<>(output.apply(x), List.copyOf(after));
    }
}
