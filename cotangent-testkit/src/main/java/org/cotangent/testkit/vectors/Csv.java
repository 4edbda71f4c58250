package org.cotangent.testkit.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.core.FormatException;

/// A table of numbers as text: a header and rows of as many fields, parted by commas, without quotes.
///
/// @param name   the file's name
/// @param header names of the columns
/// @param rows   fields by row; row `i` stands on line `i + 2`
record Csv(String name, List<String> header, List<String[]> rows) {
    static Csv read(Path file) {
        var name = file.getFileName().toString();
        try {
            var lines = Files.readAllLines(file);
            if (lines.isEmpty() || lines.getFirst().isBlank()) {
                throw new FormatException("read the case file " + name, "an empty first line",
                        "begin with the names of the columns");
            }
            var header = List.of(lines.getFirst().strip().split(",", -1));
            var rows = new ArrayList<String[]>();
            for (int i = 1; i < lines.size(); i++) {
                var fields = lines.get(i).split(",", -1);
                if (fields.length != header.size()) {
                    throw new FormatException("read line " + (i + 1) + " of " + name, fields.length + " fields",
                            "give " + header.size() + ", as the header " + header);
                }
                rows.add(fields);
            }
            return new Csv(name, header, rows);
        } catch (MalformedInputException e) {
            throw new FormatException("read the case file " + name, "bytes that are not UTF-8", null,
                    "give a text file", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The name without its ending.
    String title() {
        return name.endsWith(".csv") ? name.substring(0, name.length() - 4) : name;
    }

    /// A decimal number: the nearest double; too large ones are infinite.
    double number(int row, int column) {
        try {
            return Double.parseDouble(rows.get(row)[column].strip());
        } catch (NumberFormatException e) {
            throw bad(row, column, "a number", e);
        }
    }

    double[] numbers(int column) {
        var out = new double[rows.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = number(i, column);
        }
        return out;
    }

    /// A double by its bits in hexadecimal digits, or `NaN`.
    double bits(int row, int column) {
        var text = rows.get(row)[column].strip();
        try {
            return text.equals("NaN") ? Double.NaN
                    : Double.longBitsToDouble(Long.parseUnsignedLong(text.substring(2), 16));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw bad(row, column, "bits such as 0x3ff0000000000000, or NaN", e);
        }
    }

    /// A float by its bits in hexadecimal digits.
    float floatBits(int row, int column) {
        try {
            return Float.intBitsToFloat(Integer.parseUnsignedInt(rows.get(row)[column].strip().substring(2), 16));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw bad(row, column, "bits such as 0x3f800000", e);
        }
    }

    FormatException bad(int row, int column, String wanted, Exception e) {
        return new FormatException("read line " + (row + 2) + ", column `" + header.get(column) + "` of " + name,
                "`" + rows.get(row)[column] + "`", null, "give " + wanted, e);
    }
}
