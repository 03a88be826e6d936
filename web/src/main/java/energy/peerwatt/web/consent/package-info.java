/**
 * Members' consents to the use of their meter values: {@link
 * energy.peerwatt.web.consent.DataGrants} keeps them, who read by them and what that is paid;
 * {@link energy.peerwatt.web.consent.StaffReads} keeps who read by running the market. Safe for use
 * by several threads.
 */
@NullMarked
package energy.peerwatt.web.consent;

import org.jspecify.annotations.NullMarked;
