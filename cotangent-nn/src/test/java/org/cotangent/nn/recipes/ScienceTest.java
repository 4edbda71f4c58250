package org.cotangent.nn.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.cotangent.core.Ops.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.cotangent.Transforms;
import org.cotangent.core.DType;
import org.cotangent.core.FormatException;
import org.cotangent.core.Host;
import org.cotangent.core.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Leaves;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.infer.Estimate;
import org.cotangent.nn.infer.NutsSettings;
import org.cotangent.nn.infer.Sampler;
import org.cotangent.nn.train.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The recipes of science and finance: what they compute is right, and small runs of them work.
class ScienceTest {
    @TempDir
    private Path folder;

    private Outcome run(String recipe, Long epochs, Long steps, Path data) throws IOException {
        System.setProperty("java.awt.headless", "true");
        var out = Files.createDirectories(folder.resolve(recipe));
        var chosen = recipe.equals("hmc") ? new Hmc(100) : Recipe.named(recipe);
        return chosen.run(new Order(data, null, epochs, steps, 0, out, false, "test", List.of(), _ -> { }));
    }

    @Test
    void burgersSolutionSolvesBurgersEquation() {
        double h = 1e-4;
        for (double t : new double[] {0.1, 0.5, 0.9}) {
            for (double x : new double[] {-0.7, -0.1, 0, 0.05, 0.6}) {
                double u = Burgers.at(t, x);
                double byT = (Burgers.at(t + h, x) - Burgers.at(t - h, x)) / (2 * h);
                double byX = (Burgers.at(t, x + h) - Burgers.at(t, x - h)) / (2 * h);
                double second = (Burgers.at(t, x + h) - 2 * u + Burgers.at(t, x - h)) / (h * h);
                assertThat(byT + u * byX - Burgers.VISCOSITY * second).isCloseTo(0, within(2e-5));
            }
        }
        assertThat(Burgers.at(1e-9, 0.3)).isCloseTo(-Math.sin(0.3 * Math.PI), within(1e-6));
        assertThat(Burgers.at(0.7, 1)).isCloseTo(0, within(1e-12));
    }

    @Test
    void theResidualIsThatOfTheSolution() {
        var net = Leaves.convert(Sequential.of(Dense.of(key(1), 2, 8), Activation.TANH, Dense.of(key(2), 8, 1)),
                DType.FLOAT64);
        double t = 0.4;
        double x = 0.3;
        double h = 1e-4;
        double byT = (u(net, t + h, x) - u(net, t - h, x)) / (2 * h);
        double byX = (u(net, t, x + h) - u(net, t, x - h)) / (2 * h);
        double second = (u(net, t, x + h) - 2 * u(net, t, x) + u(net, t, x - h)) / (h * h);
        var residual = Pinn.residual(net, new Pinn.Points(tensor(t, 0.9), tensor(x, -0.2)));
        assertThat(index(residual, 0).item()).isCloseTo(byT + u(net, t, x) * byX - Burgers.VISCOSITY * second,
                within(1e-5));
    }

    private static double u(Sequential net, double t, double x) {
        return Pinn.solution(net, new Pinn.Points(tensor(t), tensor(x))).item();
    }

    @Test
    void pinnLearns() throws IOException {
        var few = run("pinn", null, 24L, null).metrics().get("relative_error");
        assertThat(few).isLessThan(0.6);
        assertThat(folder.resolve("pinn/solution.png")).exists();
        assertThat(folder.resolve("pinn/report.html")).exists();
    }

    @Test
    void closedFormsAndTheirDerivatives() {
        assertThat(Market.derived(Market::european)).containsExactly(Market.textbook(), within(1e-10));
    }

    @Test
    void greeksWithinTheirErrors() throws IOException {
        var got = run("greeks", null, 1L, null);
        assertThat(got.metrics().get("worst_z")).isLessThan(4.5);
        var table = got.tables().get("greeks");
        assertThat(table).containsKeys("european.gamma", "geometric_asian.vega", "asian.delta");
        var asian = table.get("asian.price");
        assertThat(asian.get("estimate")).isGreaterThan(table.get("geometric_asian.price").get("estimate"));
        assertThat(asian.get("standard_error")).as("the control takes most of the noise away").isLessThan(0.2
                * table.get("geometric_asian.price").get("standard_error"));
        assertThat(folder.resolve("greeks/report.html")).exists();
        assertThatThrownBy(() -> run("greeks", 1L, null, null)).hasMessageContaining("--steps");
    }

    @Test
    void codersLearnAndShow() throws IOException {
        for (var recipe : List.of("autoencoder", "vae")) {
            var got = run(recipe, null, 12L, null);
            assertThat(got.ending()).isEqualTo(Result.Ending.STEPS);
            double cost = got.metrics().get(recipe.equals("vae") ? "negative_elbo" : "test_loss");
            assertThat(cost).as(recipe).isLessThan(400);
            assertThat(folder.resolve(recipe + "/samples.png")).exists();
        }
    }

