package energy.peerwatt.web.view;

import energy.peerwatt.metering.headend.RegisterFault;
import energy.peerwatt.metering.headend.store.ChainBreaks.ChainBreak;
import energy.peerwatt.metering.headend.store.HeldBack;
import energy.peerwatt.metering.headend.store.IntervalValueStore.Silent;
import energy.peerwatt.metering.headend.store.RefusedBlockLog.RefusedBlock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator of meters should look at, the longest first.
 *
 * @param heldBack registers whose newest readings are held back
 * @param silent registers that are not read and estimated
 * @param findings what checks found and nobody has withdrawn, the newest first
 * @param faults registers whose values cannot be computed
 * @param chainBreaks places where a register's hash chain is broken, the newest first
 * @param refusedBlocks blocks that were not taken, the newest first
 */
public record MeteringAlarmsView(
        List<HeldBackView> heldBack,
        List<SilentView> silent,
        List<FindingView> findings,
        List<FaultView> faults,
        List<ChainBreakView> chainBreaks,
        List<RefusedBlockView> refusedBlocks) {

    /**
     * A reading that does not link to the one before it.
     *
     * @param sequence of the first reading of the block that does not fit
     * @param reason START: an epoch does not begin with its genesis; LINK: a later one
     */
    public record ChainBreakView(
            String meteringPointId,
            String channel,
            String gatewayId,
            long epoch,
            long sequence,
            String reason,
            Instant receivedAt) {

        public static ChainBreakView of(ChainBreak broken) {
            return new ChainBreakView(
                    broken.register().meteringPoint().value(),
                    broken.register().channel().name(),
                    broken.gatewayId(),
                    broken.epoch(),
                    broken.sequence(),
                    broken.reason().name(),
                    broken.receivedAt());
        }
    }

    /**
     * A block that was refused, once or more often.
     *
     * @param reason EQUIVOCATION: its gateway contradicts what it sent before; others are in the
     *     text
     * @param evidence whether its signed bytes are kept
     */
    public record RefusedBlockView(
            String reason,
            String text,
            boolean evidence,
            long times,
            Instant firstAt,
            Instant lastAt) {

        public static RefusedBlockView of(RefusedBlock refused) {
            return new RefusedBlockView(
                    refused.reason().name(),
                    refused.text(),
                    refused.isEvidence(),
                    refused.times(),
                    refused.firstAt(),
                    refused.lastAt());
        }
    }

    /**
     * A register that is set aside and tried again now and then.
     *
     * @param step INTERVALS, REVISION or ESTIMATION
     * @param times how often it failed in a row; times are wall times
     */
    public record FaultView(
            String meteringPointId,
            String channel,
            String step,
            int times,
            Instant firstAt,
            Instant lastAt,
            Instant retryAt,
            String detail) {

        public static FaultView of(RegisterFault fault) {
            return new FaultView(
                    fault.register().meteringPoint().value(),
                    fault.register().channel().name(),
                    fault.step().name(),
                    fault.times(),
                    fault.firstAt(),
                    fault.lastAt(),
                    fault.retryAt(),
                    fault.detail());
        }
    }

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
     * @param lastAt time of its newest usable reading, null if nothing is left of it
     * @param estimatedTo end of the last estimated interval
     */
    public record SilentView(
            String meteringPointId, String channel, @Nullable Instant lastAt, Instant estimatedTo) {

        public static SilentView of(Silent silent) {
            return new SilentView(
                    silent.register().meteringPoint().value(),
                    silent.register().channel().name(),
                    silent.lastAt().orElse(null),
                    silent.estimatedTo());
        }
    }
}
