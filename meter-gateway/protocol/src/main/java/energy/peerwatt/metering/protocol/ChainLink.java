package energy.peerwatt.metering.protocol;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;

/**
 * The part of one register's chain that a block holds.
 *
 * @param previous hash of the leaf before the block's first reading of the register, or {@link
 *     ReadingChain#genesis}
 * @param head hash of the leaf of the block's last reading of the register
 */
public record ChainLink(
        MeteringPointId meteringPoint, Channel channel, Hash256 previous, Hash256 head) {}
