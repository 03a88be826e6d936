/**
 * What the head-end decides, without database: which blocks count, which readings are usable, and
 * how register readings become interval values.
 *
 * <p>{@link energy.peerwatt.metering.headend.GatewayPosition} decides what a block continues;
 * {@link energy.peerwatt.metering.headend.Screening} says which readings are usable; {@link
 * energy.peerwatt.metering.headend.BoundaryRule} gives the register at a quarter-hour; two boundary
 * values give an {@link energy.peerwatt.metering.headend.IntervalValue}. {@link
 * energy.peerwatt.metering.headend.IntakeResult} is what the sender of a block is told.
 *
 * <p>All types are immutable and safe for use by several threads. All arithmetic is exact.
 */
@NullMarked
package energy.peerwatt.metering.headend;

import org.jspecify.annotations.NullMarked;
