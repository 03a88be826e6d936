package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.billing.OriginLine;
import energy.peerwatt.settlement.store.StatementLine;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.billing.OriginStatements;
import energy.peerwatt.web.consent.DataGrants;
import energy.peerwatt.web.consent.DataPayment;
import energy.peerwatt.web.consent.StaffRead.Kind;
import energy.peerwatt.web.consent.StaffReads;
import energy.peerwatt.web.parts.Chain;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.settling.IntervalProof;
import energy.peerwatt.web.settling.SettlementKey;
import energy.peerwatt.web.settling.Statements;
import energy.peerwatt.web.view.DataPaymentView;
import energy.peerwatt.web.view.DayBuilder;
import energy.peerwatt.web.view.DayView;
import energy.peerwatt.web.view.LineSums;
import energy.peerwatt.web.view.LineView;
import energy.peerwatt.web.view.OriginView;
import energy.peerwatt.web.view.StatementView;
import io.quarkus.vertx.http.Compressed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A participant's days, statements and account. */
@Path("/api/v1/participants/{id}")
@Tag(name = "participants")
public class ParticipantResource {

    private static final int MOST_DAYS = 32;

    private final Homes homes;
    private final OriginStatements origins;
    private final Statements statements;
    private final DataGrants grants;
    private final StaffReads staffReads;
    private final Parts parts;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public ParticipantResource(
            Homes homes,
            OriginStatements origins,
            Statements statements,
            DataGrants grants,
            StaffReads staffReads,
            Parts parts,
            MarketClock clock,
            CurrentCaller caller) {
        this.homes = homes;
        this.origins = origins;
        this.statements = statements;
        this.grants = grants;
        this.staffReads = staffReads;
        this.parts = parts;
        this.clock = clock;
        this.caller = caller;
    }

    @GET
    @Path("/statement")
    @Operation(summary = "All lines of the intervals that start in [from, to), each with its proof")
    public Uni<StatementView> statement(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        Instant start = Inputs.requiredInstant("from", from);
        Instant end = Inputs.requiredInstant("to", to);
        Inputs.requireSpan(start, end, MOST_DAYS);
        return find(id, Kind.BILLS)
                .chain(home ->
                        statements
                                .proven(home.participant().id(), start, end)
                                .chain(proven ->
                                        origins.withOwn(home.point(), proven.lines(), start, end)
                                                .chain(own ->
                                                        grants.paidTo(
                                                                        home.participant().id(),
                                                                        start,
                                                                        end)
                                                                .map(paid ->
                                                                        view(
                                                                                new Found(
                                                                                        home, start,
                                                                                        end),
                                                                                proven,
                                                                                own,
                                                                                paid)))));
    }

    private record Found(Homes.Home home, Instant from, Instant to) {}

    private StatementView view(
            Found found, Statements.Proven proven, List<OriginLine> own, List<DataPayment> paid) {
        Homes.Home home = found.home();
        List<LineView> lines = proven.lines().stream().map(line -> line(line, proven)).toList();
        LineSums sums = LineSums.of(proven.lines().stream().map(StatementLine::line).toList());
        return new StatementView(
                home.participant().id().value(),
                home.participant().name(),
                found.from(),
                found.to(),
                home.area().currency(),
                provedAt(home.participant().id()),
                StatementView.Totals.of(sums),
                lines,
                own.stream().map(OriginView::of).toList(),
                paid.stream().map(DataPaymentView::of).toList());
    }

    private StatementView.ProvedAt provedAt(ParticipantId participant) {
        Chain chain = parts.chain();
        return new StatementView.ProvedAt(
                chain.id(),
                chain.gateway().contract().checksummed(),
                chain.accounts().addressOf(participant).checksummed());
    }

    private static LineView line(StatementLine line, Statements.Proven proven) {
        SettlementKey key = Statements.key(line);
        IntervalProof proof = Objects.requireNonNull(proven.proofs().get(key));
        return LineView.of(line, proof, proven.batches().get(key));
    }

    @GET
    @Compressed
    @Path("/day")
    @Operation(summary = "One day in the area's time zone, by default today, slot by slot")
    public Uni<DayView> day(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("date") @Nullable String date) {
        Instant now = clock.now();
        Optional<LocalDate> wanted = Inputs.date("date", date);
        return find(id, Kind.DAY)
                .chain(home -> {
                    var zone = home.area().zone();
                    LocalDate day = wanted.orElseGet(() -> now.atZone(zone).toLocalDate());
                    Instant from = day.atStartOfDay(zone).toInstant();
                    Instant to = day.plusDays(1).atStartOfDay(zone).toInstant();
                    return statements
                            .span(home.area(), home.point(), from, to)
                            .map(span ->
                                    new DayBuilder(
                                                    home.area(),
                                                    home.participant(),
                                                    home.point(),
                                                    day,
                                                    span.values(),
                                                    span.lines(),
                                                    span.batches(),
                                                    now)
                                            .build());
                });
    }

    private Uni<Homes.Home> find(String text, Kind read) {
        ParticipantId participant = Homes.id(text);
        Access access = caller.access();
        access.requireMayRead(participant);
        return homes.find(participant).call(() -> staffReads.note(access, participant, read));
    }
}
