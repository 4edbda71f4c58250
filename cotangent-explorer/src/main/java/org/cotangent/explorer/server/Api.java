package org.cotangent.explorer.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.DType;
import org.cotangent.explorer.model.Ask;
import org.cotangent.explorer.model.CompilerView;
import org.cotangent.explorer.model.Evaluation;
import org.cotangent.explorer.model.Findings;
import org.cotangent.explorer.model.FusedView;
import org.cotangent.explorer.model.Json;
import org.cotangent.explorer.model.Network;
import org.cotangent.explorer.model.Values;
import org.cotangent.explorer.teach.Lesson;
import org.cotangent.explorer.teach.Lessons;
import org.cotangent.explorer.teach.Questions;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Pictures;
import org.cotangent.program.CodeLanguage;
import org.cotangent.program.Program;

/// What the page can ask for. All numbers are the engine's.
final class Api {
    private static final Set<String> EVAL = Set.of("program", "at", "params", "dtype", "granularity", "direction",
            "paths", "formulas", "open");
    private static final Set<String> ANSWER = Set.of("id", "answer", "hint", "abandon");
    /// The questions, and the names that the body of each may have.
    private static final Map<String, Set<String>> NAMES = Map.ofEntries(Map.entry("/api/eval", EVAL),
            Map.entry("/api/node", and("node")), Map.entry("/api/code", and("language")),
            Map.entry("/api/picture", and("form")), Map.entry("/api/session", Set.of()),
            Map.entry("/api/topics", EVAL), Map.entry("/api/question", and("kind", "about", "seed")),
            Map.entry("/api/answer", ANSWER), Map.entry("/api/lesson", Set.of("id", "text")),
            Map.entry("/api/findings", EVAL), Map.entry("/api/network", EVAL),
            Map.entry("/api/compiled", and("runs")), Map.entry("/api/curve", EVAL),
            Map.entry("/api/certificate", Set.of("rule")));

    private static final int MOST_PATHS = 1000;
    private static final int AT_ONCE = 4;
    private static final int MOST_RUNS = 100;
    private static final int MOST_OPEN = 40;

    private record Last(String key, Evaluation evaluation, byte[][] document) {
    }

    private final Opened opened;
    private volatile Last last;
    private final Questions questions = new Questions();
    private final Semaphore running = new Semaphore(AT_ONCE);

    Api(Opened opened) {
        this.opened = opened;
    }

    /// Whether there is such a question, by path.
    static boolean knows(String path) {
        return NAMES.containsKey(path);
    }

    /// Refuses bodies with names that the question does not have.
    static void check(String path, StrictJson body) {
        body.known(NAMES.get(path));
    }

    /// The answer to a body that has been read, a document or its bytes; [Failure] and [CotangentException] say why
    /// there is none.
    Object answer(String path, StrictJson body) {
        if (!running.tryAcquire()) {
            throw new Failure(503, "too many questions at once; ask again");
        }
        try {
            return switch (path) {
                case "/api/session" -> session();
                case "/api/answer" -> answer(body);
                case "/api/certificate" -> CompilerView.certificates(body.text("rule"));
                case "/api/lesson" -> body.has("text") ? Lesson.read("own", body.text("text")).json()
                        : body.has("id") ? Lessons.get(body.text("id")).json() : Lessons.all();
                default -> about(path, body);
            };
        } finally {
            running.release();
        }
    }

    /// Questions about a program. While a prediction about it is open, its numbers are told to nobody.
    private Object about(String path, StrictJson body) {
        var ask = ask(body);
        var e = evaluation(ask, body);
        if (path.equals("/api/question")) {
            return questions.open(ask, e, body.text("kind"), body.text("about", ""), body.has("seed")
                    ? body.number("seed", 0, Integer.MAX_VALUE) : null);
        } else if (path.equals("/api/topics")) {
            return Values.object("topics", questions.topics(ask, e));
        } else if (questions.hides(e.base()) || questions.hides(e.graph())) {
            throw new Failure(409, "A prediction about this program is open: commit to an answer, or give it up.");
        }
        return switch (path) {
            case "/api/eval" -> body.text("granularity", "tensor").equals("fused") ? FusedView.json(e) : whole(e);
            case "/api/findings" -> Findings.json(e);
            case "/api/network" -> Network.json(e);
            case "/api/compiled" -> new CompilerView(e).json(body.has("runs") ? body.number("runs", 0, MOST_RUNS) : 0);
            case "/api/curve" -> new CompilerView(e).curve();
            case "/api/node" -> node(e, body.text("node"));
            case "/api/code" -> code(e, body);
            default -> picture(e, body.text("form"));
        };
    }

