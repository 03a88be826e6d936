/**
 * Calls of several areas cleared together: {@link energy.peerwatt.book.coupled.CoupledCall} says
 * what is offered, {@link energy.peerwatt.book.coupled.Clearing} what becomes of it. Values in,
 * values out, whole numbers only; stateless and usable from any thread.
 */
@NullMarked
package energy.peerwatt.book.coupled;

import org.jspecify.annotations.NullMarked;
