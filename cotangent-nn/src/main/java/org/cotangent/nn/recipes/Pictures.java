package org.cotangent.nn.recipes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.core.DType;
import org.cotangent.core.FormatException;
import org.cotangent.core.Host;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import org.cotangent.nn.data.Csv;
import org.cotangent.nn.data.DrawnDigits;
import org.cotangent.nn.data.DrawnDigits.Digit;
import org.cotangent.nn.data.Examples;
import org.cotangent.nn.data.Idx;
import org.cotangent.nn.data.Indexed;

/// Labelled pictures of digits: those to learn from and those held out.
///
/// @param name  what they are
/// @param epochs how often to go through them, unless the user says
/// @param side  their height and width
/// @param learn to learn from
/// @param test  held out
record Pictures(String name, long epochs, int side, Indexed<Digit> learn, Digit test) {
    private static final int CLASSES = 10;
    private static final double INK = 255;
    private static final double UCI_INK = 16;
    private static final long DRAWN = 12_000;
    private static final long HELD_OUT = 2_000;
    private static final double LEARNT = 0.8;

    /// Digits that a program draws; each seed gives others, and those held out are of another seed.
    static Pictures drawn(long seed) {
        return new Pictures("drawn digits (synthetic)", 3, 28, new DrawnDigits(2 * seed, DRAWN),
                held(new DrawnDigits(2 * seed + 1, HELD_OUT)));
    }

    private static Digit held(Indexed<Digit> digits) {
        return digits.gather(LongStream.range(0, digits.count()).toArray());
    }

    /// What a folder holds: IDX files as those of MNIST are called, or the UCI digits.
    ///
    /// Where only MNIST's test part is there, its first four fifths are learnt from and the last are held out.
    static Pictures in(Path folder) throws IOException {
        var uci = find(folder, "optdigits.tra");
        if (uci != null) {
            return new Pictures("UCI digits", 30, 8, Examples.rows(uci(uci)), uci(needed(folder, "optdigits.tes")));
        }
        var train = find(folder, "train-images-idx3-ubyte");
        var test = idx(needed(folder, "t10k-images-idx3-ubyte"), needed(folder, "t10k-labels-idx1-ubyte"));
        int side = (int) test.picture().size(1);
        if (train != null) {
            return new Pictures("IDX pictures", 3, side, Examples.rows(idx(train,
                    needed(folder, "train-labels-idx1-ubyte"))), test);
        }
        var rows = Examples.rows(test);
        long cut = Math.round(LEARNT * rows.count());
        return new Pictures("IDX pictures, first four fifths of the test part", 12, side, rows.range(0, cut),
                held(rows.range(cut, rows.count())));
    }

    /// The test part of a folder of IDX files.
    static Digit tested(Path folder) throws IOException {
        return idx(needed(folder, "t10k-images-idx3-ubyte"), needed(folder, "t10k-labels-idx1-ubyte"));
    }

    private static Path find(Path folder, String name) {
        return List.of(name, name + ".gz").stream().map(folder::resolve).filter(Files::isRegularFile).findFirst()
                .orElse(null);
    }

    private static Path needed(Path folder, String name) {
        var found = find(folder, name);
        if (found == null) {
            throw new FormatException("find digits in " + folder, Files.isDirectory(folder) ? "no " + name
                    + " in it, with or without .gz" : "no folder", null, "give a folder with t10k-images-idx3-ubyte "
                            + "and t10k-labels-idx1-ubyte, or with optdigits.tra and optdigits.tes", null);
        }
        return found;
    }

    private static Digit idx(Path pictures, Path labels) throws IOException {
        var x = Idx.read(pictures);
        var y = Idx.read(labels);
        if (x.rank() != 3 || y.rank() != 1 || x.size(0) != y.size(0) || x.size(1) != x.size(2) || x.size(0) == 0) {
            throw new FormatException("read digits from " + pictures, "pictures " + x.type() + " and labels "
                    + y.type(), null, "give as many labels as square pictures, at least one", null);
        }
        return new Digit(scaled(x.to(DType.FLOAT32), INK, x.size(0), x.size(1)), checked(y, labels));
    }

    private static Digit uci(Path file) throws IOException {
        var table = Csv.read(file);
        var cells = table.complete().cells();
        if (cells.size(0) < table.rows()) {
            throw new FormatException("read digits from " + file, table.rows() - cells.size(0) + " of " + table.rows()
                    + " lines with cells that are no numbers", null, "mend or remove those lines", null);
        }
        if (cells.size(1) != 65 || cells.size(0) == 0) {
            throw new FormatException("read digits from " + file, cells.type() + " cells", null,
                    "give lines of 64 grey values and a class", null);
        }
        var ink = Ops.slice(cells, 1, 0, 64).to(DType.FLOAT32);
        return new Digit(scaled(ink, UCI_INK, cells.size(0), 8), checked(Ops.select(cells, 1, 64)
                .to(DType.INT32), file));
    }

    private static Tensor scaled(Tensor x, double most, long n, long side) {
        return x.div(most).reshape(n, side, side, 1);
    }

    private static Tensor checked(Tensor labels, Path file) {
        var all = Host.longs(labels);
        var bad = Arrays.stream(all).filter(l -> l < 0 || l >= CLASSES).findFirst();
        if (bad.isPresent()) {
            throw new FormatException("read labels from " + file, "a label " + bad.getAsLong(), null,
                    "give labels from 0 to " + (CLASSES - 1), null);
        }
        return labels;
    }
}
