/**
 * The loop that every background stage of the market runs in.
 *
 * <p>A {@link energy.peerwatt.web.stage.Stage} has one virtual thread of its own; its methods may
 * be called from any thread.
 */
@NullMarked
package energy.peerwatt.web.stage;

import org.jspecify.annotations.NullMarked;
