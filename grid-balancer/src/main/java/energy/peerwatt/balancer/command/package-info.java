/**
 * The command {@code ./peerwatt balance}: {@link energy.peerwatt.balancer.command.BalanceMain}.
 * Exit code 0 if all went well, 1 for a limit or rule that is broken, 2 for bad arguments or files.
 */
@NullMarked
package energy.peerwatt.balancer.command;

import org.jspecify.annotations.NullMarked;
