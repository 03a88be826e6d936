package energy.peerwatt.web.rest;

import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.store.IntervalValueStore;
import energy.peerwatt.settlement.billing.Invoice;
import energy.peerwatt.settlement.print.InvoicePdf;
import energy.peerwatt.settlement.store.InvoiceStore;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.unit.Money;
import energy.peerwatt.web.consent.DataAccess;
import energy.peerwatt.web.consent.DataGrant;
import energy.peerwatt.web.consent.DataGrants;
import energy.peerwatt.web.view.DataGrantView;
import energy.peerwatt.web.view.GrantedValues;
import energy.peerwatt.web.view.InvoiceView;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What members let the caller read; each reading is logged and paid. */
@Path("/api/v1/data-grants")
@Tag(name = "participants")
public class GrantedDataResource {

    private static final int MOST_DAYS = 32;

    private final DataGrants grants;
    private final Homes homes;
    private final IntervalValueStore metering;
    private final InvoiceStore invoices;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public GrantedDataResource(
            DataGrants grants,
            Homes homes,
            IntervalValueStore metering,
            InvoiceStore invoices,
            MarketClock clock,
            CurrentCaller caller) {
        this.invoices = invoices;
        this.grants = grants;
        this.homes = homes;
        this.metering = metering;
        this.clock = clock;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "Grants to the caller with what it owes by them, the newest first")
    public Uni<List<DataGrantView>> mine() {
        return grants.to(caller.access().requirePerson().account())
                .chain(all ->
                        Multi.createFrom()
                                .iterable(all)
                                .onItem()
                                .transformToUniAndConcatenate(grant ->
                                        grants.paidBy(grant.id())
                                                .map(paid ->
                                                        DataGrantView.of(grant, paid, clock.now())))
                                .collect()
                                .asList());
    }

    @GET
    @Path("/{grant}/values")
    @Operation(
            summary =
                    "Values of the local days in [from, to), at most 32; each day that has any is"
                            + " paid when it is read first")
    public Uni<GrantedValues> values(
            @PathParam("grant") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        long account = caller.access().requirePerson().account();
        LocalDate first = date("from", from);
        LocalDate end = date("to", to);
        if (!first.isBefore(end) || first.plusDays(MOST_DAYS).isBefore(end)) {
            throw Inputs.invalid("to", "is not from 1 to " + MOST_DAYS + " days after from");
        }
        return own(account, id)
                .chain(grant ->
                        homes.find(grant.participant())
                                .chain(home -> read(grant, home, first, end)));
    }

    private Uni<DataGrant> own(long account, String id) {
        return grants.find(Inputs.requiredNumber("grant", id))
                .map(found -> found.filter(grant -> isTo(account, grant)))
                .map(found ->
                        found.orElseThrow(
                                () -> new ProblemException(Problem.notFound("grant " + id))));
    }

    private static boolean isTo(long account, DataGrant grant) {
        return grant.account().equals(OptionalLong.of(account));
    }

    @GET
    @Path("/invoices")
    @Operation(summary = "What the caller was invoiced for values that it read, by number")
    public Uni<List<InvoiceView>> invoices() {
        return issued().map(all -> all.stream().map(InvoiceView::of).toList());
    }

    @GET
    @Path("/invoices/{number}/pdf")
    @Produces(StatementResource.PDF)
    @Operation(summary = "One of them on paper")
    public Uni<byte[]> invoicePdf(@PathParam("number") String number) {
        return issued().map(all ->
                        all.stream()
                                .filter(one -> one.fullNumber().equals(number))
                                .findFirst()
                                .orElseThrow(() ->
                                        new ProblemException(
                                                Problem.notFound("invoice " + number))))
                .chain(invoice ->
                        homes.area(invoice.subject().area())
                                .emitOn(Infrastructure.getDefaultWorkerPool())
                                .map(area -> InvoicePdf.of(invoice, area.zone())));
    }

    private Uni<List<Invoice>> issued() {
        return grants.to(caller.access().requirePerson().account())
                .chain(all -> invoices.ofGrants(all.stream().map(DataGrant::id).toList()));
    }

    /**
     * Accepts a grant.
     *
     * @param pricePerDay the grant's, as the grantee knows it
     */
    public record Acceptance(
            @NotNull @Pattern(regexp = "\\d{1,5}(\\.\\d{1,9})?") String pricePerDay) {}

    @POST
    @Path("/{grant}/acceptance")
    @Operation(summary = "Accepts a grant and owes its price for days that are read from now on")
    public Uni<DataGrantView> accept(
            @PathParam("grant") @Schema(type = SchemaType.INTEGER) String id,
            @NotNull @Valid Acceptance body) {
        long account = caller.access().requirePerson().account();
        return own(account, id)
                .invoke(grant -> {
                    if (!grant.price().equals(Money.parse(body.pricePerDay()))) {
                        throw Inputs.invalid("pricePerDay", "is not the grant's price");
                    }
                })
                .chain(grant -> grants.accept(account, grant.id(), clock.now()))
                .invoke(accepted -> {
                    if (!accepted) {
                        throw refused("The grant has ended.");
                    }
                })
                .chain(() -> own(account, id))
                .chain(grant ->
                        grants.paidBy(grant.id())
                                .map(paid -> DataGrantView.of(grant, paid, clock.now())));
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(Problem.of(403, "forbidden", "Forbidden", detail));
    }

    private static LocalDate date(String field, @Nullable String text) {
        return Inputs.date(field, text).orElseThrow(() -> Inputs.invalid(field, "is missing"));
    }

    private Uni<GrantedValues> read(
            DataGrant grant, Homes.Home home, LocalDate first, LocalDate end) {
        ZoneId zone = home.area().zone();
        Instant from = first.atStartOfDay(zone).toInstant();
        Instant to = end.atStartOfDay(zone).toInstant();
        return metering.values(home.point().id(), from, to)
                .call(values -> note(grant, first, end, days(values, zone)))
                .map(values ->
                        switch (grant.resolution()) {
                            case INTERVAL -> GrantedValues.intervals(values);
                            case DAY -> GrantedValues.days(values, zone);
                        });
    }

    private static Set<LocalDate> days(List<IntervalValue> values, ZoneId zone) {
        return values.stream()
                .map(value -> value.interval().start().atZone(zone).toLocalDate())
                .collect(Collectors.toSet());
    }

    /** Nothing is given out that is not noted. */
    private Uni<Void> note(DataGrant grant, LocalDate first, LocalDate end, Set<LocalDate> days) {
        DataAccess access = new DataAccess(clock.now(), first, end, days.size());
        return grants.read(grant.id(), access, days)
                .invoke(noted -> {
                    if (!noted) {
                        throw refused(
                                grant.acceptedAt().isEmpty()
                                        ? "The grant was not accepted yet."
                                        : "The grant has ended.");
                    }
                })
                .replaceWithVoid();
    }
}
