package org.cotangent.codegen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.cotangent.codegen.LoopSpec.Place;
import org.cotangent.graph.Atom;
import org.cotangent.graph.Var;
import org.cotangent.schedule.Fused.Access;
import org.cotangent.schedule.Tiled;
import org.cotangent.storage.Storage;

/// A tiled step made executable: its loops as kernels, and the walk over the tiles of the batch.
public final class TiledLoop implements StepLoop {
    /// Bytes of scratch of a tile: about what the second-level cache keeps beside what is read.
    private static final long TILE_BYTES = Integer.getInteger("cotangent.tile.bytes", 256 << 10);
    /// Elements of a tile are a multiple of this but at the end of the batch.
    private static final int UNIT = 64;
    private static final int WIDEST = 1024;
    /// Tiles that a batch has at least where it has so many units.
    private static final int FEWEST = 8;

    private final Set<? extends Atom> far;
    final Tiled tiled;
    final List<Atom> reads;
    final List<Var> makes;
    /// For each stage its loops.
    final Loop[][] kernels;
    /// Elements of a tile.
    final int tile;
    final Shelf<TiledFrame> frames = new Shelf<>();
    private final Shelf<TiledRun> runs = new Shelf<>();
    private final long tiles;
    private volatile long grain = 1;

    public TiledLoop(Tiled tiled, Set<? extends Atom> far) {
        this.far = far;
        this.tiled = tiled;
        this.reads = List.copyOf(tiled.reads());
        this.makes = tiled.makes();
        this.tile = tile(tiled);
        this.tiles = Math.ceilDiv(tiled.width(), (long) tile);
        this.kernels = tiled.stages().stream().map(s -> s instanceof Tiled.Sweep w
                ? w.loops().stream().map(l -> Loop.of(spec(l))).toArray(Loop[]::new) : new Loop[0])
                .toArray(Loop[][]::new);
    }

    boolean onHeap(Atom value) {
        return StepLoop.onHeap(value, far);
    }

    private static int tile(Tiled t) {
        long bytes = 1;
        long rows = 1;
        for (var s : t.scratch()) {
            bytes = Math.addExact(bytes, Math.multiplyExact(s.rows(), Math.max(1, s.type().bits() / 8)));
            rows = Math.max(rows, s.rows());
        }
        long wide = Math.min(Math.min(TILE_BYTES / bytes, t.width() / FEWEST), Integer.MAX_VALUE / 2 / rows);
        return Math.clamp(wide / UNIT * UNIT, UNIT, WIDEST);
    }

    private LoopSpec spec(Tiled.Loop l) {
        var inputs = new ArrayList<Place>();
        for (var r : l.inputs()) {
            inputs.add(r instanceof Tiled.Outside o ? FusedLoop.place(onHeap(o.root()), o.access()) : Place.HEAP);
        }
        var results = l.results().stream()
            .map(w -> w.made() == null ? Place.HEAP : FusedLoop.place(onHeap(w.made()), Access.EACH)).toList();
        return new LoopSpec(l.code(), inputs, results);
    }

    @Override
    public List<Atom> reads() {
        return reads;
    }

    @Override
    public List<Loop> kernels() {
        return Arrays.stream(kernels).flatMap(Arrays::stream).toList();
    }

    @Override
    public void prepare(boolean warm) {
        double nanos = 0;
        for (int s = 0; s < kernels.length; s++) {
            if (tiled.stages().get(s) instanceof Tiled.Sweep w) {
                for (var l : kernels[s]) {
                    nanos += (warm ? l.warm() : l.ready()).nanosPerElement() * Tiled.rows(w);
                }
            } else if (warm) {
                TiledFrame.folder((Tiled.Fold) tiled.stages().get(s)).ask();
            }
        }
        grain = Math.max(1, (long) Math.ceil(PIECE_NANOS / Math.max(1, nanos * tile)));
    }

    @Override
    public void run(Storage[] in, Storage[] out, Split split) {
        var known = runs.take();
        var run = known != null ? known : new TiledRun(this);
        run.begin(in, out);
        if (tiles < 2 * grain) {
            run.run(0, tiles);
        } else {
            split.run(tiles, grain, run);
        }
        run.finish();
        runs.give(run);
    }

    /// One run of the loop: its operands. Used again by later runs, so that a run makes no objects.
    private static final class TiledRun extends Shelf.Kept<TiledRun> implements Split.Range {
        private final TiledLoop loop;
        private final Storage[] in;
        private Storage[] out;

        TiledRun(TiledLoop loop) {
            this.loop = loop;
            this.in = new Storage[loop.reads.size()];
        }

        void begin(Storage[] reads, Storage[] makes) {
            for (int i = 0; i < in.length; i++) {
                in[i] = FusedRun.placed(reads[i], loop.onHeap(loop.reads.get(i)));
            }
            out = makes;
        }

        @Override
        public void run(long from, long to) {
            var known = loop.frames.take();
            var frame = known != null ? known : new TiledFrame(loop);
            frame.bind(in, out);
            long end = Math.min(to * loop.tile, loop.tiled.width());
            for (long c = from * loop.tile; c < end;) {
                int n = (int) Math.min(loop.tile, end - c);
                n = n > UNIT ? n - n % UNIT : n;
                frame.tile(c, n);
                c += n;
            }
            frame.release();
            loop.frames.give(frame);
        }

        void finish() {
            Arrays.fill(in, null);
            out = null;
        }
    }
}
