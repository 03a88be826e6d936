package energy.peerwatt;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import energy.peerwatt.time.MarketClock;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

@AnalyzeClasses(packages = "energy.peerwatt", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule quantitiesAreExact =
            noFields()
                    .should()
                    .haveRawType(double.class)
                    .orShould()
                    .haveRawType(float.class)
                    .orShould()
                    .haveRawType(Double.class)
                    .orShould()
                    .haveRawType(Float.class)
                    .orShould()
                    .haveRawType(BigDecimal.class);

    @ArchTest
    static final ArchRule stateIsNeverGlobal = fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule dependsOnlyOnTheJdkAndAgrona =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideOutsideOfPackages(
                            "java.lang..",
                            "java.util..",
                            "java.math..",
                            "java.time..",
                            "org.agrona..",
                            "org.jspecify..",
                            "energy.peerwatt.unit..",
                            "energy.peerwatt.time..",
                            "energy.peerwatt.market..",
                            "energy.peerwatt.command..",
                            "energy.peerwatt.book..");

    @ArchTest
    static final ArchRule onlyMarketClocksReadTheTime =
            noClasses()
                    .that(not(assignableTo(MarketClock.class)))
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(InstantSource.class, "system")
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Clock.class);

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("energy.peerwatt.(*)..").should().beFreeOfCycles();
}
