package org.cotangent.nn.data;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.cotangent.core.StructureException;

/// A public data set that a recipe can use.
///
/// @param name   what it is called here
/// @param about  what it is
/// @param rights its licence or standing
/// @param use    the command that uses it, `DIR` being the folder
/// @param files  its files
public record PublicSet(String name, String about, String rights, String use, List<PublicFile> files) {
    private static final String UCI = "https://archive.ics.uci.edu/ml/machine-learning-databases/";
    private static final String MNIST = "https://storage.googleapis.com/cvdf-datasets/mnist/";
    private static final String MNIST_TOO = "https://ossci-datasets.s3.amazonaws.com/mnist/";
    private static final String FASHION = "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/"
            + "data/fashion/";
    private static final String FASHION_TOO = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";
    private static final String TEXT = "https://raw.githubusercontent.com/karpathy/char-rnn/master/data/"
            + "tinyshakespeare/";

    /// The sets that are known. Sums and sizes are those under which the files are generally published.
    public static final List<PublicSet> ALL = List.of(
            new PublicSet("mnist", "70,000 handwritten digits, 28x28", "LeCun, Cortes, Burges; CC BY-SA 3.0",
                    "cotangent train digits --data DIR", List.of(
                    file("train-images-idx3-ubyte.gz", 9_912_422,
                            "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609", MNIST, MNIST_TOO),
                    file("train-labels-idx1-ubyte.gz", 28_881,
                            "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c", MNIST, MNIST_TOO),
                    file("t10k-images-idx3-ubyte.gz", 1_648_877,
                            "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6", MNIST, MNIST_TOO),
                    file("t10k-labels-idx1-ubyte.gz", 4_542,
                            "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6", MNIST, MNIST_TOO))),
            new PublicSet("fashion-mnist", "70,000 pictures of clothes, 28x28, in MNIST's form",
                    "Zalando Research; MIT", "cotangent train digits --data DIR", List.of(
                    file("train-images-idx3-ubyte.gz", 26_421_880,
                            "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84", FASHION, FASHION_TOO),
                    file("train-labels-idx1-ubyte.gz", 29_515,
                            "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845", FASHION, FASHION_TOO),
                    file("t10k-images-idx3-ubyte.gz", 4_422_102,
                            "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073", FASHION, FASHION_TOO),
                    file("t10k-labels-idx1-ubyte.gz", 5_148,
                            "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5", FASHION,
                            FASHION_TOO))),
            new PublicSet("tinyshakespeare", "1,115,394 characters of Shakespeare", "public domain",
                    "cotangent train chargpt --data DIR/input.txt", List.of(file("input.txt", 1_115_394,
                            "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed", TEXT))),
            new PublicSet("optdigits", "5,620 handwritten digits, 8x8", "Alpaydin, Kaynak; UCI repository, CC BY 4.0",
                    "cotangent train digits --data DIR", List.of(
                    file("optdigits.tra", 563_639,
                            "e1b683cc211604fe8fd8c4417e6a69f31380e0c61d4af22e93cc21e9257ffedd", UCI + "optdigits/"),
                    file("optdigits.tes", 264_712,
                            "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8", UCI
                                    + "optdigits/"))),
            new PublicSet("wine-red", "11 properties of 1,599 red wines, and their quality",
                    "Cortez et al.; UCI repository, CC BY 4.0",
                    "cotangent train regression --data DIR/winequality-red.csv", List.of(
                    file("winequality-red.csv", 84_199,
                            "4a402cf041b025d4566d954c3b9ba8635a3a8a01e039005d97d6a710278cf05e", UCI
                                    + "wine-quality/"))));

    public PublicSet {
        files = List.copyOf(files);
    }

    /// The set of a name.
    ///
    /// @throws StructureException where there is none
    public static PublicSet named(String name) {
        return ALL.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow(() -> new StructureException(
                "get the data set `" + name + "`", "no set of that name", null, "give one of " + ALL.stream()
                        .map(PublicSet::name).toList(), null));
    }

    /// Its size.
    public long bytes() {
        return files.stream().mapToLong(PublicFile::bytes).sum();
    }

    private static PublicFile file(String name, long bytes, String sha256, String... bases) {
        return new PublicFile(name, bytes, sha256, Stream.of(bases).map(b -> URI.create(b + name)).toList());
    }
}
