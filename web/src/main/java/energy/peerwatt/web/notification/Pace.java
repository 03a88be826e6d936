package energy.peerwatt.web.notification;

import energy.peerwatt.web.notification.Settings.Quiet;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * How often and when people are reached out to. What must wait is not lost: it is in the app, and
 * goes out together with what else waited.
 *
 * @param most to one browser, or by mail to one person, within {@code per}
 * @param per market time
 * @param keepsQuiet whether quiet hours hold it up
 * @param keptFor what waited longer is not sent any more, market time
 */
record Pace(int most, Duration per, boolean keepsQuiet, Duration keptFor) {

    static final Pace PUSH = new Pace(2, Duration.ofDays(1), true, Duration.ofDays(1));
    static final Pace MAIL = new Pace(3, Duration.ofDays(7), false, Duration.ofDays(14));

    /**
     * Whether something may go now.
     *
     * @param sent when others went; those longer ago than {@code per} do not matter
     */
    boolean allows(Instant now, ZoneId zone, Optional<Quiet> quiet, List<Instant> sent) {
        boolean isQuiet =
                keepsQuiet
                        && quiet.filter(hours -> hours.has(now.atZone(zone).toLocalTime()))
                                .isPresent();
        Instant since = now.minus(per);
        return !isQuiet && sent.stream().filter(at -> at.isAfter(since)).count() < most;
    }
}
