package org.cotangent.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotangent.core.Concrete;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Var;
import org.cotangent.op.Dot;
import org.cotangent.schedule.Schedule;
import org.cotangent.schedule.Single;
import org.cotangent.storage.Cell;
import org.cotangent.storage.Storage;

/// What becomes of donated arguments: their arrays hold results of later runs, larger memory goes back to the pool.
///
/// What a run makes never lies over what it reads, for its kernels read the ends of rows twice; so two sets of memory
/// take turns, and no run allocates.
final class Donation {
    /// Results that loops and products make in arrays of their own, by number, cell and count.
    private final int[] results;
    private final Cell[] cells;
    private final long[] counts;

    Donation(Schedule schedule, Map<Atom, Integer> numbers) {
        var made = new ArrayList<Var>();
        for (var s : schedule.steps()) {
            if (s.loops() || s instanceof Single one && one.equation().op() instanceof Dot) {
                s.makes().stream().filter(schedule.graph().results()::contains).forEach(made::add);
            }
        }
        made.removeIf(v -> !v.type().dtype().cell().livesOnHeap(v.type().shape().count()));
        made.sort(java.util.Comparator.comparingInt(schedule.graph().results()::indexOf));
        this.results = made.stream().mapToInt(numbers::get).toArray();
        this.cells = made.stream().map(v -> v.type().dtype().cell()).toArray(Cell[]::new);
        this.counts = made.stream().mapToLong(v -> v.type().shape().count()).toArray();
    }

    /// Ends the marked arguments, but for what results still lie in; arrays go to `donated`, by the numbers of the
    /// values that they will hold.
    void end(List<Concrete> arguments, boolean[] ends, Concrete[] made, Object[] donated) {
        int next = 0;
        for (int i = 0; i < ends.length; i++) {
            var argument = ends[i] ? arguments.get(i) : null;
            if (argument == null || argument.isDonated() || isAmong(argument.storage(), made)) {
                continue;
            }
            var storage = argument.storage();
            int place = place(storage, donated, next);
            var array = storage.takeArray();
            if (place >= 0) {
                donated[results[place]] = array;
                next = place + 1;
            }
        }
    }

    /// Ends the marked arguments of a run by single operations.
    static void end(List<Concrete> arguments, boolean[] ends, List<Concrete> made) {
        var kept = made.toArray(Concrete[]::new);
        for (int i = 0; i < ends.length; i++) {
            var argument = ends[i] ? arguments.get(i) : null;
            if (argument != null && !argument.isDonated() && !isAmong(argument.storage(), kept)) {
                argument.storage().release();
            }
        }
    }

    private static boolean isAmong(Storage s, Concrete[] made) {
        for (var m : made) {
            if (m != null && m.storage() == s) {
                return true;
            }
        }
        return false;
    }

    /// A result without an array that would fit, the next one first.
    private int place(Storage s, Object[] donated, int from) {
        for (int k = 0; k < results.length; k++) {
            int place = (from + k) % results.length;
            if (counts[place] == s.count() && cells[place] == s.cell() && donated[results[place]] == null) {
                return place;
            }
        }
        return -1;
    }
}
