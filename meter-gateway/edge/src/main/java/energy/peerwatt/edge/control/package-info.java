/**
 * Carries out the market's setpoint plans: {@link energy.peerwatt.edge.control.ControlLink} brings
 * them, {@link energy.peerwatt.edge.control.ControlDesk} checks and keeps them, one thread per
 * device writes what is due and reads it back.
 *
 * <p>A plan holds until its expiry, whether the market can be reached or not; after that the device
 * is left to itself. Whatever is written is never wider than the device's nameplate and always with
 * the device's own reversion timer, so that it goes back by itself if the gateway dies.
 *
 * <p>Public types are safe for use by several threads.
 */
@NullMarked
package energy.peerwatt.edge.control;

import org.jspecify.annotations.NullMarked;
