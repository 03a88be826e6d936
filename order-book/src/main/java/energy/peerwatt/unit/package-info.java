/**
 * The four exact quantities of the market: energy, power, price and money.
 *
 * <p>Each is one {@code long} at one fixed scale, chosen so that price times energy is money
 * without rounding. Every operation that could overflow throws {@link ArithmeticException}. All
 * types are immutable and safe to share between threads.
 */
@NullMarked
package energy.peerwatt.unit;

import org.jspecify.annotations.NullMarked;
