package energy.peerwatt.web.rest;

import energy.peerwatt.metering.headend.GatewayPosition;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.gateway.GatewayKey;
import energy.peerwatt.metering.headend.store.GatewayEnrolment;
import energy.peerwatt.metering.headend.store.GatewayOverview;
import energy.peerwatt.metering.headend.store.GatewayRegistry;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.view.GatewayEventView;
import energy.peerwatt.web.view.GatewayKeyView;
import energy.peerwatt.web.view.GatewayView;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Gateways, their keys and positions; operators only. */
@Path("/api/v1/gateways")
@Tag(name = "gateways")
public class GatewayResource {

    private static final int USUAL_HOURS = 24;

    private final GatewayRegistry registry;
    private final GatewayEnrolment enrolment;
    private final GatewayOverview overview;
    private final Parts parts;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public GatewayResource(
            GatewayRegistry registry,
            GatewayEnrolment enrolment,
            GatewayOverview overview,
            Parts parts,
            MarketClock clock,
            CurrentCaller caller) {
        this.registry = registry;
        this.enrolment = enrolment;
        this.overview = overview;
        this.parts = parts;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * A code, shown this once.
     *
     * @param expiresAt market time
     */
    public record CodeView(String code, Instant expiresAt) {}

    /** Ids of the keys that are not trusted any more. */
    public record RevokedView(List<String> keyIds) {}

    @GET
    @Operation(summary = "All gateways")
    public Uni<List<GatewayView>> gateways() {
        caller.access().requireOperator();
        return overview.gateways().map(all -> all.stream().map(GatewayView::of).toList());
    }

    @POST
    @Operation(summary = "Creates a gateway without keys")
    public Uni<RestResponse<GatewayView>> create(@NotNull @Valid GatewayRequests.Creation body) {
        Actor actor = actor("");
        return registry.create(body.id(), body.allPoints(), actor)
                .invoke(created -> require(created, taken(body.id())))
                .chain(() -> find(body.id()))
                .map(view -> RestResponse.status(RestResponse.Status.CREATED, view));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One gateway")
    public Uni<GatewayView> gateway(@PathParam("id") String id) {
        caller.access().requireOperator();
        return find(id);
    }

    @POST
    @Path("/{id}/enrolment-codes")
    @Operation(summary = "Issues a code to enrol one key with; one of before is void")
    public Uni<RestResponse<CodeView>> issueCode(
            @PathParam("id") String id, @NotNull @Valid GatewayRequests.Code body) {
        Actor actor = actor("");
        Integer hours = body.validHours();
        Instant expiresAt = actor.at().plus(Duration.ofHours(hours == null ? USUAL_HOURS : hours));
        return enrolment
                .issueCode(id, expiresAt, actor)
                .map(code -> code.orElseThrow(() -> unknown(id)))
                .map(code ->
                        RestResponse.status(
                                RestResponse.Status.CREATED,
                                new CodeView(code.reveal(), expiresAt)));
    }

    @GET
    @Path("/{id}/keys")
    @Operation(summary = "Keys of a gateway, the oldest first, revoked ones included")
    public Uni<List<GatewayKeyView>> keys(@PathParam("id") String id) {
        caller.access().requireOperator();
        return find(id).chain(() -> registry.keys(id))
                .map(keys -> keys.stream().map(GatewayKeyView::of).toList());
    }

    @POST
    @Path("/{id}/keys")
    @Operation(summary = "Trusts a key that is known to be the gateway's; may be repeated")
    public Uni<GatewayKeyResource.TrustedKey> registerKey(
            @PathParam("id") String id, @NotNull @Valid GatewayRequests.Key body) {
        Actor actor = actor(body.reason());
        return find(id).map(_ -> identity(id, body.publicKey()))
                .chain(identity -> registry.registerKey(identity, actor))
                .map(result -> result.orElseThrow(() -> unknown(id)))
                .map(GatewayKeyResource::trusted);
    }

    private static GatewayIdentity identity(String id, String publicKey) {
        try {
            return GatewayIdentity.of(id, publicKey);
        } catch (IllegalArgumentException e) {
            throw Inputs.invalid("publicKey", "is neither an Ed25519 nor a P-256 public key");
        }
    }

    @POST
    @Path("/{id}/keys/{keyId}/revocation")
    @Operation(summary = "Takes nothing more that was signed with this key")
    public Uni<RevokedView> revoke(
            @PathParam("id") String id,
            @PathParam("keyId") String keyId,
            @NotNull @Valid GatewayRequests.Revocation body) {
        Actor actor = actor(body.reason());
        Optional<Instant> since = Inputs.instant("compromisedSince", body.compromisedSince());
        if (since.isPresent() && since.get().isAfter(actor.at())) {
            throw Inputs.invalid("compromisedSince", "is in the future");
        }
        return registry.find(keyId)
                .map(key -> key.filter(known -> isOf(id, known)))
                .invoke(key -> require(key.isPresent(), Problem.notFound("key " + keyId)))
                .chain(() -> registry.revoke(keyId, since, actor))
                .call(() -> disconnect(id))
                .map(RevokedView::new);
    }

    /** A gateway that still has a valid key comes back by itself. */
    private Uni<Void> disconnect(String id) {
        return Uni.createFrom()
                .voidItem()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(() -> parts.disconnect(id));
    }

    private static boolean isOf(String id, GatewayKey key) {
        return key.identity().gatewayId().equals(id);
    }

    @POST
    @Path("/{id}/position")
    @Operation(summary = "Goes on after a position although readings before it were lost here")
    public Uni<GatewayView> move(
            @PathParam("id") String id, @NotNull @Valid GatewayRequests.Position body) {
        Actor actor = actor(body.reason());
        GatewayPosition position = new GatewayPosition(body.epoch(), body.sequence());
        return overview.move(id, position, actor)
                .invoke(result -> {
                    switch (result) {
                        case MOVED -> {}
                        case UNKNOWN -> throw unknown(id);
                        case BACKWARD -> throw new ProblemException(backward());
                    }
                })
                .chain(() -> find(id));
    }

    @GET
    @Path("/{id}/events")
    @Operation(summary = "Who did what to the gateway's rights and why, the newest first")
    public Uni<List<GatewayEventView>> events(
            @PathParam("id") String id, @QueryParam("limit") @Nullable String limit) {
        caller.access().requireOperator();
        int most = Inputs.limit(limit, 100, 1000);
        return find(id).chain(() -> overview.events(id, most))
                .map(events -> events.stream().map(GatewayEventView::of).toList());
    }

    private Uni<GatewayView> find(String id) {
        return overview.gateway(id)
                .map(found -> GatewayView.of(found.orElseThrow(() -> unknown(id))));
    }

    private Actor actor(String reason) {
        return new Actor(caller.access().requireOperator(), clock.now(), reason);
    }

    private static void require(boolean condition, Problem otherwise) {
        if (!condition) {
            throw new ProblemException(otherwise);
        }
    }

    static ProblemException unknown(String id) {
        return new ProblemException(Problem.notFound("gateway " + id));
    }

    private static Problem taken(String id) {
        return Problem.of(409, "gateway-taken", "Gateway taken", "There is a gateway " + id + ".")
                .withField("id");
    }

    private static Problem backward() {
        return Problem.of(
                409,
                "position-backward",
                "Position only moves forward",
                "The gateway's readings are committed up to this position or further.");
    }
}
