/**
 * Validation of meter values, without database.
 *
 * <p>{@link energy.peerwatt.metering.headend.validation.RegisterScreening} is the state machine
 * that decides which readings of a register become energy; {@link
 * energy.peerwatt.metering.headend.validation.ValidationRules} holds its limits; {@link
 * energy.peerwatt.metering.headend.RegisterChange} is what it finds where a register starts again.
 *
 * <p>All types are immutable and safe for use by several threads. All arithmetic is exact.
 */
@NullMarked
package energy.peerwatt.metering.headend.validation;

import org.jspecify.annotations.NullMarked;
