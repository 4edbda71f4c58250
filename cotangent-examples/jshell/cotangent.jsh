// Cotangent in JShell and in notebooks: imports, and pictures as HTML.
// JShell: jshell --class-path ... --add-modules jdk.incubator.vector -R--add-modules=jdk.incubator.vector cotangent.jsh
import static org.cotangent.Transforms.*;
import static org.cotangent.core.Ops.*;
import java.util.*;
import java.util.stream.*;
import org.cotangent.*;
import org.cotangent.core.*;
import org.cotangent.explain.*;
import org.cotangent.graph.*;
import org.cotangent.nn.train.Chart;

/// The picture of a graph, for a page.
String picture(Graph g) {
    return Pictures.svg(g);
}

/// A line through points, for a page.
String plot(String title, Tensor x, Tensor y) throws Exception {
    var line = new Chart.Line("", Arrays.stream(x.toDoubleArray()).boxed().toList(),
            Arrays.stream(y.toDoubleArray()).boxed().toList());
    return "<img alt=\"" + title + "\" src=\"data:image/png;base64,"
            + Base64.getEncoder().encodeToString(new Chart(title, "", List.of(line)).png()) + "\">";
}

/// A tensor of rank 1 or 2 as a table, for a page.
String table(Tensor t) {
    var m = t.rank() == 2 ? t : t.reshape(1, -1);
    var rows = new StringBuilder("<table>");
    for (var row : unstack(m, 0)) {
        rows.append("<tr>");
        for (var v : row.toDoubleArray()) {
            rows.append("<td>").append(String.format("%.4g", v)).append("</td>");
        }
        rows.append("</tr>");
    }
    return rows.append("</table>").toString();
}