    @Test
    void hmcGoesOnToTheSameBits() throws IOException {
        var whole = run("hmc", null, 12L, null);
        assertThat(whole.tables().get("posterior")).containsKeys("theta[1]", "theta[8]", "mu", "tau");
        assertThat(whole.tables().get("posterior").get("mu").get("mean")).isBetween(0.0, 9.0);
        for (var name : List.of("pairs.png", "trace.png", "report.html", "checkpoints/last")) {
            assertThat(folder.resolve("hmc").resolve(name)).exists();
        }
        var again = new Hmc(100).run(new Order(null, null, null, 20L, 0, folder.resolve("hmc"), true, "test",
                List.of(), _ -> { }));
        var other = Files.createDirectories(folder.resolve("other"));
        var straight = new Hmc(100).run(new Order(null, null, null, 20L, 0, other, false, "test", List.of(),
                _ -> { }));
        assertThat(again.tables()).isEqualTo(straight.tables());
        assertThatThrownBy(() -> new Hmc(100).run(new Order(null, null, null, 20L, 1, other, true, "test",
                List.of(), _ -> { }))).isInstanceOf(FormatException.class).hasMessageContaining("seed");
    }

    @Test
    void modelsNeedTheirData() throws IOException {
        var ark = Files.createDirectories(folder.resolve("arK"));
        assertThatThrownBy(() -> run("hmc", null, 4L, ark)).hasMessageContaining("data.json");
        Files.writeString(ark.resolve("data.json"), "{\"K\": 2, \"y\": [1, \"x\"]}");
        assertThatThrownBy(() -> run("hmc", null, 4L, ark)).hasMessageContaining("`y`");
        Files.writeString(ark.resolve("data.json"), "{");
        assertThatThrownBy(() -> run("hmc", null, 4L, ark)).hasMessageContaining("no JSON");
        assertThatThrownBy(() -> run("hmc", null, 4L, folder)).hasMessageContaining("no model called");
    }

    /// The outside posteriors that are quick, at fewer draws than the recipe takes.
    @Test
    void posteriorsAgreeWithTheirReferences() throws IOException {
        var shared = Path.of(System.getProperty("cotangent.shared", "../../shared")).resolve("data/posteriors");
        if (!Files.isDirectory(shared)) {
            System.out.println("SKIPPED: no folder " + shared + " (set -Dcotangent.shared)");
            return;
        }
        for (var name : List.of("eight_schools_noncentered", "gp_regr")) {
            var data = PosteriorData.in(shared.resolve(name));
            var draws = Sampler.of(data.model(), NutsSettings.usual().draws(500, 500)).run();
            var estimates = new LinkedHashMap<String, Estimate>();
            draws.names().forEach(n -> estimates.put(n, Estimate.of(draws.of(n))));
            assertThat(data.worst(estimates, draws).orElseThrow()).as(name).isLessThan(4);
            assertThat(estimates.values()).as(name).allMatch(e -> e.essBulk() > 400 && e.rhat() < 1.02);
        }
        for (var name : List.of("arK", "kidscore_momiq", "lotka_volterra", "gp_regr")) {
            gradientsAreDerivatives(PosteriorData.in(shared.resolve(name)), shared.resolve(name));
        }
    }

    /// At the reference means, moved a little: compiled reverse mode beside differences of the log density.
    private static void gradientsAreDerivatives(PosteriorData data, Path folder) {
        var free = data.model().values(zerosOf(data));
        var values = new TreeMap<String, Tensor>();
        free.forEach((name, like) -> values.put(name, like.rank() == 0 ? mean(data, name) : means(data, name,
                (int) like.size(0))));
        var at = data.model().free(values).add(0.01);
        var density = Transforms.jit((Tensor x) -> data.model().logDensity(x));
        var gradient = Host.doubles(Transforms.jit(Transforms.grad((Tensor x) -> data.model().logDensity(x)))
                .apply(at));
        for (int i = 0; i < gradient.length; i++) {
            var e = new double[gradient.length];
            e[i] = 1e-6;
            double by = (density.apply(at.add(tensor(e))).item() - density.apply(at.sub(tensor(e))).item()) / 2e-6;
            assertThat(gradient[i]).as(folder + " " + i).isCloseTo(by, within(1e-4 * (1 + Math.abs(by))));
        }
    }

    private static Tensor zerosOf(PosteriorData data) {
        return zeros(org.cotangent.core.TensorType.of(DType.FLOAT64, data.model().size()));
    }

    private static Tensor mean(PosteriorData data, String name) {
        return tensor(data.reference().get(name).get("mean").asDouble()).reshape();
    }

    private static Tensor means(PosteriorData data, String name, int n) {
        var out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = data.reference().get(name + "[" + (i + 1) + "]").get("mean").asDouble();
        }
        return tensor(out);
    }
}
