/** Who has looked at which alarm. Safe for use by several threads. */
@NullMarked
package energy.peerwatt.web.alarm;

import org.jspecify.annotations.NullMarked;
