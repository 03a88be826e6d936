/**
 * Trading for members: one order per member and interval, from a forecast, inside the member's own
 * corridor between feed-in and retail price.
 *
 * <p>{@link energy.peerwatt.web.strategy.StrategyStage} belongs to its stage's thread; the rest is
 * immutable.
 */
@NullMarked
package energy.peerwatt.web.strategy;

import org.jspecify.annotations.NullMarked;
