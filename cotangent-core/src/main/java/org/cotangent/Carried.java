package org.cotangent;

/// What a scan gives: the carry, and beside it what comes out.
///
/// The body of a scan returns the next carry and one row of results; the scan itself returns the last carry and all
/// rows, stacked along axis 0. Both are tensors or nestings of records, lists and maps of tensors; `out` may be null.
public record Carried<C, Y>(C carry, Y out) {
}
