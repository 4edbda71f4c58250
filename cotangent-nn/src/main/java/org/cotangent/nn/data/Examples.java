package org.cotangent.nn.data;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.cotangent.core.StructureException;

/// A sequence of examples that can be run through as often as wanted, in an order that may depend on the epoch.
///
/// Everything here is a view: nothing is read before a [Cursor] asks. The same seed and epoch give the same order, so a
/// run is continued by `open(epoch, position)`.
///
/// @param <T> an example: a tensor, or a record, list or map of tensors; anything else before it is mapped to one
@FunctionalInterface
public interface Examples<T> {
    /// Starts a run.
    ///
    /// @param epoch which run it is, from 0 on; decides the order after [#shuffled]
    /// @param from  how many examples to leave out at the start
    Cursor<T> open(long epoch, long from);

    /// How many there are, where that is known without a run.
    default OptionalLong size() {
        return OptionalLong.empty();
    }

    /// The elements of a list.
    static <T> Indexed<T> of(List<T> list) {
        return new Listed<>(List.copyOf(list));
    }

    /// The rows of a structure of tensors that share their leading axis; a batch of them is one gather a tensor.
    ///
    /// @throws StructureException when there is no tensor, or when the leading axes differ
    static <T> Indexed<T> rows(T structure) {
        return Rows.of(structure);
    }

    /// Each example changed.
    default <R> Examples<R> map(Function<? super T, ? extends R> f) {
        return new Mapped<>(this, f);
    }

    /// The examples of one run in an order that is mixed within a window of `window` examples: for streams; use
    /// [Indexed#shuffled] where examples have an index.
    default Examples<T> mixed(long seed, int window) {
        return new Mixed<>(this, seed, window);
    }

    /// `size` examples at a time as one structure whose tensors have a new leading axis.
    ///
    /// @param whole whether a last batch of fewer examples is left out
    default Examples<T> batched(int size, boolean whole) {
        return new Batched<>(this, size, whole);
    }

    /// The first `n` examples.
    default Examples<T> first(long n) {
        return new First<>(this, n);
    }

    /// The same examples, of which up to `ahead` are prepared on another thread before they are asked for.
    default Examples<T> prefetched(int ahead) {
        return new Prefetched<>(this, ahead);
    }
}
