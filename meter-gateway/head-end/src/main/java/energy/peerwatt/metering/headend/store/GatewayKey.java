package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.protocol.GatewayIdentity;
import java.time.Instant;
import java.util.Optional;

/**
 * A registered key of a gateway.
 *
 * @param revokedAt market time since which its blocks are refused
 */
public record GatewayKey(
        GatewayIdentity identity, Instant registeredAt, Optional<Instant> revokedAt) {}
