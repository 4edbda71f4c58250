package org.cotangent.nn.data;

import org.cotangent.core.DType;
import org.cotangent.core.Host;
import org.cotangent.core.Ops;
import org.cotangent.core.ShapeException;
import org.cotangent.core.Tensor;

/// Pieces of a sequence of tokens, each with the pieces' next tokens: what language models learn from.
///
/// @param tokens int32[n]
/// @param length how many tokens a piece has
/// @param stride how far the next piece begins; `length` for pieces that do not overlap
public record Windows(Tensor tokens, int length, int stride) implements Indexed<Windows.Piece> {
    /// `inputs` and, one place later, `targets`: int32[length], or int32[batch, length].
    public record Piece(Tensor inputs, Tensor targets) {
    }

    /// As described above.
    ///
    /// @throws ShapeException when there are not enough tokens for one piece
    public Windows {
        if (tokens.dtype() != DType.INT32 || tokens.rank() != 1 || stride < 1 || length < 1
                || tokens.shape().size(0) <= length) {
            throw new ShapeException("cut pieces of " + length + " tokens",
                    tokens.type() + " and a stride of " + stride,
                    "give more than " + length + " int32 tokens in a row, and a positive stride");
        }
    }

    /// Pieces of a text.
    public static Windows of(int[] tokens, int length, int stride) {
        return new Windows(Host.wrap(tokens.clone()), length, stride);
    }

    /// `n` pieces an epoch, drawn with `seed`: one pass over the text after the other, each in pieces that do not
    /// overlap, with an offset and an order of its own. So pieces begin anywhere, and all of the text comes equally
    /// often, which it would not if each piece were drawn alone.
    public Indexed<Piece> drawn(long seed, long n) {
        return new DrawnPieces(this, seed, n);
    }

    @Override
    public long count() {
        return (tokens.shape().size(0) - 1 - length) / stride + 1;
    }

    @Override
    public Piece get(long i) {
        var one = gather(new long[] {i});
        return new Piece(Ops.index(one.inputs(), 0), Ops.index(one.targets(), 0));
    }

    @Override
    public Piece gather(long[] places) {
        var from = tokens.concrete().storage();
        var in = new int[Math.multiplyExact(places.length, length)];
        var out = new int[in.length];
        for (int i = 0; i < places.length; i++) {
            from.copyToArray(places[i] * stride, in, i * length, length);
            from.copyToArray(places[i] * stride + 1, out, i * length, length);
        }
        return new Piece(Host.wrap(in, places.length, length), Host.wrap(out, places.length, length));
    }
}
