package energy.peerwatt.web.billing;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.billing.DataCredit;
import energy.peerwatt.settlement.billing.Invoice;
import energy.peerwatt.settlement.billing.Invoice.Subject;
import energy.peerwatt.settlement.billing.InvoiceDraft;
import energy.peerwatt.settlement.billing.OriginSums;
import energy.peerwatt.settlement.store.InvoiceStore;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.settlement.store.SettlementSummary;
import energy.peerwatt.settlement.store.StatementLine;
import energy.peerwatt.settlement.tariff.VatRole;
import energy.peerwatt.settlement.tariff.VatRule;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.consent.DataGrants;
import energy.peerwatt.web.consent.DataPayment;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
        /**
         * What was issued now, by number; empty if everything stood already.
         *
         * @param problems members of whom nothing was issued; the others have their documents
         */
        record Issued(List<Invoice> invoices, List<InvoiceProblem> problems) implements Result {}

        record Refused(Refusal why) implements Result {}
    }

    private final Registry registry;
    private final SettlementStore settlements;
    private final InvoiceStore invoices;
    private final InvoiceProblems problems;
    private final DataGrants grants;
    private final VatRoles roles;
    private final MarketClock clock;

    public Invoices(
            Registry registry,
            SettlementStore settlements,
            InvoiceStore invoices,
            InvoiceProblems problems,
            DataGrants grants,
            VatRoles roles,
            MarketClock clock) {
        this.registry = registry;
        this.settlements = settlements;
        this.invoices = invoices;
        this.problems = problems;
        this.grants = grants;
        this.roles = roles;
        this.clock = clock;
    }

    /**
     * Issues what each member's month comes to by the last version of its settlements, with what
     * others paid for its data, and what those others owe. Where that is not possible for a member,
     * because no VAT rule is known for its role, the result and {@link InvoiceProblems} say so; the
     * others have their documents all the same.
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

    /** What became of one member. */
    private record Outcome(List<Invoice> invoices, Optional<InvoiceProblem> problem) {}

    private Uni<Result> issueAll(Run run) {
        AreaId area = run.area().rules().area();
        return grants.paid(area, run.from(), run.to())
                .chain(paid ->
                        invoices.of(area, run.month())
                                .map(Invoices::readers)
                                .chain(readers -> members(paid, readers)))
                .chain(members ->
                        Multi.createFrom()
                                .iterable(members)
                                .onItem()
                                .transformToUniAndConcatenate(member -> outcome(run, member))
                                .collect()
                                .asList())
                .map(Invoices::issued)
                .call(issued -> problems.replace(area, run.month(), issued.problems(), clock.now()))
                .map(issued -> (Result) issued);
    }

    private static Result.Issued issued(List<Outcome> all) {
        return new Result.Issued(
                all.stream().flatMap(one -> one.invoices().stream()).toList(),
                all.stream().flatMap(one -> one.problem().stream()).toList());
    }

    /**
     * A member with what it is paid for its data in this area.
     *
     * @param readers by consent, whom this month's documents about its data went to
     */
    private record Member(
            Participant participant, List<DataPayment> data, Map<Long, String> readers) {}

    /** Whom documents about data went to, by member and consent. */
    private static Map<ParticipantId, Map<Long, String>> readers(List<Invoice> month) {
        Map<ParticipantId, Map<Long, String>> readers = new HashMap<>();
        for (Invoice one : month) {
            Subject subject = one.subject();
            if (subject.grant() > 0) {
                readers.computeIfAbsent(subject.participant(), _ -> new TreeMap<>())
                        .put(subject.grant(), subject.memberName());
            }
        }
        return readers;
    }

    private Uni<List<Member>> members(
            Map<ParticipantId, List<DataPayment>> paid,
            Map<ParticipantId, Map<Long, String>> readers) {
        return registry.participants()
                .map(all ->
                        all.stream()
                                .map(one ->
                                        new Member(
                                                one,
                                                paid.getOrDefault(one.id(), List.of()),
                                                readers.getOrDefault(one.id(), Map.of())))
                                .toList());
    }

    private Uni<Outcome> outcome(Run run, Member member) {
        return issue(run, member)
                .map(invoices -> new Outcome(invoices, Optional.empty()))
                .onFailure(Invoices::isOfOneMember)
                .recoverWithItem(failure ->
                        new Outcome(
                                List.of(),
                                Optional.of(
                                        new InvoiceProblem(
                                                member.participant().id(),
                                                String.valueOf(failure.getMessage())))));
    }

    /** What is wrong with one member's month, and not with the database or the program. */
    private static boolean isOfOneMember(Throwable failure) {
        return failure instanceof IllegalArgumentException
                || failure instanceof ArithmeticException;
    }

    private Uni<List<Invoice>> issue(Run run, Member member) {
        ParticipantId id = member.participant().id();
        List<DataCredit> data = member.data().stream().map(DataPayment::credit).toList();
        return settlements
                .lines(id, run.from(), run.to())
                .chain(lines ->
                        roles.on(id, run.lastDay())
                                .map(role -> drafts(run, ofArea(lines, run.area()), data, role)))
                .chain(drafts ->
                        keep(run, subject(run, id, member.participant().name(), 0), drafts))
                .chain(issued -> issueData(run, member, data, issued));
    }

    /**
     * What others owe for the member's data, by consent. A document of a consent by which nothing
     * is owed any more is taken back.
     */
    private Uni<List<Invoice>> issueData(
            Run run, Member member, List<DataCredit> data, List<Invoice> issued) {
        VatRule vat = dataVat(run);
        Map<Long, String> readers = new HashMap<>(member.readers());
        Map<Long, List<DataCredit>> byGrant = new TreeMap<>();
        readers.keySet().forEach(grant -> byGrant.put(grant, new ArrayList<>()));
        for (DataCredit one : data) {
            readers.put(one.grant(), one.reader());
            byGrant.computeIfAbsent(one.grant(), _ -> new ArrayList<>()).add(one);
        }
        return Multi.createFrom()
                .iterable(byGrant.entrySet())
                .onItem()
                .transformToUniAndConcatenate(one ->
                        keep(
                                run,
                                subject(
                                        run,
                                        member.participant().id(),
                                        readers.getOrDefault(one.getKey(), ""),
                                        one.getKey()),
                                dataAccess(one.getValue(), vat)))
                .collect()
                .asList()
                .map(more ->
                        Stream.concat(Stream.of(issued), more.stream())
                                .flatMap(List::stream)
                                .toList());
    }

    private static List<InvoiceDraft> dataAccess(List<DataCredit> data, VatRule vat) {
        return data.isEmpty() ? List.of() : List.of(InvoiceDraft.dataAccess(data, vat));
    }

    /** As to anybody who is no business: reverse charge of electricity is not for data. */
    private static VatRule dataVat(Run run) {
        Invoicing invoicing = run.invoicing();
        return invoicing.vat().of(invoicing.role(), VatRole.PRIVATE, run.lastDay());
    }

    private static Subject subject(Run run, ParticipantId member, String name, long grant) {
        return new Subject(
                run.area().rules().area(), member, name, run.month(), run.area().currency(), grant);
    }

    private Uni<List<Invoice>> keep(Run run, Subject subject, List<InvoiceDraft> drafts) {
        return invoices.issue(run.invoicing().issuer(), subject, drafts, clock.now(), run.reason());
    }

    private static List<StatementLine> ofArea(List<StatementLine> lines, Area area) {
        AreaId id = area.rules().area();
        return lines.stream().filter(line -> line.area().equals(id)).toList();
    }

    private static List<InvoiceDraft> drafts(
            Run run, List<StatementLine> lines, List<DataCredit> data, VatRole member) {
        if (lines.isEmpty() && data.isEmpty()) {
            return List.of();
        }
        OriginSums sums = OriginSums.of(OriginStatements.settled(lines));
        VatRole issuer = run.invoicing().role();
        var vat = run.invoicing().vat();
        return Stream.of(
                        InvoiceDraft.bought(sums, vat.of(issuer, member, run.lastDay())),
                        InvoiceDraft.sold(sums, data, vat.of(member, issuer, run.lastDay())))
                .flatMap(Optional::stream)
                .toList();
    }
}
