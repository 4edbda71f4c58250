package org.cotangent.explorer.teach;

import java.security.SecureRandom;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cotangent.core.FormatException;
import org.cotangent.core.ProgramException;
import org.cotangent.explorer.model.Ask;
import org.cotangent.explorer.model.Evaluation;
import org.cotangent.explorer.model.Values;
import org.cotangent.graph.Graph;

/// The questions that are open. Their answers stay here; while one is open, nobody is told the numbers of its program.
public final class Questions {
    private static final int MOST = 32;
    private static final long LASTS = 15 * 60_000_000_000L;

    private record Open(Task task, Evaluation evaluation, long since) {
    }

    private final Map<String, Open> open = new LinkedHashMap<>();
    private final SecureRandom random = new SecureRandom();

    /// What can be asked about a program.
    public List<?> topics(Ask ask, Evaluation e) {
        return new Practice(ask, e).topics();
    }

    /// A question written down for a page without a server.
    public record Recorded(Object topic, Map<String, Object> question, List<String> hints, Map<String, Object> answer) {
    }

    /// All questions about a program, with their answers.
    public static List<Recorded> recorded(Ask ask, Evaluation e) {
        var practice = new Practice(ask, e);
        return practice.topics().stream().map(t -> {
            var task = practice.task(t.kind(), t.about(), 1);
            var asked = Values.object("id", t.kind() + " " + t.about(), "kind", t.kind(), "about", t.about());
            asked.putAll(task.asked());
            asked.put("evaluation", e.json(true));
            return new Recorded(t, asked, task.hints(), Values.object("choice", task.choice(), "numbers",
                    task.numbers(), "told", task.told()));
        }).toList();
    }

    /// Opens a question: its text, and the forward pass that goes with it.
    public synchronized Map<String, Object> open(Ask ask, Evaluation e, String kind, String about, Integer seed) {
        Practice.Kind k;
        try {
            k = Practice.Kind.valueOf(kind.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException x) {
            throw new FormatException("ask a question", "the kind `" + kind + "`", null, "use one of "
                    + List.of(Practice.Kind.values()), null);
        }
        var task = new Practice(ask, e).task(k, about, seed == null ? random.nextLong() : seed);
        forget();
        // One question for one program: a second one could give the first one's answer away.
        open.values().removeIf(o -> o.evaluation().graph().equals(e.graph()));
        while (open.size() >= MOST) {
            open.remove(open.keySet().iterator().next());
        }
        var id = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        open.put(id, new Open(task, e, System.nanoTime()));
        var out = Values.object("id", id, "kind", kind, "about", about);
        out.putAll(task.asked());
        out.put("evaluation", e.json(true));
        return out;
    }

    /// Hint number `n`, counted from 0.
    public synchronized Map<String, Object> hint(String id, int n) {
        var hints = get(id).task().hints();
        return Values.object("text", n < hints.size() ? hints.get(n) : null);
    }

    /// Takes an answer, for good; then everything is told.
    public synchronized Map<String, Object> commit(String id, Object answer) {
        var o = get(id);
        open.remove(id);
        var judged = o.task().judge(answer);
        return Values.object("right", judged.values().stream().allMatch(b -> b), "judged", judged, "choice",
                o.task().choice(), "numbers", o.task().numbers(), "told", o.task().told(), "evaluation",
                o.evaluation().json(false));
    }

    /// Closes a question that nobody wants to answer; with an empty text all that are open: a page that was reloaded
    /// does not know what it asked before.
    public synchronized void abandon(String id) {
        if (id.isEmpty()) {
            open.clear();
        } else {
            open.remove(id);
        }
    }

    /// Whether numbers of this program must not be told now.
    public synchronized boolean hides(Graph g) {
        forget();
        return open.values().stream().anyMatch(o -> o.evaluation().graph().equals(g));
    }

    private void forget() {
        for (Iterator<Open> i = open.values().iterator(); i.hasNext();) {
            if (System.nanoTime() - i.next().since() > LASTS) {
                i.remove();
            }
        }
    }

    private Open get(String id) {
        var o = open.get(id);
        if (o == null) {
            throw new ProgramException("answer a question", "one that is not open any more", null, "open it again",
                    null);
        }
        return o;
    }
}
