package energy.peerwatt.metering.headend;

import energy.peerwatt.metering.headend.IntakeResult.Refused;
import energy.peerwatt.metering.protocol.ReadingBlock;
import java.util.Optional;

/**
 * How far a gateway's readings are committed.
 *
 * @param epoch newest epoch seen, 0 before the first block
 * @param sequence every reading of the epoch up to here is committed; 0 if none
 */
public record GatewayPosition(long epoch, long sequence) {

    /** Before the first block of a gateway. */
    public static final GatewayPosition START = new GatewayPosition(0, 0);

    /** How a block relates to a position. */
    public sealed interface Continuation {

        /**
         * The block follows without a gap.
         *
         * @param known leading readings of the block that are already committed; they must be
         *     compared with what is stored
         */
        record Follows(int known) implements Continuation {}

        /** The block cannot be taken. */
        record Breaks(Refused refusal) implements Continuation {}
    }

    /**
     * What {@code block} adds to this position. A grown epoch starts anew at sequence 1; an epoch
     * never shrinks.
     */
    public Continuation continuation(ReadingBlock block) {
        if (block.epoch() < epoch) {
            String text = "epoch " + block.epoch() + " after epoch " + epoch;
            return new Continuation.Breaks(Refused.silently(RefusalReason.STALE_EPOCH, text));
        }
        long committed = block.epoch() == epoch ? sequence : 0;
        if (block.firstSequence() > committed + 1) {
            return new Continuation.Breaks(gap(block, committed));
        }
        long known = Math.min(block.lastSequence(), committed) - block.firstSequence() + 1;
        return new Continuation.Follows(Math.toIntExact(Math.max(0, known)));
    }

    /** Whether {@code other} is of a later epoch, or further in the same. */
    public boolean isBefore(GatewayPosition other) {
        return epoch == other.epoch ? sequence < other.sequence : epoch < other.epoch;
    }

    private static Refused gap(ReadingBlock block, long committed) {
        String text =
                "epoch %d starts at %d after %d"
                        .formatted(block.epoch(), block.firstSequence(), committed);
        return new Refused(
                RefusalReason.GAP,
                text,
                Optional.of(IntakeResult.Answer.of(block.gatewayId(), block.epoch(), committed)));
    }

    /** The position once {@code block}, which follows this one, is committed. */
    public GatewayPosition after(ReadingBlock block) {
        if (block.epoch() > epoch) {
            return new GatewayPosition(block.epoch(), block.lastSequence());
        }
        return new GatewayPosition(epoch, Math.max(sequence, block.lastSequence()));
    }
}