    private Object answer(StrictJson body) {
        var id = body.text("id");
        if (body.flag("abandon", false)) {
            questions.abandon(id);
            return Map.of();
        }
        return body.has("hint") ? questions.hint(id, body.number("hint", 0, 100))
                : questions.commit(id, body.any("answer"));
    }

    /// The evaluation; that of the last large program is remembered.
    private Evaluation evaluation(Ask ask, StrictJson body) {
        var key = body.key(List.of("program", "at", "params", "dtype", "granularity", "direction", "paths", "formulas",
                "open"));
        var known = last;
        if (known != null && known.key().equals(key)) {
            return known.evaluation();
        }
        var e = ask.program() != null ? Evaluation.of(ask) : Evaluation.of(opened.graph(), opened.inputs(), ask);
        last = e.isLarge() ? new Last(key, e, new byte[1][]) : last;
        return e;
    }

    /// The document; that of the last large program as bytes, written once.
    private Object whole(Evaluation e) {
        var known = last;
        if (known == null || known.evaluation() != e) {
            return e.json(false);
        }
        synchronized (known) {
            if (known.document()[0] == null) {
                known.document()[0] = Json.bytes(e.json(false));
            }
            return known.document()[0];
        }
    }

    private Ask ask(StrictJson body) {
        if (!body.has("program") && opened.graph() == null) {
            throw new Failure(400, "the body lacks program");
        }
        var dtype = switch (body.text("dtype", "f64")) {
            case "f64" -> DType.FLOAT64;
            case "f32" -> DType.FLOAT32;
            default -> throw new Failure(400, "dtype must be f64 or f32");
        };
        var granularity = body.text("granularity", "tensor");
        if (!List.of("tensor", "scalar", "fused").contains(granularity)) {
            throw new Failure(400, "granularity must be tensor, scalar or fused");
        }
        var open = body.texts("open");
        if (open.size() > MOST_OPEN) {
            throw new Failure(400, "more than " + MOST_OPEN + " opened loops");
        }
        return new Ask(body.text("program", null), body.tensors("at", dtype), body.texts("params"), dtype,
                granularity.equals("scalar"), body.has("direction") ? body.tensors("direction", dtype) : null,
                body.number("paths", 8, MOST_PATHS), body.flag("formulas", true), open);
    }

    private static Set<String> and(String... more) {
        var out = new java.util.HashSet<>(EVAL);
        out.addAll(List.of(more));
        return out;
    }

    private static Object node(Evaluation e, String name) {
        var detail = e.detail(name);
        if (detail == null) {
            throw new Failure(404, "no node of that name");
        }
        return detail;
    }

    private static Object code(Evaluation e, StrictJson body) {
        var language = switch (body.text("language", "java")) {
            case "java" -> CodeLanguage.JAVA;
            case "numpy" -> CodeLanguage.NUMPY;
            default -> throw new Failure(400, "language must be java or numpy");
        };
        return e.code(language);
    }

    private static Object picture(Evaluation e, String form) {
        var graph = e.graph();
        return Values.object("text", switch (form) {
            case "dot" -> Pictures.dot(graph);
            case "mermaid" -> Pictures.mermaid(graph);
            case "text" -> graph.toString();
            default -> throw new Failure(400, "form must be dot, mermaid or text");
        });
    }

    private Object session() {
        var at = new LinkedHashMap<String, Object>();
        opened.at().forEach((k, v) -> at.put(k, Values.whole(v)));
        return Values.object("program", opened.program(), "graph", opened.graph() == null ? null
                : opened.graph().name(), "at", at, "params", opened.parameters(), "dtype", opened.dtype().text());
    }

    /// The message of an error, with the place in the program.
    static Map<String, Object> error(CotangentException e, String program) {
        var where = e.where();
        return Values.object("message", e.getMessage(), "inputs", inputs(program),
                "asked", e.asked(), "got", e.got(), "remedy", e.remedy(),
                "line", where == null || where.column() == 0 ? null : where.line(), "column",
                where == null || where.column() == 0 ? null : where.column(),
                "excerpt", program == null ? null : Program.excerpt("program", program, where));
    }

    /// The inputs of a program that can be read, so that values can be given to it even where it does not run.
    private static List<String> inputs(String program) {
        try {
            return program == null ? null : Program.parse(program).inputs();
        } catch (CotangentException e) {
            return null;
        }
    }

    /// What the explorer was opened with: a program or a graph, and a point.
    record Opened(String program, Graph graph, List<Concrete> inputs, Map<String, Concrete> at,
            List<String> parameters, DType dtype) {
    }
}
