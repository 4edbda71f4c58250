package org.cotangent;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Law 7: packages are floors, and nothing refers upwards.
class FloorsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("org.cotangent");

    @Test
    void nothingRefersToAHigherFloor() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
                .layer("storage").definedBy("org.cotangent.storage")
                .layer("lane").definedBy("org.cotangent.lane")
                .layer("language").definedBy("org.cotangent.core", "org.cotangent.op", "org.cotangent.graph")
                .layer("trace").definedBy("org.cotangent.trace")
                .layer("rewrite").definedBy("org.cotangent.rewrite")
                .layer("schedule").definedBy("org.cotangent.schedule")
                .layer("codegen").definedBy("org.cotangent.codegen")
                .layer("runtime").definedBy("org.cotangent.runtime")
                .layer("transforms").definedBy("org.cotangent")
                .optionalLayer("program").definedBy("org.cotangent.program..", "org.cotangent.explain..")
                .whereLayer("program").mayNotBeAccessedByAnyLayer()
                .whereLayer("transforms").mayOnlyBeAccessedByLayers("program")
                .whereLayer("runtime").mayOnlyBeAccessedByLayers("transforms", "program")
                .whereLayer("codegen").mayOnlyBeAccessedByLayers("runtime", "transforms", "program")
                .whereLayer("schedule").mayOnlyBeAccessedByLayers("codegen", "runtime", "transforms", "program")
                .whereLayer("rewrite").mayOnlyBeAccessedByLayers("schedule", "codegen", "runtime", "transforms",
                        "program")
                .whereLayer("trace").mayOnlyBeAccessedByLayers("rewrite", "schedule", "codegen", "runtime",
                        "transforms", "program")
                .whereLayer("language").mayOnlyAccessLayers("storage", "lane")
                .whereLayer("lane").mayOnlyAccessLayers("storage")
                .whereLayer("storage").mayNotAccessAnyLayer()
                .check(CLASSES);
    }
}
