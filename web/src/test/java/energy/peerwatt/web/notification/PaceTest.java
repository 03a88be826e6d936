package energy.peerwatt.web.notification;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.web.notification.Settings.Quiet;
import energy.peerwatt.web.notification.Topic.Channels;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
    private static final Optional<Quiet> NIGHT = Settings.USUAL.quiet();

    /** 12:00 in Vienna. */
    private static final Instant NOON = Instant.parse("2026-06-18T10:00:00Z");

    private static boolean push(Instant now, Instant... sent) {
        return Pace.PUSH.allows(now, VIENNA, NIGHT, List.of(sent));
    }

    @Test
    void pushesTwiceADayAndNoMore() {
        Instant first = NOON.minus(Duration.ofHours(3));
        Instant second = NOON.minus(Duration.ofHours(2));

        assertThat(push(NOON)).isTrue();
        assertThat(push(NOON, first)).isTrue();
        assertThat(push(NOON, first, second)).isFalse();
        assertThat(push(first.plus(Duration.ofDays(1)), first, second)).isTrue();
        assertThat(push(first.plus(Duration.ofDays(1)).minusMillis(1), first, second)).isFalse();
    }

    @Test
    void mailsThriceAWeekAtAnyHour() {
        Instant night = Instant.parse("2026-06-18T22:00:00Z");
        List<Instant> three =
                List.of(
                        night.minus(Duration.ofDays(6)),
                        night.minus(Duration.ofDays(2)),
                        night.minus(Duration.ofDays(1)));

        assertThat(Pace.MAIL.allows(night, VIENNA, NIGHT, three)).isFalse();
        assertThat(Pace.MAIL.allows(night, VIENNA, NIGHT, three.subList(1, 3))).isTrue();
        assertThat(Pace.MAIL.allows(night.plus(Duration.ofDays(1)), VIENNA, NIGHT, three)).isTrue();
    }

    /** From 21 to 7 in Vienna, which is two hours ahead in June and one in December. */
    @Test
    void keepsQuietByTheClockOfTheCommunity() {
        assertThat(push(Instant.parse("2026-06-18T18:59:59Z"))).isTrue();
        assertThat(push(Instant.parse("2026-06-18T19:00:00Z"))).isFalse();
        assertThat(push(Instant.parse("2026-06-19T04:59:59Z"))).isFalse();
        assertThat(push(Instant.parse("2026-06-19T05:00:00Z"))).isTrue();
        assertThat(push(Instant.parse("2026-12-18T19:00:00Z"))).isTrue();
        assertThat(push(Instant.parse("2026-12-18T20:00:00Z"))).isFalse();
    }

    @Test
    void quietHoursMayBeOfTheDayOrNone() {
        Quiet lunch = new Quiet(LocalTime.of(12, 0), LocalTime.of(13, 0));
        Quiet never = new Quiet(LocalTime.NOON, LocalTime.NOON);

        assertThat(lunch.has(LocalTime.of(12, 0))).isTrue();
        assertThat(lunch.has(LocalTime.of(13, 0))).isFalse();
        assertThat(lunch.has(LocalTime.MIDNIGHT)).isFalse();
        assertThat(never.has(LocalTime.NOON)).isFalse();
        assertThat(
                        Pace.PUSH.allows(
                                Instant.parse("2026-06-18T23:00:00Z"),
                                VIENNA,
                                Optional.empty(),
                                List.of()))
                .isTrue();
    }

    @Test
    void securityIsAlwaysListedAndMailed() {
        Settings nothing =
                new Settings(
                        Settings.Language.DE,
                        Optional.empty(),
                        Map.of(
                                Topic.SECURITY, new Channels(false, false, false),
                                Topic.METER, new Channels(false, false, false)));

        assertThat(nothing.topics().get(Topic.SECURITY)).isEqualTo(new Channels(true, true, false));
        assertThat(nothing.topics().get(Topic.METER)).isEqualTo(new Channels(false, false, false));
        assertThat(nothing.topics().get(Topic.MONEY)).isEqualTo(Topic.MONEY.usual());
    }
}
