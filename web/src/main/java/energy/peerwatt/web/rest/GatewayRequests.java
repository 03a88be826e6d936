package energy.peerwatt.web.rest;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Bodies that an operator or a gateway sends about gateways; times as in ISO 8601, UTC. */
final class GatewayRequests {

    private static final int LONGEST_REASON = 200;
    private static final int LONGEST_SIGNED = 2_000;

    private GatewayRequests() {}

    /**
     * A gateway to create.
     *
     * @param allPoints whether it may report every metering point; false if absent
     */
    record Creation(
            @NotNull @Pattern(regexp = "[A-Za-z0-9-]{1,64}") String id, boolean allPoints) {}

    /**
     * A code to issue.
     *
     * @param validHours for how long it can be used; 24 if absent
     */
    record Code(@Min(1) @Max(168) @Nullable Integer validHours) {}

    /**
     * A key that the operator knows to be the gateway's.
     *
     * @param publicKey X.509 SubjectPublicKeyInfo, base64
     */
    record Key(
            @NotBlank @Size(max = 200) String publicKey,
            @NotBlank @Size(max = LONGEST_REASON) String reason) {}

    /**
     * A key not to be trusted any more.
     *
     * @param compromisedSince since when somebody else may have had it
     */
    record Revocation(
            @Nullable String compromisedSince,
            @NotBlank @Size(max = LONGEST_REASON) String reason) {}

    /**
     * An assignment.
     *
     * @param from time of the first reading it is for
     */
    record Assignment(@NotNull String from, @NotBlank @Size(max = LONGEST_REASON) String reason) {}

    /**
     * The end of an assignment.
     *
     * @param at time of the first reading it is not for any more
     */
    record End(@NotNull String at, @NotBlank @Size(max = LONGEST_REASON) String reason) {}

    /** Whether a gateway may report every metering point. */
    record AllPoints(
            @NotNull Boolean allPoints, @NotBlank @Size(max = LONGEST_REASON) String reason) {}

    /** A position to go on after; readings up to it are given up. */
    record Position(
            @NotNull @Min(1) Long epoch,
            @NotNull @Min(0) Long sequence,
            @NotBlank @Size(max = LONGEST_REASON) String reason) {}

    /**
     * What a gateway signed.
     *
     * @param request COSE_Sign1, base64
     */
    record Signed(@NotBlank @Size(max = LONGEST_SIGNED) String request) {}
}
