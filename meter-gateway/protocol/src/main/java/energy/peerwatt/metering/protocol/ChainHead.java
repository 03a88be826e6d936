package energy.peerwatt.metering.protocol;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;

/**
 * Where the chain of one register's readings has got to.
 *
 * @param hash of the newest reading's leaf
 */
public record ChainHead(MeteringPointId meteringPoint, Channel channel, Hash256 hash) {}
