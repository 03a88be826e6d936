package energy.peerwatt.settlement.allocation;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Builds communities; members have numbers from 100. */
final class Communities {

    static final DeliveryInterval QUARTER =
            DeliveryInterval.quarterHourAt(Instant.parse("2026-06-18T10:00:00Z"));
    static final DeliveryInterval HOUR =
            new DeliveryInterval(Instant.parse("2026-06-18T10:00:00Z"), Duration.ofHours(1));

    private Communities() {}

    static ParticipantId member(int index) {
        return new ParticipantId(ParticipantId.FIRST_MEMBER + index);
    }

    static Community of(long[] generation, long[] consumption) {
        return of(QUARTER, generation, consumption);
    }

    static Community of(DeliveryInterval interval, long[] generation, long[] consumption) {
        List<ParticipantId> members =
                IntStream.range(0, generation.length).mapToObj(Communities::member).toList();
        return new Community(interval, members, generation, consumption);
    }

    static long[] wh(long... values) {
        return values;
    }
}
