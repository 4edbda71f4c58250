package org.cotangent.testkit.vectors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.cotangent.core.Concrete;
import org.cotangent.core.CotangentException;
import org.cotangent.core.FormatException;
import org.cotangent.core.DType;
import org.cotangent.core.Ops;
import org.cotangent.core.Tensor;
import tools.jackson.databind.JsonNode;

/// Programs in StableHLO text with inputs and wanted outputs.
final class HloCases {
    private static final Pattern TYPE = Pattern.compile("(?:x|<)((?:ui|i|f|bf)\\d+|complex<f\\d+>)>");

    private HloCases() {
    }

    static FileReport run(String file, JsonNode root) {
        var tally = new Tally(file, "stablehlo", "relative");
        for (var c : root.get("cases")) {
            var name = Json.text(c.get("name"), file);
            try {
                tally.count(name, compare(name, c));
            } catch (MissingOperation e) {
                tally.skip(e.getMessage());
            } catch (FormatException e) {
                throw e;
            } catch (CotangentException e) {
                tally.fail(name, e.getMessage());
            }
        }
        return tally.report();
    }

    private static Closeness compare(String name, JsonNode c) {
        var body = Json.texts(c.get("body"), name);
        var functions = new LinkedHashMap<String, List<String>>();
        c.path("functions").forEachEntry((f, lines) -> functions.put(f, Json.texts(lines, name + "." + f)));
        for (var lines : functions.values()) {
            lines.forEach(HloCases::checkTypes);
        }
        body.forEach(HloCases::checkTypes);
        var inputs = new ArrayList<Tensor>();
        for (var in : Json.field(c, "inputs", name)) {
            inputs.add(tensor(in, name));
        }
        var got = new HloReader(functions).run(body, inputs);
        var wanted = Json.field(c, "expected", name);
        var near = new Closeness(0, 0);
        for (int i = 0; i < wanted.size(); i++) {
            compare(near, "output " + i, tensor(wanted.get(i), name), got.get(i));
        }
        return near;
    }

    private static void compare(Closeness near, String what, Concrete want, Tensor got) {
        if (!want.type().equals(got.type())) {
            near.wrong(what + " is " + got.type() + ", wanted " + want.type());
            return;
        }
        double rtol = want.dtype() == DType.FLOAT32 ? 1e-4 : want.dtype() == DType.FLOAT64 ? 1e-9 : 0;
        var g = got.toDoubleArray();
        double largest = java.util.stream.DoubleStream.of(want.toDoubleArray()).map(Math::abs).filter(Double::isFinite)
                .max().orElse(0);
        for (int i = 0; i < g.length; i++) {
            if (want.dtype().isInt()) {
                if (want.getLong(i) != got.concrete().getLong(i)) {
                    near.wrong(what + "[" + i + "] is " + got.concrete().getLong(i) + ", wanted " + want.getLong(i));
                }
            } else {
                near.with(rtol, rtol * (1e-3 + largest / 100), what + "[" + i + "]", want.getDouble(i), g[i]);
            }
        }
    }

    private static Concrete tensor(JsonNode n, String where) {
        var dtype = dtype(Json.text(n.get("dtype"), where));
        return Json.tensor(dtype, Json.longs(n.get("shape"), where), n.get("data"), where);
    }

    static DType dtype(String text) {
        return switch (text) {
            case "i1", "bool" -> DType.BOOL;
            case "i32", "i64", "f32", "f64", "f16", "bf16" -> DType.parse(text);
            default -> throw new MissingOperation("integers without sign or of 8 and 16 bits are not dtypes here");
        };
    }

    private static void checkTypes(String line) {
        var m = TYPE.matcher(line);
        while (m.find()) {
            dtype(m.group(1));
        }
    }

    /// Scalars of a dtype, exactly.
    static Tensor scalar(DType dtype, String text) {
        if (text.equals("true") || text.equals("false")) {
            return Ops.tensor(text.equals("true")).reshape();
        }
        if (text.startsWith("0x") && dtype.isFloat()) {
            long bits = Long.parseUnsignedLong(text.substring(2), 16);
            return Ops.tensor(dtype == DType.FLOAT64 ? Double.longBitsToDouble(bits) : Float.intBitsToFloat((int) bits))
                    .to(dtype).reshape();
        }
        return dtype.isInt() ? Ops.tensor(Long.parseLong(text)).to(dtype).reshape()
                : Ops.tensor(Double.parseDouble(text)).to(dtype).reshape();
    }

    /// What the reader knows by its names.
    static Map<String, Tensor> scope(String prefix, List<Tensor> values) {
        var out = new java.util.HashMap<String, Tensor>();
        for (int i = 0; i < values.size(); i++) {
            out.put(prefix + i, values.get(i));
        }
        return out;
    }
}
