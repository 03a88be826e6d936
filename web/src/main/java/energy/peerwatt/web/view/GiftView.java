package energy.peerwatt.web.view;

import energy.peerwatt.web.gift.AgreedGift.Role;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gift as one of its homes sees it.
 *
 * @param partnerName null for the giver until the receiver agreed
 * @param priceMicro what the giver is paid now, its own feed-in price
 * @param allInMicro what the receiver pays now, fees included and before VAT
 * @param insteadMicro what the home pays (receiver) or is paid (giver) by its own supplier now,
 *     before VAT
 * @param made what was given in the last days, the newest first
 */
public record GiftView(
        long id,
        Role role,
        long partnerId,
        @Nullable String partnerName,
        State state,
        boolean mayResume,
        long priceMicro,
        long allInMicro,
        long insteadMicro,
        List<Made> made) {

    /** The names are part of the REST interface. */
    public enum State {
        OFFERED,
        IN_FORCE,
        PAUSED
    }

    /**
     * What was given in an interval.
     *
     * @param priceMicro net of fees
     */
    public record Made(Instant interval, long energyWh, long priceMicro) {}
}
