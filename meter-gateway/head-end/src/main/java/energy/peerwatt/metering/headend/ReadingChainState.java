package energy.peerwatt.metering.headend;

import energy.peerwatt.metering.protocol.ChainLink;
import energy.peerwatt.metering.protocol.Hash256;
import energy.peerwatt.metering.protocol.ReadingChain;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the hash chain of one register has got.
 *
 * @param gateway number of the gateway that sent it
 * @param head hash of the newest reading's leaf
 */
public record ReadingChainState(int gateway, long epoch, Hash256 head) {

    /**
     * Readings whose link is not what the chain has got to. Nothing is refused for it: the readings
     * are signed; but some were lost, replaced, or made from an older copy of the gateway.
     *
     * @param expected what the first of them should have linked to
     * @param found what it links to
     */
    public record Break(Reason reason, Hash256 expected, Hash256 found) {}

    /** Where a chain is broken. */
    public enum Reason {
        /** The first reading of the register in an epoch does not link to the genesis. */
        START,
        /** A reading links to another one than the one before. */
        LINK
    }

    /** Whether a gateway's readings of an epoch go on from here. */
    public boolean isOf(int other, long otherEpoch) {
        return gateway == other && epoch == otherEpoch;
    }

    /**
     * Compares readings with the chain before them.
     *
     * @param known the register's chain, if it has one
     * @param gateway number of the gateway that signed the link
     * @return empty if they continue it, or begin the gateway's epoch from the named genesis
     */
    public static Optional<Break> compare(
            @Nullable ReadingChainState known,
            int gateway,
            String gatewayId,
            long epoch,
            ChainLink link) {
        if (known != null && known.isOf(gateway, epoch)) {
            return compare(Reason.LINK, known.head, link);
        }
        Hash256 genesis =
                ReadingChain.genesis(gatewayId, epoch, link.meteringPoint(), link.channel());
        return compare(Reason.START, genesis, link);
    }

    private static Optional<Break> compare(Reason reason, Hash256 expected, ChainLink link) {
        return expected.equals(link.previous())
                ? Optional.empty()
                : Optional.of(new Break(reason, expected, link.previous()));
    }
}
