package energy.peerwatt.web.billing;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.billing.Invoice;
import energy.peerwatt.settlement.billing.Invoice.Subject;
import energy.peerwatt.settlement.billing.InvoiceDraft;
import energy.peerwatt.settlement.billing.OriginSums;
import energy.peerwatt.settlement.store.InvoiceStore;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.settlement.store.SettlementSummary;
import energy.peerwatt.settlement.store.StatementLine;
import energy.peerwatt.settlement.tariff.VatRole;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.Invoicing;
import energy.peerwatt.web.registry.Participant;
import energy.peerwatt.web.registry.store.Registry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Issues the invoices of an area's month. May be repeated: only what changed is issued again. */
@ApplicationScoped
public class Invoices {

    /** Why nothing can be issued. */
    public enum Refusal {
        /** The month is not over, or its last interval is not settled. */
        MONTH_NOT_SETTLED,
        /** Nobody is registered who issues invoices at the month's end. */
        NO_ISSUER
    }

    /** What became of it. */
    public sealed interface Result {
        /** What was issued now, by number; empty if everything stood already. */
        record Issued(List<Invoice> invoices) implements Result {}

        record Refused(Refusal why) implements Result {}
    }

    private final Registry registry;
    private final SettlementStore settlements;
    private final InvoiceStore invoices;
    private final VatRoles roles;
    private final MarketClock clock;

    public Invoices(
            Registry registry,
            SettlementStore settlements,
            InvoiceStore invoices,
            VatRoles roles,
            MarketClock clock) {
        this.registry = registry;
        this.settlements = settlements;
        this.invoices = invoices;
        this.roles = roles;
        this.clock = clock;
    }

    /**
     * Issues what each member's month comes to by the last version of its settlements. Fails with
     * {@link IllegalArgumentException} where no VAT rule is known for a member's role; members
     * before it keep their invoices.
     *
     * @param reason kept with each document
     */
    public Uni<Result> issue(Area area, YearMonth month, String reason) {
        Optional<Invoicing> invoicing = area.charges().invoicingOn(month.atEndOfMonth());
        if (invoicing.isEmpty()) {
            return refused(Refusal.NO_ISSUER);
        }
        return settlements
                .newest(area.rules().area(), 1)
                .chain(newest ->
                        isSettled(area, month, newest)
                                ? issueAll(new Run(area, month, invoicing.get(), reason))
                                : refused(Refusal.MONTH_NOT_SETTLED));
    }

    private record Run(Area area, YearMonth month, Invoicing invoicing, String reason) {

        Instant from() {
            return month.atDay(1).atStartOfDay(area.zone()).toInstant();
        }

        Instant to() {
            return month.plusMonths(1).atDay(1).atStartOfDay(area.zone()).toInstant();
        }

        LocalDate lastDay() {
            return month.atEndOfMonth();
        }
    }

    private static Uni<Result> refused(Refusal why) {
        return Uni.createFrom().item(new Result.Refused(why));
    }

    /** Intervals are settled in order, so what follows the month comes after all of it. */
    private boolean isSettled(Area area, YearMonth month, List<SettlementSummary> newest) {
        Instant end = month.plusMonths(1).atDay(1).atStartOfDay(area.zone()).toInstant();
        DeliveryInterval last =
                DeliveryInterval.containing(end.minusSeconds(1), area.rules().intervalLength());
        return clock.now().isAfter(end)
                && newest.stream()
                        .anyMatch(settled -> !settled.interval().start().isBefore(last.start()));
    }

    private Uni<Result> issueAll(Run run) {
        return registry.participants()
                .chain(participants ->
                        Multi.createFrom()
                                .iterable(participants)
                                .onItem()
                                .transformToUniAndConcatenate(member -> issue(run, member))
                                .collect()
                                .asList())
                .map(all -> new Result.Issued(all.stream().flatMap(List::stream).toList()));
    }

    private Uni<List<Invoice>> issue(Run run, Participant member) {
        ParticipantId id = member.id();
        return settlements
                .lines(id, run.from(), run.to())
                .chain(lines ->
                        roles.on(id, run.lastDay())
                                .map(role -> drafts(run, ofArea(lines, run.area()), role)))
                .chain(drafts ->
                        invoices.issue(
                                run.invoicing().issuer(),
                                new Subject(
                                        run.area().rules().area(),
                                        id,
                                        member.name(),
                                        run.month(),
                                        run.area().currency()),
                                drafts,
                                clock.now(),
                                run.reason()));
    }

    private static List<StatementLine> ofArea(List<StatementLine> lines, Area area) {
        AreaId id = area.rules().area();
        return lines.stream().filter(line -> line.area().equals(id)).toList();
    }

    private static List<InvoiceDraft> drafts(Run run, List<StatementLine> lines, VatRole member) {
        if (lines.isEmpty()) {
            return List.of();
        }
        OriginSums sums = OriginSums.of(OriginStatements.settled(lines));
        VatRole issuer = run.invoicing().role();
        var vat = run.invoicing().vat();
        return Stream.of(
                        InvoiceDraft.bought(sums, vat.of(issuer, member, run.lastDay())),
                        InvoiceDraft.sold(sums, vat.of(member, issuer, run.lastDay())))
                .flatMap(Optional::stream)
                .toList();
    }
}
