package org.cotangent.nn.recipes;

import java.io.IOException;
import java.util.List;
import org.cotangent.core.StructureException;

/// A whole training task that one command runs.
public interface Recipe {
    /// All recipes.
    static List<Recipe> all() {
        return List.of(new Digits(), new Regression(), new CharGpt(), new LstmText(), new Autoencoder(), new Vae(),
                new Pinn(), new Hmc(), new Greeks());
    }

    /// The recipe of a name.
    ///
    /// @throws StructureException where there is none
    static Recipe named(String name) {
        return all().stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow(() -> new StructureException(
                "train `" + name + "`", "no recipe of that name", null, "give one of " + all().stream()
                        .map(Recipe::name).toList(), null));
    }

    /// What it is called on the command line.
    String name();

    /// What it does, in one line.
    String about();

    /// Trains.
    ///
    /// @throws IOException where data cannot be read or results cannot be written
    Outcome run(Order order) throws IOException;
}
