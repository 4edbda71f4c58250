package org.cotangent.nn.text;

import org.cotangent.core.ShapeException;
import org.cotangent.nn.Activation;

/// How large a [Gpt] is.
///
/// @param vocabulary how many different tokens there are
/// @param most       the most tokens it sees at once
/// @param width      features of a token; the heads divide it
/// @param layers     blocks one after the other
/// @param heads      heads of attention in each block
/// @param isBiased   whether projections and normalisations have biases
/// @param activation between the two layers of a block's feed-forward part
/// @param eps        added to the variance by normalisations
/// @param dropRate   share of features that training drops
public record GptShape(long vocabulary, long most, long width, int layers, int heads, boolean isBiased,
        Activation activation, double eps, double dropRate) {
    /// As described above.
    ///
    /// @throws ShapeException where a number is not positive, or the heads do not divide the width
    public GptShape {
        if (vocabulary < 1 || most < 1 || width < 1 || layers < 1 || heads < 1 || width % heads != 0) {
            throw new ShapeException("make a GPT of " + layers + " layers for " + most + " of " + vocabulary
                    + " tokens", "width " + width + " and " + heads + " heads",
                    "give positive numbers, and heads that divide the width");
        }
    }

    /// As GPT-2: biases, gelu by tanh, eps 1e-5; without dropout.
    public static GptShape of(long vocabulary, long most, long width, int layers, int heads) {
        return new GptShape(vocabulary, most, width, layers, heads, true, Activation.GELU_TANH, 1e-5, 0);
    }

    /// Without biases.
    public GptShape unbiased() {
        return new GptShape(vocabulary, most, width, layers, heads, false, activation, eps, dropRate);
    }

    /// With another activation.
    public GptShape with(Activation other) {
        return new GptShape(vocabulary, most, width, layers, heads, isBiased, other, eps, dropRate);
    }

    /// With another eps.
    public GptShape eps(double e) {
        return new GptShape(vocabulary, most, width, layers, heads, isBiased, activation, e, dropRate);
    }

    /// With dropout.
    public GptShape dropping(double share) {
        return new GptShape(vocabulary, most, width, layers, heads, isBiased, activation, eps, share);
    }
}
