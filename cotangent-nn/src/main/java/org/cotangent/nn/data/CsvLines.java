package org.cotangent.nn.data;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.cotangent.core.FormatException;

/// The cells of a CSV file line by line, stripped of blanks, with its separator found from the first lines.
final class CsvLines implements Cursor<List<String>> {
    private static final String SEPARATORS = ",;\t|";
    private static final int SAMPLE = 1 << 16;
    private static final int LINES = 32;

    private final Path file;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final char separator;
    private List<String> comment = List.of();
    private List<String> next;
    private long line;
    private long upcoming;

    private CsvLines(Path file, Reader in, char separator) {
        this.file = file;
        this.separator = separator;
        reader = builder(separator).ofCsvRecord(in);
        records = reader.iterator();
        next = read();
    }

    static CsvLines open(Path file) throws IOException {
        var in = new BufferedReader(new InputStreamReader(Opened.stream(file), StandardCharsets.UTF_8), SAMPLE);
        in.mark(SAMPLE);
        var sample = new char[SAMPLE];
        int n = Math.max(0, in.read(sample));
        in.reset();
        char separator = separator(new String(sample, 0, n));
        return new CsvLines(file, separator == ' ' ? new SingleTabs(in) : in, separator == ' ' ? '\t' : separator);
    }

    private static CsvReader.CsvReaderBuilder builder(char separator) {
        return CsvReader.builder().fieldSeparator(separator).commentStrategy(CommentStrategy.READ)
                .commentCharacter('#').allowExtraFields(true).allowMissingFields(true)
                .trimWhitespacesAroundQuotes(true).detectBomHeader(false);
    }

    /// The separator of which most of the first lines have as many as each other; a blank where there is none.
    private static char separator(String sample) {
        var lines = sample.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).limit(LINES).toList();
        char best = ' ';
        long most = 0;
        for (char c : SEPARATORS.toCharArray()) {
            var counts = lines.stream().map(l -> count(l, c)).toList();
            long usual = counts.stream().max(Comparator.comparingInt(n -> Collections.frequency(counts, n))).orElse(0L);
            if (usual > most && Collections.frequency(counts, usual) * 2 > counts.size()) {
                best = c;
                most = usual;
            }
        }
        return best;
    }

    private static long count(String line, char c) {
        long n = 0;
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            quoted ^= line.charAt(i) == '"';
            n += !quoted && line.charAt(i) == c ? 1 : 0;
        }
        return n;
    }

    /// The cells of the last comment before the current line.
    List<String> comment() {
        return comment;
    }

    /// The line of the cells that [#next] gave last, from 1 on.
    long line() {
        return line;
    }

    private List<String> read() {
        try {
            while (records.hasNext()) {
                var r = records.next();
                if (r.isComment()) {
                    comment = cells(builder(separator).ofSingleCsvRecord(r.getField(0).strip()));
                    continue;
                }
                var cells = cells(r);
                if (cells.size() > 1 || !cells.getFirst().isEmpty()) {
                    upcoming = r.getStartingLineNumber();
                    return cells;
                }
            }
            return null;
        } catch (CsvParseException | UncheckedIOException e) {
            throw bad("a line that cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<String> cells(CsvRecord r) {
        var out = new ArrayList<String>();
        r.getFields().forEach(f -> out.add(f.strip().replace("\uFEFF", "")));
        return out;
    }

    FormatException bad(String got, Exception cause) {
        return new FormatException("read " + file, got, null, "give a table of numbers with as many cells in each line",
                cause);
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public List<String> next() {
        if (next == null) {
            throw new NoSuchElementException();
        }
        var out = next;
        line = upcoming;
        next = read();
        return out;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes one tab of each run of blanks, and none at the ends of lines.
    private static final class SingleTabs extends Reader {
        private final BufferedReader in;
        private Reader line = new StringReader("");

        SingleTabs(BufferedReader in) {
            this.in = in;
        }

        @Override
        public int read(char[] to, int from, int n) throws IOException {
            int some = line.read(to, from, n);
            while (some < 0) {
                var next = in.readLine();
                if (next == null) {
                    return -1;
                }
                line = new StringReader((next.startsWith("#") ? next : next.strip().replaceAll("[ \t]+", "\t")) + "\n");
                some = line.read(to, from, n);
            }
            return some;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
