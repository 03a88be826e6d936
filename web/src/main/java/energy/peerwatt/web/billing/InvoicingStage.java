package energy.peerwatt.web.billing;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.settlement.store.SettlementStore.SettledMonth;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.Invoicing;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.settling.ResettlementLedger;
import energy.peerwatt.web.stage.Stage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Issues the invoices of months that are settled and quiet, for areas whose {@link Invoicing} says
 * so; and again, as credit notes and new invoices, once something of the month was settled again.
 *
 * <p>Belongs to the thread of its {@link Stage}; can be killed at any point: {@link Invoices#issue}
 * issues nothing twice, and a month that is not yet noted as issued is looked at again.
 */
@Singleton
public final class InvoicingStage implements Stage.Step {

    private static final Logger LOG = Logger.getLogger(InvoicingStage.class);
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Duration NEXT_LOOK = Duration.ofSeconds(5);
    private static final Duration AFTER_PROBLEM = Duration.ofMinutes(1);

    /** Months that begin longer ago are issued by hand only. */
    private static final Duration REACH = Duration.ofDays(400);

    private final Registry registry;
    private final SettlementStore settlements;
    private final ResettlementLedger resettlements;
    private final Invoices invoices;
    private final InvoiceRuns runs;
    private final MarketClock clock;

    /** What was logged last of an area. */
    private final Map<AreaId, String> problems = new HashMap<>();

    /** When a month that could not be issued whole is tried again, nanoseconds of this process. */
    private final Map<AreaMonth, Long> later = new HashMap<>();

    private record AreaMonth(AreaId area, YearMonth month) {}

    public InvoicingStage(
            Registry registry,
            SettlementStore settlements,
            ResettlementLedger resettlements,
            Invoices invoices,
            InvoiceRuns runs,
            MarketClock clock) {
        this.registry = registry;
        this.settlements = settlements;
        this.resettlements = resettlements;
        this.invoices = invoices;
        this.runs = runs;
        this.clock = clock;
    }

    @Override
    public Duration run() {
        for (Area area : await(registry.areas())) {
            if (area.charges().invoicing().stream().anyMatch(one -> one.quietDays().isPresent())) {
                issueDue(area);
            }
        }
        return NEXT_LOOK;
    }

    private void issueDue(Area area) {
        AreaId id = area.rules().area();
        Map<YearMonth, Instant> known = await(runs.of(id));
        List<SettledMonth> months =
                await(settlements.months(id, area.zone(), clock.now().minus(REACH)));
        for (SettledMonth month : months) {
            Instant before = known.getOrDefault(month.month(), Instant.MIN);
            if (month.newest().isAfter(before) && isTurn(id, month) && isQuiet(area, month)) {
                issue(area, month, known.containsKey(month.month()));
            }
        }
    }

    private boolean isTurn(AreaId area, SettledMonth settled) {
        Long at = later.get(new AreaMonth(area, settled.month()));
        return at == null || System.nanoTime() - at >= 0;
    }

    private boolean isQuiet(Area area, SettledMonth settled) {
        YearMonth month = settled.month();
        Optional<Integer> days =
                area.charges().invoicingOn(month.atEndOfMonth()).flatMap(Invoicing::quietDays);
        if (days.isEmpty()) {
            return false;
        }
        Instant start = month.atDay(1).atStartOfDay(area.zone()).toInstant();
        Instant end = month.plusMonths(1).atDay(1).atStartOfDay(area.zone()).toInstant();
        Instant last = settled.newest().isAfter(end) ? settled.newest() : end;
        return clock.now().isAfter(last.plus(Duration.ofDays(days.get())))
                && !await(resettlements.isDue(area.rules().area(), start, end));
    }

    private void issue(Area area, SettledMonth settled, boolean again) {
        AreaId id = area.rules().area();
        String reason = again ? "settled again" : "month closed";
        try {
            switch (await(invoices.issue(area, settled.month(), reason))) {
                case Invoices.Result.Issued(var issued, var failed) -> {
                    LOG.infof(
                            "issued %d documents of %s for area %s",
                            issued.size(), settled.month(), id);
                    if (failed.isEmpty()) {
                        await(
                                runs.add(id, settled.month(), settled.newest(), clock.now())
                                        .replaceWith(true));
                        later.remove(new AreaMonth(id, settled.month()));
                        problems.remove(id);
                    } else {
                        incomplete(id, settled.month(), failed);
                    }
                }
                case Invoices.Result.Refused _ -> {
                    // Its last interval is not settled yet; the next look may find it.
                }
            }
        } catch (IllegalArgumentException e) {
            // One area whose issuer has no VAT rule must not hold up the others.
            failed(id, settled.month(), String.valueOf(e.getMessage()));
        }
    }

    private void incomplete(AreaId area, YearMonth month, List<InvoiceProblem> failed) {
        InvoiceProblem first = failed.getFirst();
        failed(
                area,
                month,
                "of %d members, the first %s: %s"
                        .formatted(failed.size(), first.member(), first.problem()));
    }

    private void failed(AreaId area, YearMonth month, String why) {
        later.put(new AreaMonth(area, month), System.nanoTime() + AFTER_PROBLEM.toNanos());
        String text = month + ": " + why;
        if (!text.equals(problems.put(area, text))) {
            LOG.errorf(
                    "error %s: invoices of area %s are not issued, %s",
                    Stage.nextErrorId(), area, text);
        }
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(TIMEOUT);
    }
}
