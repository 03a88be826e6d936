package energy.peerwatt.web.rest;

import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.headend.MeterKey;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.store.MeterKeys;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.registry.store.Registry;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Arrays;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Keys by which meters sign their own records, for operators. */
@Path("/api/v1/metering-points/{id}/meter-keys/{channel}")
@Tag(name = "meters")
public class MeterKeyResource {

    private final Registry registry;
    private final MeterKeys keys;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public MeterKeyResource(
            Registry registry, MeterKeys keys, MarketClock clock, CurrentCaller caller) {
        this.registry = registry;
        this.keys = keys;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * The key of a meter.
     *
     * @param publicKey X.509 in hexadecimal or base64
     * @param serial number of the meter in its records
     * @param reversed whether what the meter calls import is export here
     */
    record Body(
            @NotBlank @Size(max = 400) String publicKey,
            @NotBlank @Size(max = 64) String serial,
            @NotNull Boolean reversed,
            @NotBlank @Size(max = 200) String reason) {}

    /** Why the key goes. */
    record Removal(@NotBlank @Size(max = 200) String reason) {}

    /** A key on record. */
    record View(String publicKey, String serial, boolean reversed) {}

    @GET
    @Operation(summary = "The key by which the meter of a register signs its records")
    public Uni<View> key(@PathParam("id") String id, @PathParam("channel") String channel) {
        caller.access().requireOperator();
        return register(id, channel)
                .chain(keys::find)
                .map(found ->
                        found.map(key -> new View(key.publicKey(), key.serial(), key.reversed()))
                                .orElseThrow(MeterKeyResource::none));
    }

    @PUT
    @Operation(summary = "From now on readings count only with a record that the key verifies")
    public Uni<Void> put(
            @PathParam("id") String id,
            @PathParam("channel") String channel,
            @NotNull @Valid Body body) {
        Actor actor = new Actor(caller.access().requireOperator(), clock.now(), body.reason());
        MeterKey key = key(body);
        return register(id, channel).chain(register -> keys.register(register, key, actor));
    }

    @POST
    @Path("/removal")
    @Operation(summary = "From now on readings count without a record")
    public Uni<Void> remove(
            @PathParam("id") String id,
            @PathParam("channel") String channel,
            @NotNull @Valid Removal body) {
        Actor actor = new Actor(caller.access().requireOperator(), clock.now(), body.reason());
        return register(id, channel)
                .chain(register -> keys.remove(register, actor))
                .invoke(removed -> {
                    if (!removed) {
                        throw none();
                    }
                })
                .replaceWithVoid();
    }

    private static MeterKey key(Body body) {
        try {
            return new MeterKey(body.publicKey(), body.serial(), body.reversed());
        } catch (IllegalArgumentException e) {
            throw Inputs.invalid("publicKey", "is not a public key of a curve that is taken");
        }
    }

    private Uni<RegisterId> register(String id, String channel) {
        Channel wanted =
                Arrays.stream(Channel.values())
                        .filter(known -> known.name().equals(channel))
                        .findFirst()
                        .orElseThrow(() ->
                                Inputs.invalid("channel", "is not IMPORT, EXPORT or GENERATION"));
        return MeteringPointResource.find(registry, id)
                .map(point -> new RegisterId(point.id(), wanted));
    }

    private static ProblemException none() {
        return new ProblemException(Problem.notFound("key of this meter"));
    }
}
