package energy.peerwatt.web.notification;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something that a person is told.
 *
 * @param participant the home that it is about, if it is about one
 * @param details values of its text by name, see {@link Facts}
 * @param at when it was noticed, market time
 * @param readAt market time
 */
public record Notification(
        long id,
        NotificationKind kind,
        OptionalLong participant,
        Map<String, String> details,
        Instant at,
        Optional<Instant> readAt) {

    public Notification {
        details = Map.copyOf(details);
    }

    /** Where the page shows more. */
    public String path() {
        return switch (kind) {
            case METER_SILENT, METER_HEARD -> home("");
            case TRADING_PAUSED, GIFT_OFFERED, GIFT_ACCEPTED, GIFT_DECLINED, GIFT_ENDED ->
                    home("/strategy");
            case FIRST_SALE, STATEMENT_CORRECTED ->
                    home("/earnings?period=" + details.getOrDefault("day", ""));
            case INVOICE_READY, PRICES_CHANGE ->
                    participant.isPresent()
                            ? "/billing?home=" + participant.getAsLong()
                            : "/billing";
            case PAYOUT_SENT,
                    PAYOUT_REFUSED,
                    DATA_OFFERED,
                    CONSENT_ENDING,
                    NEW_SIGN_IN,
                    NEW_WAY_IN,
                    PASSWORD_CHANGED,
                    PAYOUT_ADDRESS_SET,
                    WITHDRAWAL_ASKED ->
                    "/you";
            case METERING_ALARM -> "/meters";
        };
    }

    private String home(String view) {
        return participant.isPresent() ? "/home/" + participant.getAsLong() + view : "/";
    }
}
