package org.cotangent.it.docs;

import java.util.LinkedHashMap;
import java.util.Map;

/// How StableHLO spells each operation, and the derivatives and dtypes of those that are not rows of a table.
///
/// `chlo.` names belong to the client dialect; `decomposed` means a few operations of StableHLO instead of one.
/// The table must name every operation and nothing else: [OperationsPage] refuses to be written otherwise.
final class StableHlo {
    private StableHlo() {
    }

    private static final String ROWS = """
            neg negate, abs abs, sign sign, floor floor, ceil ceil, round round_nearest_even, trunc decomposed,
            sqrt sqrt, rsqrt rsqrt, cbrt cbrt, exp exponential, exp2 decomposed, expm1 exponential_minus_one,
            log log, log2 decomposed, log10 decomposed, log1p log_plus_one, logistic logistic, softplus decomposed,
            log1mexp decomposed, sin sine, cos cosine, tan tan, asin chlo.asin, acos chlo.acos, atan chlo.atan,
            sinh chlo.sinh, cosh chlo.cosh, tanh tanh, sech_squared decomposed,
            asinh chlo.asinh, acosh chlo.acosh, atanh chlo.atanh,
            erf chlo.erf, erfc chlo.erfc, erf_inv chlo.erf_inv, lgamma chlo.lgamma, digamma chlo.digamma,
            erfcx decomposed, log_ndtr decomposed, tgamma decomposed, bessel_j0 decomposed, bessel_j1 decomposed,
            bessel_y0 decomposed, bessel_y1 decomposed, bessel_i0 decomposed, bessel_i1 decomposed,
            bessel_i0e decomposed, bessel_i1e chlo.bessel_i1e,
            is_finite is_finite, not not, popcount popcnt, clz count_leading_zeros, add add, sub subtract,
            mul multiply, div divide, rem remainder, remainder decomposed, pow power, max maximum, min minimum,
            atan2 atan2, hypot decomposed, logaddexp decomposed, xlogy decomposed, xlog1py decomposed,
            nextafter chlo.next_after, eq compare EQ, ne compare NE, lt compare LT, le compare LE, gt compare GT,
            ge compare GE, and and, or or, xor xor, shl shift_left, shr_arithmetic shift_right_arithmetic,
            shr_logical shift_right_logical, threefry decomposed,
            igamma decomposed, igammac decomposed, gamma_density decomposed
            """;

    private static final String RECORDS = """
            pow_int | decomposed | FLOAT; with k >= 0 also integers | k x^(k-1)
            polygamma | chlo.polygamma | FLOAT | polygamma(n + 1, x)
            reshape | reshape | all | reshape back
            permute | transpose | all | the inverse permutation
            broadcast | broadcast_in_dim | all | the sum over the copies
            slice | slice | all | pad with zeros
            pad | pad | all | the slice for the tensor, the sum of the rest for the fill
            flip | reverse | all | flip again
            concat | concatenate | all | split
            split | slice, once for each result | all | concat
            gather | gather | all; indices are integers | scatter_add
            scatter | scatter | all, add: numbers; indices are integers | \
            gather for the updates; the tensor's own, for set without what was replaced
            dynamic_slice | dynamic_slice | all; starts are integers | dynamic_update of zeros
            dynamic_update | dynamic_update_slice | all; starts are integers | \
            dynamic_slice for the window, zeros there for the tensor
            unfold | decomposed | numbers | fold
            fold | decomposed | numbers | unfold
            sum | reduce with add | numbers | broadcast
            cum_sum | decomposed | numbers | the sums from the other end
            convert | convert | all | convert back; zero through integers and bools
            select | select | all; the condition is bool | the cotangent where the operand was chosen
            place | custom_call | all | move back
            dot | dot_general | numbers | dot with the other operand
            conv | convolution | floats | convolutions with the other operand
            reduce | reduce | numbers; and, or: bool | \
            max, min: shared evenly by what ties; prod: the product of the others
            cumulative | decomposed | numbers | max, min: goes to the element that was taken; prod: a recurrence
            recurrence | decomposed | floats | a recurrence from the other end
            sort | sort | all | the same order, and its inverse
            top_k | chlo.top_k | numbers | goes to the elements that were taken
            scatter_reduce | scatter | numbers; indices are integers | \
            max, min: shared evenly by what ties; mul: the product of the others
            softmax | decomposed | FLOAT | y (dx - sum(y dx))
            log_softmax | decomposed | FLOAT | dx - sum(exp(y) dx)
            log_sum_exp | decomposed | FLOAT | softmax
            cholesky | cholesky | FLOAT; the lower triangle is read | triangular solves and products with the factor
            triangular_solve | triangular_solve | FLOAT; one triangle is read | \
            the transposed solve for the right-hand sides, products with the solution for the matrix
            call | func.call | those of the graph | the graph's
            custom_rule | func.call | those of the graph | the rule that somebody wrote
            barrier | optimization_barrier | all | passes through
            remat | func.call | those of the graph | the graph's, run again behind a barrier
            named | nothing: the operand | all | passes through
            host_call | custom_call | all | none: a custom rule gives it one
            cond | case | those of the graphs | the graphs'
            scan | while | those of the graph | a scan back
            while | while | those of the graphs | counts, then sweeps back
            sweeps | while | those of the graphs | a sweep back for each
            stop | nothing: the operand | all | none, on purpose
            no_gradient | nothing: the operand | floats | an error that says what to do
            igamma_shape | decomposed | FLOAT | shape: igamma_shape(n + 1); x: the density's derivative of order n
            random_gamma | decomposed | FLOAT; keys: i64 | implicit: -(dP/da) / (x dP/dx), P = igamma(a, x)
            random_poisson | decomposed | FLOAT; keys: i64 | none
            random_bits | decomposed; rng_bit_generator with THREE_FRY has another order of counters | keys: i64 | \
            none
            iota | iota | numbers | none
            bitcast | bitcast_convert | all | none
            arg_reduce | decomposed | numbers | none
            """;

    /// Spelling, dtypes (empty for rows of tables) and derivative in words.
    record Entry(String spelling, String dtypes, String derivative) {
    }

    /// All entries by the operations' labels.
    static Map<String, Entry> entries() {
        var out = new LinkedHashMap<String, Entry>();
        for (var row : ROWS.replace("\n", " ").strip().split(",\\s*")) {
            var words = row.strip().split(" ", 2);
            out.put(words[0], new Entry(words[1], "", ""));
        }
        for (var line : RECORDS.strip().split("\n")) {
            var cells = line.split(" \\| ");
            out.put(cells[0].strip(), new Entry(cells[1], cells[2].replace("FLOAT", "f32 or f64"), cells[3].strip()));
        }
        return out;
    }
}
