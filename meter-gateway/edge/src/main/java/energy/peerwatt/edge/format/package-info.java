/**
 * Foreign bytes and texts as exact values: what every decoder shares.
 *
 * <p>A decoder gives a value or refuses for a named {@link energy.peerwatt.edge.format.Refusal};
 * nothing else leaves it, whatever the bytes are. An {@link energy.peerwatt.edge.format.Amount}
 * keeps digits and exponent as the device wrote them, so that no decimal is lost and the step of
 * the register stays known.
 *
 * <p>All types are immutable.
 */
@NullMarked
package energy.peerwatt.edge.format;

import org.jspecify.annotations.NullMarked;
