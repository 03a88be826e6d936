package energy.peerwatt.web.trading;

import energy.peerwatt.market.Trade;
import java.time.Instant;

/**
 * A trade and when it was made.
 *
 * @param at market time
 */
public record MadeTrade(Trade trade, Instant at) {}
