package energy.peerwatt.web.rest;

import energy.peerwatt.market.Channel;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Bodies about meters and what is on record of them; times as in ISO 8601, UTC. */
final class MeterRequests {

    private static final int LONGEST_REASON = 200;
    private static final int LONGEST_TEXT = 1_000;
    private static final long LARGEST_REGISTER = 1_000_000_000_000_000L;

    private MeterRequests() {}

    /**
     * An exchange of a meter.
     *
     * @param at when, whole milliseconds
     * @param finalWh what the old meter showed last
     * @param initialWh what the new one showed first
     */
    record Exchange(
            @NotNull Channel channel,
            @NotNull String at,
            @NotNull @Min(0) @Max(LARGEST_REGISTER) Long finalWh,
            @NotNull @Min(0) @Max(LARGEST_REGISTER) Long initialWh,
            @NotBlank @Size(max = LONGEST_REASON) String reason) {}

    /**
     * What a connection can carry.
     *
     * @param watts of the register's direction
     */
    record Capacity(
            @NotNull Channel channel,
            @NotNull @Min(1) @Max(1_000_000_000) Long watts,
            @NotBlank @Size(max = LONGEST_REASON) String reason) {}

    /** Held-back readings to be believed. */
    record Release(@NotNull Channel channel, @NotBlank @Size(max = LONGEST_REASON) String reason) {}

    /**
     * A value that the metering operator knows better.
     *
     * @param interval its start
     * @param version the newest that the operator saw
     */
    record Substitute(
            @NotNull Channel channel,
            @NotNull String interval,
            @NotNull @Min(1) Integer version,
            @NotNull @Min(0) @Max(LARGEST_REGISTER) Long energyWh,
            @NotBlank @Size(max = LONGEST_REASON) String reason) {}

    /**
     * Where a metering point is.
     *
     * @param latitudeE6 millionths of a degree, north is positive
     * @param longitudeE6 millionths of a degree, east is positive
     */
    record Place(
            @NotNull @Min(-90_000_000) @Max(90_000_000) Integer latitudeE6,
            @NotNull @Min(-180_000_000) @Max(180_000_000) Integer longitudeE6) {}

    /**
     * What a member says against its reputation.
     *
     * @param interval with channel and check the finding it is about; absent if about the rest
     */
    record Filing(
            @NotBlank @Size(max = LONGEST_TEXT) String text,
            @Nullable String interval,
            @Nullable String channel,
            @Nullable String check) {}

    /** What an operator answers. */
    record Reply(@NotNull Boolean upheld, @NotBlank @Size(max = LONGEST_TEXT) String text) {}
}
