package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.billing.OriginLine;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.billing.Earnings;
import energy.peerwatt.web.billing.OriginStatements;
import energy.peerwatt.web.consent.StaffRead.Kind;
import energy.peerwatt.web.consent.StaffReads;
import energy.peerwatt.web.view.EarningsView;
import energy.peerwatt.web.view.EarningsView.Span;
import io.quarkus.vertx.http.Compressed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a member's energy came to, by origin, against its supplier alone. */
@Path("/api/v1/participants/{id}/earnings")
@Tag(name = "participants")
public class EarningsResource {

    private final Homes homes;
    private final OriginStatements statements;
    private final StaffReads staffReads;
    private final CurrentCaller caller;

    public EarningsResource(
            Homes homes, OriginStatements statements, StaffReads staffReads, CurrentCaller caller) {
        this.homes = homes;
        this.statements = statements;
        this.staffReads = staffReads;
        this.caller = caller;
    }

    @GET
    @Compressed
    @Path("/{period}")
    @Operation(summary = "A year by months, a month by days or a day by intervals")
    public Uni<EarningsView> earnings(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("period") String text) {
        ParticipantId participant = Homes.id(id);
        Access access = caller.access();
        access.requireMayRead(participant);
        EarningsPeriod period = EarningsPeriod.of(text);
        return homes.find(participant)
                .call(() -> staffReads.note(access, participant, Kind.DAY))
                .chain(home -> {
                    var area = home.area();
                    List<Instant> bounds =
                            period.bounds(area.zone(), area.rules().intervalLength());
                    return statements
                            .of(home.point(), bounds.getFirst(), bounds.getLast())
                            .map(lines -> view(home, text, bounds, lines));
                });
    }

    private static EarningsView view(
            Homes.Home home, String period, List<Instant> bounds, List<OriginLine> lines) {
        var tariffs = home.point().tariffs();
        List<Instant> ends = List.of(bounds.getFirst(), bounds.getLast());
        return new EarningsView(
                home.participant().id().value(),
                home.participant().name(),
                period,
                home.area().zone().getId(),
                home.area().currency(),
                Span.of(Earnings.of(ends, lines, tariffs).getFirst()),
                Earnings.of(bounds, lines, tariffs).stream().map(Span::of).toList());
    }
}
