package org.cotangent.nn.train;

import java.io.PrintWriter;
import java.util.Locale;

/// One line on a terminal that is drawn again a few times a second: where the run is, loss, rate, time left.
public final class Progress implements Callback {
    private static final long PAUSE = 200_000_000L;
    private static final String WIPE = "\r\u001b[K";

    private final PrintWriter out;
    private long begin;
    private long firstStep = -1;
    private long drawn;
    private boolean shown;

    /// Draws on a terminal.
    public Progress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void stepped(Step s) {
        long now = System.nanoTime();
        if (firstStep < 0) {
            begin = now;
            firstStep = s.step();
        }
        if (now - drawn >= PAUSE) {
            drawn = now;
            shown = true;
            out.print(WIPE + text(s, (now - begin) / 1e9));
            out.flush();
        }
    }

    private String text(Step s, double seconds) {
        double rate = (s.step() - firstStep) / Math.max(seconds, 1e-9);
        var text = new StringBuilder("epoch ").append(s.epoch() + 1).append("  batch ").append(s.position());
        if (s.batches() > 0) {
            text.append('/').append(s.batches());
        }
        text.append(String.format(Locale.ROOT, "  loss %.4f  rate %.2e", s.loss(), s.rate()));
        if (s.step() > firstStep) {
            text.append(String.format(Locale.ROOT, "  %.1f steps/s", rate));
        }
        if (s.step() > firstStep && s.lastStep() >= 0) {
            text.append("  ").append(time((s.lastStep() - s.step()) / rate)).append(" left");
        }
        return text.toString();
    }

    /// Seconds as a person reads them: 42s, 3m05s, 2h07m.
    static String time(double seconds) {
        long s = Math.round(seconds);
        if (s < 60) {
            return s + "s";
        }
        return s < 3600 ? String.format("%dm%02ds", s / 60, s % 60) : String.format("%dh%02dm", s / 3600, s / 60 % 60);
    }

    /// Takes the line away, so that others can be printed.
    @Override
    public void evaluated(Evaluation e) {
        ended();
    }

    @Override
    public void ended() {
        if (shown) {
            out.print(WIPE);
            out.flush();
            shown = false;
        }
    }
}
