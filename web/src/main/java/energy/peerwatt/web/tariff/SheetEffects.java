package energy.peerwatt.web.tariff;

import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.TariffDraft;
import energy.peerwatt.web.settling.Statements;
import energy.peerwatt.web.view.LineSums;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Compares a sheet with what holds without it, for one home. */
@ApplicationScoped
public class SheetEffects {

    /** As many as there are of each day of the week. */
    private static final int DAYS = 28;

    private final Statements statements;
    private final MarketClock clock;

    public SheetEffects(Statements statements, MarketClock clock) {
        this.statements = statements;
        this.clock = clock;
    }

    /**
     * What a sheet changes.
     *
     * @param week from the sheet's first day on
     * @param home empty while nothing of the home is settled
     */
    public record Effect(List<PriceSpan> week, Optional<HomeEffect> home) {}

    /**
     * The effect on the home of a metering point of the area.
     *
     * <p>Fails with {@link IllegalArgumentException} if the sheet contradicts what holds by now.
     */
    public Uni<Effect> on(Area area, MeteringPoint point, TariffDraft.Sheet sheet) {
        LocalDate first = sheet.validFrom();
        Charged before = new Charged(area.charges(), point.tariffs());
        Charged after = before.with(sheet, point.participant());
        List<PriceSpan> week = PriceSpan.changes(before, after, first, area.zone());
        Instant to = clock.now();
        Instant from = to.minus(DAYS, ChronoUnit.DAYS);
        HomeEffect.Span span = new HomeEffect.Span(from, to, first, area.zone());
        return statements
                .span(area, point, from, to)
                .map(past -> {
                    Map<Instant, LineSums> settled = new TreeMap<>();
                    past.lines().forEach((start, lines) -> settled.put(start, LineSums.of(lines)));
                    return settled.isEmpty()
                            ? Optional.<HomeEffect>empty()
                            : Optional.of(
                                    HomeEffect.of(
                                            point.participant(), span, settled, before, after));
                })
                .map(home -> new Effect(week, home));
    }
}
