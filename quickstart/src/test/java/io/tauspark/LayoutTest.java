package io.tauspark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The directions that docs/architecture.md draws, over the classes of all jobs. */
class LayoutTest {
    private static final int MOST_FILES = 31;

    /** Packages that compute with tensors, or choose where that is done. */
    private static final String[] TENSORS = {
        "io.tauspark.tokens",
        "io.tauspark.embed",
        "io.tauspark.model..",
        "io.tauspark.generate",
        "io.tauspark.inference",
        "io.tauspark.train.config",
        "io.tauspark.train.rounds",
        "io.tauspark.train.sync",
        "io.tauspark.train.worker"
    };

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.tauspark");

    @Test
    void packagesHaveNoCircle() {
        slices().matching("io.tauspark.(**)").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void noPackageIsTooLargeToRead() {
        Map<String, Long> files = PRODUCT.stream()
                .filter(JavaClass::isTopLevelClass)
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(files)
                .isNotEmpty()
                .allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(MOST_FILES));
    }

    @Test
    void tensorsStayWhereTheyAreComputed() {
        noClasses()
                .that()
                .resideOutsideOfPackages(TENSORS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .check(PRODUCT);
    }

    @Test
    void commandsDoNotKnowEachOther() {
        for (String command : new String[] {"shard", "tokenizer", "score", "search", "releases"}) {
            noClasses()
                    .that()
                    .resideOutsideOfPackages("io.tauspark." + command, "io.tauspark.quickstart")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.tauspark." + command)
                    .check(PRODUCT);
        }
    }
}
