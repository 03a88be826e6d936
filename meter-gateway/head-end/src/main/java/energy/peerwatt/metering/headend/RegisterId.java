package energy.peerwatt.metering.headend;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import java.util.Comparator;

/** One register: what one channel of a metering point counts. */
public record RegisterId(MeteringPointId meteringPoint, Channel channel)
        implements Comparable<RegisterId> {

    private static final Comparator<RegisterId> ORDER =
            Comparator.comparing(RegisterId::meteringPoint).thenComparing(RegisterId::channel);

    @Override
    public int compareTo(RegisterId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return meteringPoint + "/" + channel;
    }
}
