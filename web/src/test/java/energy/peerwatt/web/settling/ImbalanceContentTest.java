package energy.peerwatt.web.settling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.settlement.ImbalancePrices;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.settling.ImbalanceContent.Dual;
import energy.peerwatt.web.settling.ImbalanceContent.Known;
import energy.peerwatt.web.settling.ImbalanceContent.Series;
import energy.peerwatt.web.settling.ImbalanceContent.Series.Borne;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImbalanceContentTest {

    private static final Instant START = Instant.parse("2026-06-18T06:00:00Z");
    private static final Dual ESTIMATE = new Dual(300_000L, 0L);

    @Test
    void anUnknownPriceIsNeverZero() {
        assertThat(new Series(Borne.MEMBER, null).prices(Optional.empty())).isEmpty();
        assertThat(new Series(Borne.MEMBER, ESTIMATE).prices(Optional.empty()))
                .contains(
                        new Known(
                                new ImbalancePrices.Dual(micro(300_000), micro(0)),
                                Quality.ESTIMATED));
    }

    @Test
    void aPublishedPriceReplacesTheEstimate() {
        assertThat(new Series(Borne.MEMBER, ESTIMATE).prices(published(0, 0)))
                .contains(new Known(new ImbalancePrices.Dual(micro(0), micro(0)), Quality.ACTUAL));
        assertThat(new Series(Borne.GROUP, null).prices(published(90_000, -10_000)))
                .contains(
                        new Known(
                                new ImbalancePrices.GroupDual(micro(90_000), micro(-10_000)),
                                Quality.ACTUAL));
    }

    @Test
    void pricesOfTheRulesNeedNoSeries() {
        assertThat(new Dual(2L, 1L).prices(published(9, 9)))
                .contains(new Known(new ImbalancePrices.Dual(micro(2), micro(1)), Quality.ACTUAL));
        assertThat(new ImbalanceContent.OwnTariffs().prices(Optional.empty())).isPresent();
        assertThat(new ImbalanceContent.GroupSingle(5L).prices(Optional.empty())).isPresent();
    }

    @Test
    void refusesAnEstimateThatPaysMoreThanItCosts() {
        Series inverted = new Series(Borne.GROUP, new Dual(1L, 2L));

        assertThatThrownBy(() -> inverted.prices(Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than");
    }

    private static Optional<SeriesPrice> published(long whenShort, long whenLong) {
        return Optional.of(
                new SeriesPrice(
                        1,
                        new AreaId(1),
                        START,
                        1,
                        micro(whenShort),
                        micro(whenLong),
                        "price list",
                        new Actor("operator", START, "published")));
    }

    private static Price micro(long micro) {
        return Price.ofMicroPerKwh(micro);
    }
}
