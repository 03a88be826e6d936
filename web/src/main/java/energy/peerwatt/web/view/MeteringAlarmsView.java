package energy.peerwatt.web.view;

import energy.peerwatt.metering.headend.store.HeldBack;
import energy.peerwatt.metering.headend.store.IntervalValueStore.Silent;
import java.time.Instant;
import java.util.List;

/**
 * What an operator of meters should look at, the longest first.
 *
 * @param heldBack registers whose newest readings are held back
 * @param silent registers that are not read and estimated
 * @param findings what checks found and nobody has withdrawn, the newest first
 */
public record MeteringAlarmsView(
        List<HeldBackView> heldBack, List<SilentView> silent, List<FindingView> findings) {

    /**
     * Readings of a register that continue each other and not the usable ones.
     *
     * @param verdict LIMIT: more than the connection can carry; ROLLBACK: less than before
     * @param usableAt time of the newest usable reading
     */
    public record HeldBackView(
            String meteringPointId,
            String channel,
            String verdict,
            int readings,
            Instant firstAt,
            long firstWh,
            Instant lastAt,
            long lastWh,
            Instant usableAt,
            long usableWh) {

        public static HeldBackView of(HeldBack held) {
            return new HeldBackView(
                    held.register().meteringPoint().value(),
                    held.register().channel().name(),
                    held.verdict().name(),
                    held.readings(),
                    held.first().at(),
                    held.first().registerWh(),
                    held.last().at(),
                    held.last().registerWh(),
                    held.usable().at(),
                    held.usable().registerWh());
        }
    }

    /**
     * A register that is not read.
     *
     * @param lastAt time of its newest usable reading
     * @param estimatedTo end of the last estimated interval
     */
    public record SilentView(
            String meteringPointId, String channel, Instant lastAt, Instant estimatedTo) {

        public static SilentView of(Silent silent) {
            return new SilentView(
                    silent.register().meteringPoint().value(),
                    silent.register().channel().name(),
                    silent.lastAt(),
                    silent.estimatedTo());
        }
    }
}
