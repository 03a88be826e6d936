/**
 * Gateways, the keys they may sign with and the metering points they may report.
 *
 * <p>Immutable values; {@code headend.store} keeps them.
 */
@NullMarked
package energy.peerwatt.metering.headend.gateway;

import org.jspecify.annotations.NullMarked;
