package energy.peerwatt.web.view;

import java.time.Instant;

/**
 * What waits for a chain that does not answer. Settlement itself goes on.
 *
 * @param since market time at which it was first noticed
 * @param batches that are on their way to the chain
 * @param settlements made since then, of which the chain knows nothing
 */
public record ChainWaitView(Instant since, long batches, long settlements) {}
