package energy.peerwatt.metering.headend;

import energy.peerwatt.metering.protocol.Acknowledgement;
import energy.peerwatt.metering.protocol.BlockTopics;
import java.util.Optional;

/** What became of a received block, after commit. */
public sealed interface IntakeResult {

    /**
     * The block added readings; all up to {@code sequence} are committed.
     *
     * @param gatewayId the signer
     */
    record Accepted(String gatewayId, long epoch, long sequence) implements IntakeResult {}

    /**
     * Every reading of the block was already committed, with the same content.
     *
     * @param gatewayId the signer
     * @param sequence all up to here are committed; may be beyond the block
     */
    record Duplicate(String gatewayId, long epoch, long sequence) implements IntakeResult {}

    /**
     * Nothing of the block was taken.
     *
     * @param text for the log: ids and numbers only
     * @param answer what to tell the gateway; present for a gap, so that it resends from there
     */
    record Refused(RefusalReason reason, String text, Optional<Answer> answer)
            implements IntakeResult {

        /** A refusal that is not answered. */
        public static Refused silently(RefusalReason reason, String text) {
            return new Refused(reason, text, Optional.empty());
        }
    }

    /** An acknowledgement and the topics of the gateway it is for. */
    record Answer(BlockTopics topics, Acknowledgement acknowledgement) {

        static Answer of(String gatewayId, long epoch, long sequence) {
            return new Answer(new BlockTopics(gatewayId), new Acknowledgement(epoch, sequence));
        }
    }

    /** What to publish on the gateway's acknowledgement topic; empty if nothing. */
    default Optional<Answer> answer() {
        return switch (this) {
            case Accepted(String gateway, long epoch, long sequence) ->
                    Optional.of(Answer.of(gateway, epoch, sequence));
            case Duplicate(String gateway, long epoch, long sequence) ->
                    Optional.of(Answer.of(gateway, epoch, sequence));
            case Refused refused -> refused.answer;
        };
    }
}
