package energy.peerwatt.web.rest;

import energy.peerwatt.metering.headend.gateway.EnrolmentResult;
import energy.peerwatt.metering.headend.store.GatewayEnrolment;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.rest.GatewayRequests.Signed;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Base64;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What gateways ask for themselves; they need no login, their signatures say who they are. */
@Path(GatewayKeyResource.ROOT)
@Tag(name = "gateway keys")
public class GatewayKeyResource {

    static final String ROOT = "/api/v1";
    static final String ENROLMENTS = ROOT + "/gateway-enrolments";
    static final String ROTATIONS = ROOT + "/gateway-key-rotations";

    private final GatewayEnrolment enrolment;
    private final MarketClock clock;
    private final KeyRequestLimit limit;

    public GatewayKeyResource(
            GatewayEnrolment enrolment, MarketClock clock, KeyRequestLimit limit) {
        this.enrolment = enrolment;
        this.clock = clock;
        this.limit = limit;
    }

    /** A key that is trusted. */
    public record TrustedKey(String gatewayId, String keyId) {

        static TrustedKey of(GatewayIdentity identity) {
            return new TrustedKey(identity.gatewayId(), identity.keyId());
        }
    }

    @POST
    @Path("/gateway-enrolments")
    @Operation(summary = "Enrols a gateway's key with a code of the operator; may be repeated")
    public Uni<TrustedKey> enrol(@NotNull @Valid Signed body) {
        return enrolment.enrol(bytes(body), clock.now()).map(GatewayKeyResource::trusted);
    }

    @POST
    @Path("/gateway-key-rotations")
    @Operation(summary = "Replaces a gateway's key, signed by both; may be repeated")
    public Uni<TrustedKey> rotate(@NotNull @Valid Signed body) {
        return enrolment.rotate(bytes(body), clock.now()).map(GatewayKeyResource::trusted);
    }

    /** Only what is well-formed counts among those of all. */
    private byte[] bytes(Signed body) {
        byte[] request;
        try {
            request = Base64.getDecoder().decode(body.request());
        } catch (IllegalArgumentException e) {
            throw Inputs.invalid("request", "is not base64");
        }
        limit.takeOfAll()
                .ifPresent(wait -> {
                    throw KeyRequestLimit.refusal(wait);
                });
        return request;
    }

    static TrustedKey trusted(EnrolmentResult result) {
        return switch (result) {
            case EnrolmentResult.Trusted(GatewayIdentity identity) -> TrustedKey.of(identity);
            case EnrolmentResult.Refused(EnrolmentResult.Refusal reason) ->
                    throw new ProblemException(refusal(reason));
        };
    }

    private static Problem refusal(EnrolmentResult.Refusal reason) {
        String id = reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
        String detail =
                switch (reason) {
                    case NOT_PROVEN -> "The request is not signed by the keys that it names.";
                    case WRONG_CODE -> "No such code was issued for this gateway.";
                    case EXPIRED_CODE -> "The code's time is over; ask the operator for another.";
                    case USED_CODE -> "Another key was enrolled with the code.";
                    case REVOKED_KEY -> "The key was revoked.";
                    case EXPIRED_KEY -> "The time of the old key is over.";
                    case KEY_OF_ANOTHER -> "The key is another gateway's.";
                    case BAD_PERIOD ->
                            "The old key's end is not within the next %d days."
                                    .formatted(GatewayEnrolment.LONGEST_OVERLAP.toDays());
                };
        return Problem.of(403, "key-not-trusted", "Key not trusted", detail).withReason(id);
    }
}
