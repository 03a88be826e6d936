/**
 * Statements by origin and the month's invoices: puts together what settlement, meters and registry
 * know. Safe for use by several threads.
 */
@NullMarked
package energy.peerwatt.web.billing;

import org.jspecify.annotations.NullMarked;
