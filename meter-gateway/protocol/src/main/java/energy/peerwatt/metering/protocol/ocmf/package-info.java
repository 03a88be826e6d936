/**
 * OCMF: records that a meter signs itself, as chargers send them. Source: S.A.F.E. e.V., Open
 * Charge Metering Format 1.0 to 1.3. A record is read and its signature verified over exactly the
 * bytes that came; whether records are missing is seen by whoever takes them in order. Immutable.
 */
@NullMarked
package energy.peerwatt.metering.protocol.ocmf;

import org.jspecify.annotations.NullMarked;
