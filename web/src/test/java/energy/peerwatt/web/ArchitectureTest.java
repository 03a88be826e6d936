package energy.peerwatt.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import energy.peerwatt.time.ScaledMarketClock;
import java.math.BigDecimal;
import java.time.Instant;

/** Which way imports point, over all modules; see ARCHITECTURE.md. */
@AnalyzeClasses(packages = "energy.peerwatt", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule modulesImportOneWay =
            layeredArchitecture()
                    .consideringOnlyDependenciesInAnyPackage("energy.peerwatt..")
                    .layer("order book")
                    .definedBy(
                            "energy.peerwatt.unit..",
                            "energy.peerwatt.time..",
                            "energy.peerwatt.market..",
                            "energy.peerwatt.book..")
                    .layer("engine")
                    .definedBy("energy.peerwatt.matching..")
                    .layer("protocol")
                    .definedBy("energy.peerwatt.metering.protocol..")
                    .layer("head-end")
                    .definedBy("energy.peerwatt.metering.headend..")
                    .layer("settlement")
                    .definedBy("energy.peerwatt.settlement..")
                    .layer("balancer")
                    .definedBy("energy.peerwatt.balancer..")
                    .layer("web")
                    .definedBy("energy.peerwatt.web..")
                    .whereLayer("web")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("engine")
                    .mayOnlyBeAccessedByLayers("web")
                    .whereLayer("head-end")
                    .mayOnlyBeAccessedByLayers("web")
                    .whereLayer("settlement")
                    .mayOnlyBeAccessedByLayers("web")
                    .whereLayer("balancer")
                    .mayOnlyBeAccessedByLayers("web")
                    .whereLayer("protocol")
                    .mayOnlyBeAccessedByLayers("head-end", "web")
                    .whereLayer("order book")
                    .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule frameworksStayInWebAndStores =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("energy.peerwatt.web..", "energy.peerwatt..store..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.quarkus..", "jakarta..", "org.hibernate..", "io.vertx..");

    @ArchTest
    static final ArchRule aeronStaysInTheEngine =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("energy.peerwatt.matching..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.aeron..");

    @ArchTest
    static final ArchRule web3jStaysWithTheChain =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("energy.peerwatt.settlement.chain..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.web3j..");

    @ArchTest
    static final ArchRule pdfBoxStaysWithThePrinter =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("energy.peerwatt.settlement.print..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.pdfbox..");

    @ArchTest
    static final ArchRule optaPlannerStaysInTheSolver =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("energy.peerwatt.balancer.solver..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.optaplanner..");

    @ArchTest
    static final ArchRule brokerStaysInParts =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("energy.peerwatt.web.parts..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.activemq..", "io.zonky..");

    @ArchTest
    static final ArchRule webHasNoCycles =
            slices().matching("energy.peerwatt.web.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule energyAndMoneyAreWholeNumbers =
            noFields()
                    .that()
                    .areDeclaredInClassesThat()
                    .resideOutsideOfPackages(
                            "energy.peerwatt.balancer.forecast..",
                            "energy.peerwatt.balancer.solver..",
                            "energy.peerwatt.balancer.network..")
                    .should()
                    .haveRawType(double.class)
                    .orShould()
                    .haveRawType(float.class)
                    .orShould()
                    .haveRawType(BigDecimal.class);

    @ArchTest
    static final ArchRule timeComesFromTheMarketClock =
            noClasses()
                    .that()
                    .doNotBelongToAnyOf(ScaledMarketClock.class)
                    .should()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Instant.class, "now");

    @ArchTest
    static final ArchRule entitiesStayInTheirStore =
            classes()
                    .that()
                    .areAnnotatedWith("jakarta.persistence.Entity")
                    .should()
                    .bePackagePrivate()
                    .andShould()
                    .resideInAPackage("..store..");

    /** Keeps the rules above from passing because nothing was read. */
    @ArchTest
    static void readsAllModules(JavaClasses classes) {
        for (String name :
                new String[] {
                    "energy.peerwatt.matching.cluster.EngineClient",
                    "energy.peerwatt.metering.headend.store.HeadEnd",
                    "energy.peerwatt.settlement.MeteredSharing",
                    "energy.peerwatt.balancer.forecast.PersistenceForecast",
                    "energy.peerwatt.web.MarketMain",
                }) {
            assertThat(classes.contain(name)).as(name).isTrue();
        }
    }
}
