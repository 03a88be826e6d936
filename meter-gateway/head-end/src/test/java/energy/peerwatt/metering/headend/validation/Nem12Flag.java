package energy.peerwatt.metering.headend.validation;

import energy.peerwatt.market.Quality;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Quality flag of the Australian interval file (AEMO, NEM12/NEM13 meter data file format). */
public enum Nem12Flag {
    /** Measured. */
    ACTUAL('A', Quality.ACTUAL),
    /** Forward estimate. */
    FORWARD_ESTIMATE('E', Quality.ESTIMATED),
    /** Substitute that will not change again. */
    FINAL_SUBSTITUTE('F', Quality.SUBSTITUTED),
    /** Substitute. */
    SUBSTITUTE('S', Quality.SUBSTITUTED),
    /** No value; never zero. */
    MISSING('N', null),
    /** Differs per interval: the 400 records say. */
    VARIABLE('V', null);

    private final char code;
    private final @Nullable Quality quality;

    Nem12Flag(char code, @Nullable Quality quality) {
        this.code = code;
        this.quality = quality;
    }

    /** The flag with this code; empty if there is none. */
    public static Optional<Nem12Flag> of(char code) {
        return Arrays.stream(values()).filter(flag -> flag.code == code).findFirst();
    }

    /** Empty where the flag tells no quality. */
    public Optional<Quality> quality() {
        return Optional.ofNullable(quality);
    }
}
