/**
 * The metering benchmark's programs; {@code ./peerwatt bench metering} runs each in a process of
 * its own.
 */
@NullMarked
package energy.peerwatt.bench;

import org.jspecify.annotations.NullMarked;
