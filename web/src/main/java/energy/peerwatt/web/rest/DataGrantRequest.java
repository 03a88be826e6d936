package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.unit.Money;
import energy.peerwatt.web.consent.DataGrant;
import energy.peerwatt.web.consent.DataGrant.Resolution;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Lets an account read a member's values.
 *
 * @param grantee its login
 * @param resolution {@link Resolution}
 * @param pricePerDay of each local day that is read, once; zero for nothing
 */
public record DataGrantRequest(
        @NotBlank @Size(max = 254) String grantee,
        @NotBlank @Size(max = 200) String purpose,
        @NotNull String resolution,
        @NotNull @Pattern(regexp = "\\d{1,5}(\\.\\d{1,9})?") String pricePerDay,
        @NotNull String expiresAt) {

    /** What is asked for; throws what names the field that is wrong. */
    DataGrant toGrant(ParticipantId member, Instant now) {
        return new DataGrant(
                0,
                member,
                grantee,
                purpose,
                Inputs.name("resolution", Resolution.class, resolution).orElseThrow(),
                Money.parse(pricePerDay),
                now,
                Inputs.requiredInstant("expiresAt", expiresAt),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }
}
