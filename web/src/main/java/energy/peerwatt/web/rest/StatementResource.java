package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.billing.BillingPeriod;
import energy.peerwatt.settlement.billing.DataCredit;
import energy.peerwatt.settlement.billing.OriginLine;
import energy.peerwatt.settlement.billing.StatementCsv;
import energy.peerwatt.settlement.chain.SettlementBatch;
import energy.peerwatt.settlement.print.StatementPdf;
import energy.peerwatt.settlement.print.StatementSheet;
import energy.peerwatt.settlement.store.StatementLine;
import energy.peerwatt.unit.Money;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.billing.Earnings;
import energy.peerwatt.web.billing.OriginStatements;
import energy.peerwatt.web.consent.DataGrants;
import energy.peerwatt.web.consent.DataPayment;
import energy.peerwatt.web.consent.StaffRead.Kind;
import energy.peerwatt.web.consent.StaffReads;
import energy.peerwatt.web.view.StatementSumsView;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A period's statement to keep: only for the member itself and for operators. */
@Path("/api/v1/participants/{id}/statements")
@Tag(name = "participants")
public class StatementResource {

    private static final int EARLIEST = 2000;
    private static final int LATEST = 2100;

    static final String CSV = "text/csv;charset=UTF-8";
    static final String PDF = "application/pdf";

    private final Homes homes;
    private final OriginStatements statements;
    private final DataGrants grants;
    private final StaffReads staffReads;
    private final CurrentCaller caller;

    public StatementResource(
            Homes homes,
            OriginStatements statements,
            DataGrants grants,
            StaffReads staffReads,
            CurrentCaller caller) {
        this.grants = grants;
        this.staffReads = staffReads;
        this.homes = homes;
        this.statements = statements;
        this.caller = caller;
    }

    @GET
    @Path("/{period}")
    @Operation(summary = "What a month, quarter, half-year or year comes to by origin of the kWh")
    public Uni<StatementSumsView> sums(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("period") String period) {
        return find(id, period)
                .map(found ->
                        StatementSumsView.of(
                                period,
                                found.home().area().currency(),
                                found.origins(),
                                found.data()));
    }

    @GET
    @Path("/{period}/csv")
    @Produces(CSV)
    @Operation(
            summary =
                    "A statement of a month, quarter, half-year or year, a row per origin of each interval's kWh")
    public Uni<String> csv(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("period") String period) {
        return find(id, period)
                .map(found ->
                        StatementCsv.of(found.origins(), found.data(), line -> found.proof(line)));
    }

    @GET
    @Path("/{period}/pdf")
    @Produces(PDF)
    @Operation(summary = "The same on paper")
    public Uni<byte[]> pdf(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("period") String period) {
        return find(id, period)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(found -> StatementPdf.of(found.sheet()));
    }

    /** A home's period. */
    private record Found(
            Homes.Home home,
            BillingPeriod period,
            List<StatementLine> lines,
            List<OriginLine> origins,
            List<DataCredit> data) {

        /** The settlement's key in the contract; with the line's number it leads to its proof. */
        String proof(OriginLine line) {
            return line.lines().isEmpty()
                    ? ""
                    : SettlementBatch.keyOf(
                                    home.area().rules().area(), line.interval(), line.version())
                            .hex();
        }

        StatementSheet sheet() {
            return new StatementSheet(
                    home.participant().name(),
                    home.area().name(),
                    period.first(),
                    period.end(),
                    home.area().zone(),
                    home.area().currency(),
                    origins,
                    data,
                    betterThanGrid());
        }

        /** Unknown where contracts were settled that no meter has confirmed. */
        private Optional<Money> betterThanGrid() {
            return lines.isEmpty()
                    ? Optional.empty()
                    : Earnings.of(List.of(from(), to()), origins, home.point().tariffs())
                            .getFirst()
                            .better();
        }

        private Instant from() {
            return period.first().atStartOfDay(home.area().zone()).toInstant();
        }

        private Instant to() {
            return period.end().atStartOfDay(home.area().zone()).toInstant();
        }
    }

    private Uni<Found> find(String id, String text) {
        ParticipantId participant = Homes.id(id);
        Access access = caller.access();
        access.requireOwnOrUtility(participant);
        BillingPeriod period = period(text);
        return homes.find(participant)
                .call(() -> staffReads.note(access, participant, Kind.BILLS))
                .chain(home -> {
                    var zone = home.area().zone();
                    Instant from = period.first().atStartOfDay(zone).toInstant();
                    Instant to = period.end().atStartOfDay(zone).toInstant();
                    return statements
                            .lines(participant, from, to)
                            .map(lines -> ofArea(lines, home))
                            .chain(lines ->
                                    statements
                                            .withOwn(home.point(), lines, from, to)
                                            .chain(all ->
                                                    grants.paidTo(participant, from, to)
                                                            .map(paid ->
                                                                    new Found(
                                                                            home,
                                                                            period,
                                                                            lines,
                                                                            all,
                                                                            credits(paid)))));
                });
    }

    private static List<DataCredit> credits(List<DataPayment> paid) {
        return paid.stream().map(DataPayment::credit).toList();
    }

    private static BillingPeriod period(String text) {
        return BillingPeriod.parse(text)
                .filter(found -> found.first().getYear() >= EARLIEST)
                .filter(found -> found.first().getYear() <= LATEST)
                .orElseThrow(() ->
                        Inputs.invalid(
                                "period", "is not such as 2026-06, 2026-Q2, 2026-H1 or 2026"));
    }

    private static List<StatementLine> ofArea(List<StatementLine> lines, Homes.Home home) {
        var area = home.area().rules().area();
        return lines.stream().filter(line -> line.area().equals(area)).toList();
    }
}
