package energy.peerwatt.edge;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;

@AnalyzeClasses(
        packages = {"energy.peerwatt.edge", "energy.peerwatt.metering.protocol"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String SIMULATOR = "energy.peerwatt.edge.simulator..";
    private static final String[] LANGUAGE = {
        "energy.peerwatt.market..", "energy.peerwatt.time..", "energy.peerwatt.unit.."
    };

    @ArchTest
    static final ArchRule edgeKnowsOnlyTheLanguageAndTheProtocol =
            noClasses()
                    .that()
                    .resideInAPackage("energy.peerwatt.edge..")
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("energy.peerwatt..")
                                    .and(not(resideInAPackage("energy.peerwatt.edge..")))
                                    .and(
                                            not(
                                                    resideInAPackage(
                                                            "energy.peerwatt.metering.protocol..")))
                                    .and(not(resideInAnyPackage(LANGUAGE))));

    @ArchTest
    static final ArchRule protocolIsPlain =
            classes()
                    .that()
                    .resideInAPackage("energy.peerwatt.metering.protocol..")
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                            "java..",
                                            "javax.crypto..",
                                            "org.jspecify..",
                                            "org.bouncycastle..",
                                            "com.fasterxml.jackson..",
                                            "energy.peerwatt.metering.protocol..")
                                    .or(resideInAnyPackage(LANGUAGE)));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("energy.peerwatt.edge.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule simulatorIsNotUsedByTheGateway =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(SIMULATOR)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(SIMULATOR);

    /** A map of registers that both sides share would agree with itself, right or wrong. */
    @ArchTest
    static final ArchRule simulatorDoesNotUseTheDrivers =
            noClasses()
                    .that()
                    .resideInAPackage(SIMULATOR)
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("energy.peerwatt.edge..")
                                    .and(not(resideInAPackage(SIMULATOR))));

    @ArchTest
    static final ArchRule j2modOnlyInModbus =
            onlyIn("com.ghgande.j2mod..", "energy.peerwatt.edge.modbus..");

    @ArchTest
    static final ArchRule pahoOnlyInMqtt =
            onlyIn("org.eclipse.paho..", "energy.peerwatt.edge.mqtt..");

    @ArchTest
    static final ArchRule brokerOnlyInSimulator = onlyIn("org.apache.activemq..", SIMULATOR);

    @ArchTest
    static final ArchRule noFloatingPointFields =
            fields().that()
                    .areDeclaredInClassesThat()
                    .resideOutsideOfPackage(SIMULATOR)
                    .should()
                    .notHaveRawType(double.class)
                    .andShould()
                    .notHaveRawType(float.class)
                    .andShould()
                    .notHaveRawType(BigDecimal.class);

    @ArchTest
    static final ArchRule noWallClock =
            noClasses()
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(LocalDateTime.class, "now")
                    .orShould()
                    .callMethod(ZonedDateTime.class, "now")
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Clock.class);

    private static ArchRule onlyIn(String library, String owner) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(owner, SIMULATOR)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }
}
