package org.cotangent.op;

/// An operation of the closed set whose two derivative rules are both written out.
public sealed interface General extends Op permits Reduce, Ordering, ScatterReduce, Normalizing, Structural,
        Factorization, RandomGamma {
}
