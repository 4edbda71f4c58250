package org.cotangent.core;

/// The base of every error that Cotangent reports: what was asked, what was got, where in the user's source, what to
/// do.
public class CotangentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String asked;
    private String got;
    private transient SourceLine where;
    private boolean placed;
    private final String remedy;

    public CotangentException(String asked, String got, String remedy) {
        this(asked, got, SourceLine.ofCurrent(), remedy, null);
    }

    public CotangentException(String asked, String got, SourceLine where, String remedy, Throwable cause) {
        super(null, cause);
        this.asked = asked;
        this.got = got;
        this.where = where;
        this.remedy = remedy;
    }

    /// What was asked: the operation and its parameters.
    public String asked() {
        return asked;
    }

    /// What was got instead of what is needed.
    public String got() {
        return got;
    }

    /// The user's source line, or null where there is none.
    public SourceLine where() {
        return where;
    }

    /// This error, said of the line whose equation failed; the innermost line is kept.
    public CotangentException at(SourceLine line) {
        if (!placed) {
            where = line;
            placed = true;
        }
        return this;
    }

    /// Adds a line to what was got; one that is there already is not added again.
    final void also(String more) {
        got = got.contains(more) ? got : got + "\n         " + more;
    }

    /// What to do about it.
    public String remedy() {
        return remedy;
    }

    @Override
    public String getMessage() {
        return "cannot " + asked + "\n  got:   " + got + (where == null ? "" : "\n  where: " + where) + "\n  do:    "
                + remedy;
    }
}
