package org.cotangent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotangent.Doctor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `cotangent doctor`: what is in use, and why not the rest.
@Command(name = "doctor",
        description = "Say which JDK, vectors, native math library and devices are in use, and why not others.")
final class DoctorCommand extends CommonCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Override
    public Integer call() {
        var items = Doctor.report();
        var out = out();
        if (json) {
            out.println(Json.text(Json.object("items", items.stream()
                    .map(i -> Json.object("topic", i.topic(), "name", i.name(),
                    "used", i.used(), "detail", i.detail(), "remedy", i.remedy())).toList())));
            return Main.DONE;
        }
        var rows = new ArrayList<List<String>>();
        for (var i : items) {
            var rest = i.detail().isEmpty() ? i.remedy() : i.remedy().isEmpty() ? i.detail() : i.detail() + "; "
                    + i.remedy();
            rows.add(List.of(i.topic(), i.name(), i.used() ? "in use" : "not used", rest));
        }
        out.print(GradTable.aligned(rows));
        return Main.DONE;
    }
}
