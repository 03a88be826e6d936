/**
 * What is shown to people and programs: the JSON of REST and WebSocket as records.
 *
 * <p>Energy in Wh, power in W, prices in micro-currency per kWh as integers; money as decimal text.
 * Immutable.
 */
@NullMarked
package energy.peerwatt.web.view;

import org.jspecify.annotations.NullMarked;
