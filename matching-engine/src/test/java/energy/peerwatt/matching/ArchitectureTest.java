package energy.peerwatt.matching;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.math.BigDecimal;
import java.time.Instant;

@AnalyzeClasses(
        packages = "energy.peerwatt.matching",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /**
     * No cluster, threads, randomness or logging: nothing that could differ between two replays.
     */
    @ArchTest
    static final ArchRule stateMachineIsPure =
            noClasses()
                    .that()
                    .resideInAPackage("energy.peerwatt.matching")
                    .should()
                    .dependOnClassesThat()
                    .resideOutsideOfPackages(
                            "java.lang",
                            "java.lang.runtime",
                            "java.lang.invoke",
                            "java.nio",
                            "java.time",
                            "java.util",
                            "java.util.function",
                            "org.agrona..",
                            "org.jspecify..",
                            "energy.peerwatt.unit",
                            "energy.peerwatt.time",
                            "energy.peerwatt.market",
                            "energy.peerwatt.book",
                            "energy.peerwatt.matching",
                            "energy.peerwatt.matching.sbe")
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.util.Random")
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.lang.Thread");

    @ArchTest
    static final ArchRule nothingReadsTheWallClock =
            noClasses()
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule stateMachineReadsNoClockAtAll =
            noClasses()
                    .that()
                    .resideInAPackage("energy.peerwatt.matching")
                    .should()
                    .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule quantitiesAreExact =
            noFields()
                    .should()
                    .haveRawType(double.class)
                    .orShould()
                    .haveRawType(float.class)
                    .orShould()
                    .haveRawType(BigDecimal.class);
}
