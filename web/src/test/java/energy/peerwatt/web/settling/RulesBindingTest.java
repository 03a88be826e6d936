package energy.peerwatt.web.settling;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On the real chain, with areas that are nowhere else. */
@QuarkusTest
class RulesBindingTest extends MarketTest {

    private static final DeliveryInterval INTERVAL_OF_JUNE =
            DeliveryInterval.quarterHourAt(Instant.parse("2026-06-18T03:00:00Z"));

    @Inject Parts parts;
    @Inject Registry registry;

    @Test
    void whatMembersHaveNotDecidedWaits() {
        RulesBinding binding = new RulesBinding(parts, true);
        Area area = area(4_712);
        RulesRevision later = revision(area, "{\"mode\":\"SHARING\"}");

        assertThat(binding.heldUp(area, INTERVAL_OF_JUNE, Optional.empty()))
                .contains("the area's first rules are on their way to the chain");
        Await.until(
                "area founded",
                () -> binding.heldUp(area, INTERVAL_OF_JUNE, Optional.empty()),
                Optional::isEmpty);

        assertThat(binding.heldUp(area, INTERVAL_OF_JUNE, Optional.of(later)).orElseThrow())
                .contains(
                        "revision 7 was not decided by the members",
                        later.documentHash().hex(),
                        RulesRevision.documentOf(Optional.empty()).hex());
        assertThat(
                        new RulesBinding(parts, false)
                                .heldUp(area, INTERVAL_OF_JUNE, Optional.of(later)))
                .isEmpty();
    }

    @Test
    void anAreaIsFoundedByTheRulesThatItBeginsWith() {
        RulesBinding binding = new RulesBinding(parts, true);
        Area area = area(4_713);
        RulesRevision first = revision(area, "{\"mode\":\"CONTRACTS\"}");

        Await.until(
                "area founded",
                () -> binding.heldUp(area, INTERVAL_OF_JUNE, Optional.of(first)),
                Optional::isEmpty);

        assertThat(binding.heldUp(area, INTERVAL_OF_JUNE, Optional.empty()).orElseThrow())
                .contains("revision 0 was not decided by the members");
    }

    private static RulesRevision revision(Area area, String document) {
        return new RulesRevision(
                area.rules().area(),
                7,
                Instant.parse("2026-06-01T00:00:00Z"),
                new RulesContent(RulesContent.Mode.SHARING, null, null, null, null, null, null),
                document,
                new Actor("operator", Instant.parse("2026-05-01T00:00:00Z"), "test"));
    }

    /** As the street's, with another number. */
    private Area area(int id) {
        List<Area> areas = registry.areas().await().indefinitely();
        Area street = areas.getFirst();
        AreaRules rules = street.rules();
        AreaRules other =
                new AreaRules(
                        new AreaId(id),
                        rules.intervalLength(),
                        rules.gateLead(),
                        rules.horizon(),
                        rules.tick(),
                        rules.lot(),
                        rules.feesPerKwh(),
                        rules.design(),
                        rules.premiums(),
                        rules.repeatWindow());
        return new Area(street.name(), street.zone(), street.currency(), other, street.charges());
    }
}
