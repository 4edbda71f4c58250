package org.cotangent.nn.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.cotangent.core.FormatException;
import org.cotangent.core.Host;
import org.cotangent.core.Tensor;

/// Reads tables as they are found: commas, semicolons, tabs, bars or blanks between cells; quotes; lines of comment
/// that begin with `#`; a header in the first line or in a comment before it, or none; blanks round cells; gzip.
///
/// An empty cell, `NA`, `NaN` and `?` are missing: NaN. A column with anything else that is no number is one of
/// categories, numbered in the order of their names.
public final class Csv {
    private Csv() {
    }

    /// The whole table.
    ///
    /// @throws FormatException when it has no rows, or lines of different lengths
    public static Table read(Path file) throws IOException {
        try (var lines = CsvLines.open(file)) {
            if (!lines.hasNext()) {
                throw lines.bad("no line with cells", null);
            }
            var cells = new ArrayList<List<String>>();
            while (lines.hasNext()) {
                cells.add(checked(lines, cells.isEmpty() ? -1 : cells.getFirst().size()));
            }
            var names = header(lines, cells);
            if (cells.isEmpty()) {
                throw lines.bad("a header and no row", null);
            }
            return table(names, cells);
        }
    }

    /// The rows one by one, each a float64 vector, for files that do not fit into memory; every cell must be a number
    /// or missing.
    public static Examples<Tensor> stream(Path file) {
        return (_, from) -> {
            try {
                var lines = CsvLines.open(file);
                var out = new Numbers(lines);
                for (long i = 0; i < from && out.hasNext(); i++) {
                    out.next();
                }
                return out;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static final class Numbers implements Cursor<Tensor> {
        private final CsvLines lines;
        private int width = -1;
        private List<String> first;

        Numbers(CsvLines lines) {
            this.lines = lines;
            if (lines.hasNext()) {
                first = checked(lines, -1);
                width = first.size();
                first = isHeader(first) ? null : first;
            }
        }

        @Override
        public boolean hasNext() {
            return first != null || lines.hasNext();
        }

        @Override
        public Tensor next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var cells = first != null ? first : checked(lines, width);
            first = null;
            var row = new double[width];
            for (int i = 0; i < width; i++) {
                if (!isNumber(cells.get(i))) {
                    throw lines.bad("`" + cells.get(i) + "` in line " + lines.line(), null);
                }
                row[i] = number(cells.get(i));
            }
            return Host.wrap(row);
        }

        @Override
        public void close() {
            lines.close();
        }
    }

    private static List<String> checked(CsvLines lines, int width) {
        var cells = lines.next();
        if (width >= 0 && cells.size() != width) {
            throw lines.bad(cells.size() + " cells in line " + lines.line() + ", " + width + " in the lines before",
                    null);
        }
        return cells;
    }

    /// Takes the header off; without one the columns are called `c0`, `c1`, ...
    private static List<String> header(CsvLines lines, List<List<String>> cells) {
        int width = cells.getFirst().size();
        if (isHeader(cells.getFirst()) && (cells.size() == 1 || !isHeader(cells.get(1)) || allText(cells))) {
            return cells.removeFirst();
        }
        if (lines.comment().size() == width && width > 1) {
            return lines.comment();
        }
        var names = new ArrayList<String>();
        for (int i = 0; i < width; i++) {
            names.add("c" + i);
        }
        return names;
    }

    /// A line in which nothing is a number.
    private static boolean isHeader(List<String> cells) {
        return cells.stream().allMatch(c -> c.isEmpty() || !isNumber(c));
    }

    private static boolean allText(List<List<String>> cells) {
        return cells.stream().skip(1).allMatch(Csv::isHeader) && cells.stream().skip(1)
                .noneMatch(row -> row.equals(cells.getFirst()));
    }

    private static Table table(List<String> names, List<List<String>> cells) {
        int width = names.size();
        var values = new double[Math.multiplyExact(cells.size(), width)];
        var categories = new TreeMap<String, List<String>>();
        for (int j = 0; j < width; j++) {
            int column = j;
            boolean numbers = cells.stream().allMatch(r -> isNumber(r.get(column)));
            var sorted = numbers ? List.<String>of()
                    : cells.stream().map(r -> r.get(column)).filter(c -> !isMissing(c)).distinct().sorted().toList();
            if (!numbers) {
                categories.put(names.get(j), sorted);
            }
            for (int i = 0; i < cells.size(); i++) {
                var c = cells.get(i).get(j);
                values[i * width + j] = numbers ? number(c) : isMissing(c) ? Double.NaN
                        : java.util.Collections.binarySearch(sorted, c);
            }
        }
        return new Table(List.copyOf(names), categories, Host.wrap(values, cells.size(), width));
    }

    private static boolean isMissing(String cell) {
        return cell.isEmpty() || cell.equals("?") || cell.equalsIgnoreCase("na") || cell.equalsIgnoreCase("nan");
    }

    private static boolean isNumber(String cell) {
        if (isMissing(cell)) {
            return true;
        }
        char last = Character.toLowerCase(cell.charAt(cell.length() - 1));
        if (last == 'd' || last == 'f') {
            return false;
        }
        try {
            Double.parseDouble(cell);
            return true;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private static double number(String cell) {
        return isMissing(cell) ? Double.NaN : Double.parseDouble(cell);
    }
}
