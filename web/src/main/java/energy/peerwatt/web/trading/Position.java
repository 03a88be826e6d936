package energy.peerwatt.web.trading;

/**
 * How far the engine's events are stored.
 *
 * @param sequence of the last stored event, 0 before the first
 * @param orders number of accepted orders up to there
 * @param trades number of trades up to there
 */
public record Position(long sequence, long orders, long trades) {}
