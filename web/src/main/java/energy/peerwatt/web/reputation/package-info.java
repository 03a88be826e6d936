/**
 * How far a metering point's deliveries and values can be relied on, from what is on record, and
 * what its member says against it. Reactive, safe for use by several threads.
 */
@NullMarked
package energy.peerwatt.web.reputation;

import org.jspecify.annotations.NullMarked;
