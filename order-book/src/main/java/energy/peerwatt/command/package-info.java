/** What programs of the modules share. */
@NullMarked
package energy.peerwatt.command;

import org.jspecify.annotations.NullMarked;
