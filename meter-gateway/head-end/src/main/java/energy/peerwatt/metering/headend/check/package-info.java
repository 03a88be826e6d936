/**
 * What looks odd in interval values of a day. A finding is for people: it never changes a value.
 *
 * <p>{@link energy.peerwatt.metering.headend.check.PointChecks} looks at one metering point; {@link
 * energy.peerwatt.metering.headend.check.NeighbourCheck} compares panels under the same sky.
 *
 * <p>All types are immutable and safe for use by several threads. Floating point decides whether
 * the sun was down and whether panels are unlike their neighbours', never any energy.
 */
@NullMarked
package energy.peerwatt.metering.headend.check;

import org.jspecify.annotations.NullMarked;
