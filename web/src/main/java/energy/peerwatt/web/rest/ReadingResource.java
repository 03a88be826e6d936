package energy.peerwatt.web.rest;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.ReadingId;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.StoredReading;
import energy.peerwatt.metering.headend.store.ReadingProofs;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.consent.StaffRead.Kind;
import energy.peerwatt.web.consent.StaffReads;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.view.ReadingProofView;
import energy.peerwatt.web.view.ReadingView;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Register readings of a metering point and their proofs, for its owner. */
@Path("/api/v1/metering-points/{id}")
@Tag(name = "metering points")
public class ReadingResource {

    private static final int MOST_DAYS = 7;
    private static final int USUAL = 1_000;
    private static final int MOST = 10_000;

    private final Registry registry;
    private final ReadingProofs proofs;
    private final StaffReads staffReads;
    private final CurrentCaller caller;

    public ReadingResource(
            Registry registry, ReadingProofs proofs, StaffReads staffReads, CurrentCaller caller) {
        this.registry = registry;
        this.proofs = proofs;
        this.staffReads = staffReads;
        this.caller = caller;
    }

    @GET
    @Path("/readings")
    @Operation(summary = "Register readings as received, usable or not, by time")
    public Uni<List<ReadingView>> readings(
            @PathParam("id") String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @Nullable String limit) {
        Instant start = Inputs.requiredInstant("from", from);
        Instant end = Inputs.requiredInstant("to", to);
        Inputs.requireSpan(start, end, MOST_DAYS);
        int most = Inputs.limit(limit, USUAL, MOST);
        return own(id).chain(point -> proofs.readings(point, start, end, most))
                .map(found -> views(id, found));
    }

    @GET
    @Path("/readings/{gatewayId}/{epoch}/{sequence}/proof")
    @Operation(summary = "That the gateway signed one reading; can be checked without us")
    public Uni<ReadingProofView> proof(
            @PathParam("id") String id,
            @PathParam("gatewayId") String gatewayId,
            @PathParam("epoch") @Schema(type = SchemaType.INTEGER) String epoch,
            @PathParam("sequence") @Schema(type = SchemaType.INTEGER) String sequence) {
        ReadingId reading =
                new ReadingId(
                        gatewayId,
                        Inputs.number("epoch", epoch).orElseThrow(),
                        Inputs.number("sequence", sequence).orElseThrow());
        return own(id).chain(point -> proofs.proof(point, reading))
                .map(found ->
                        found.map(ReadingProofView::of)
                                .orElseThrow(() ->
                                        new ProblemException(
                                                Problem.notFound("proof of this reading"))));
    }

    @GET
    @Path("/interval-values/{intervalStart}/readings")
    @Operation(summary = "The readings around both ends of an interval: what its value comes from")
    public Uni<List<ReadingView>> readingsOfInterval(
            @PathParam("id") String id,
            @PathParam("intervalStart") String intervalStart,
            @QueryParam("channel") @Nullable String channel) {
        Instant start = Inputs.requiredInstant("intervalStart", intervalStart);
        Channel wanted = channel(channel);
        Instant end = start.plus(DeliveryInterval.QUARTER_HOUR);
        return own(id).map(point -> new RegisterId(point, wanted))
                .chain(register ->
                        Uni.combine()
                                .all()
                                .unis(proofs.around(register, start), proofs.around(register, end))
                                .with((before, after) ->
                                        Stream.concat(before.stream(), after.stream())
                                                .distinct()
                                                .toList()))
                .map(found -> views(id, found));
    }

    private static Channel channel(@Nullable String name) {
        return Arrays.stream(Channel.values())
                .filter(channel -> channel.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> Inputs.invalid("channel", "is not IMPORT, EXPORT or GENERATION"));
    }

    private static List<ReadingView> views(String id, List<StoredReading> readings) {
        return readings.stream().map(reading -> ReadingView.of(id, reading)).toList();
    }

    private Uni<MeteringPointId> own(String id) {
        Access access = caller.access();
        Uni<Optional<MeteringPoint>> found =
                id.matches("[A-Za-z0-9-]{1,33}")
                        ? registry.meteringPoint(new MeteringPointId(id))
                        : Uni.createFrom().item(Optional.empty());
        return found.map(point ->
                        point.orElseThrow(() ->
                                new ProblemException(Problem.notFound("metering point " + id))))
                .invoke(point -> access.requireMayRead(point.participant()))
                .call(point -> staffReads.note(access, point.participant(), Kind.READINGS))
                .map(MeteringPoint::id);
    }
}
