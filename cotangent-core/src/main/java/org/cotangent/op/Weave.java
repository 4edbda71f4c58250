package org.cotangent.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.core.Tensor;

/// Lists in segments of which every one is followed by companions of its marked elements: how a loop's operands and
/// results lie when tangents travel with them.
record Weave(boolean[] marks, int[] ends) {
    static Weave of(boolean[] marks, int... ends) {
        return new Weave(marks, ends);
    }

    /// The elements, each segment followed by the companions of its marked elements.
    <T> List<T> join(List<? extends T> elements, List<? extends T> companions) {
        var out = new ArrayList<T>();
        int from = 0;
        for (int end : ends) {
            out.addAll(elements.subList(from, end));
            for (int i = from; i < end; i++) {
                if (marks[i]) {
                    out.add(companions.get(i));
                }
            }
            from = end;
        }
        return out;
    }

    /// The elements of a woven list.
    List<Tensor> elements(List<Tensor> woven) {
        return split(woven, false);
    }

    /// The companions of a woven list; null beside elements that are not marked.
    List<Tensor> companions(List<Tensor> woven) {
        return split(woven, true);
    }

    private List<Tensor> split(List<Tensor> woven, boolean second) {
        var first = new Tensor[marks.length];
        var other = new Tensor[marks.length];
        int at = 0;
        int from = 0;
        for (int end : ends) {
            for (int i = from; i < end; i++) {
                first[i] = woven.get(at++);
            }
            for (int i = from; i < end; i++) {
                other[i] = marks[i] ? woven.get(at++) : null;
            }
            from = end;
        }
        return Arrays.asList(second ? other : first);
    }

    /// Length of the woven segment.
    int size(int segment) {
        int from = segment == 0 ? 0 : ends[segment - 1];
        int n = ends[segment] - from;
        for (int i = from; i < ends[segment]; i++) {
            n += marks[i] ? 1 : 0;
        }
        return n;
    }
}
