package energy.peerwatt.web.rest;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.Erasure;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.store.Erasures;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.balancing.PastEnergies;
import energy.peerwatt.web.ingest.LiveState;
import energy.peerwatt.web.view.ErasureView;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Erasure of what was measured at a metering point; operators only. */
@Path("/api/v1/metering-points/{id}/erasures")
@Tag(name = "metering points")
public class ErasureResource {

    private static final int LONGEST_REASON = 200;

    private final Erasures erasures;
    private final LiveState live;
    private final PastEnergies energies;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public ErasureResource(
            Erasures erasures,
            LiveState live,
            PastEnergies energies,
            MarketClock clock,
            CurrentCaller caller) {
        this.erasures = erasures;
        this.live = live;
        this.energies = energies;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * What to erase.
     *
     * @param before readings before are erased, ISO 8601, not in the future
     */
    public record Request(
            @NotNull String before, @NotBlank @Size(max = LONGEST_REASON) String reason) {}

    @POST
    @Operation(summary = "Erases raw readings now, interval values once they are no evidence")
    public Uni<RestResponse<ErasureView>> request(
            @PathParam("id") String id, @NotNull @Valid Request body) {
        String login = caller.access().requireOperator();
        Actor actor = new Actor(login, clock.now(), body.reason());
        Instant before = Inputs.requiredInstant("before", body.before());
        return erasures.request(point(id), before, actor)
                .map(result ->
                        switch (result) {
                            case Erasure.Begun(Erasure begun) -> {
                                live.forget(point(id), before);
                                energies.forget(point(id));
                                yield RestResponse.status(
                                        RestResponse.Status.ACCEPTED, ErasureView.of(begun));
                            }
                            case Erasure.Refused(Erasure.Refusal reason) ->
                                    throw problem(id, reason);
                        });
    }

    private static ProblemException problem(String id, Erasure.Refusal reason) {
        return switch (reason) {
            case UNKNOWN_POINT -> unknown(id);
            case FUTURE -> Inputs.invalid("before", "is in the future");
            case STILL_NEEDED ->
                    Inputs.invalid(
                            "before",
                            "is after a reading that the next interval value needs; choose an"
                                    + " earlier time, or one after the last reading");
        };
    }

    @GET
    @Operation(summary = "Erasures of a metering point, the oldest first")
    public Uni<List<ErasureView>> erasures(@PathParam("id") String id) {
        caller.access().requireOperator();
        return erasures.of(point(id)).map(all -> all.stream().map(ErasureView::of).toList());
    }

    private static MeteringPointId point(String id) {
        if (!id.matches("[A-Za-z0-9-]{1,33}")) {
            throw unknown(id);
        }
        return new MeteringPointId(id);
    }

    private static ProblemException unknown(String id) {
        return new ProblemException(Problem.notFound("metering point " + id));
    }
}
