/**
 * What people read and pay: statements with one line per origin of a kWh, and invoices rounded to
 * cents.
 *
 * <p>Pure values and functions of them. Money stays exact up to the line of an invoice, see {@link
 * energy.peerwatt.settlement.billing.Cents}; amounts of statements are credited to the member if
 * positive, amounts of invoices are what the document asks for or grants.
 */
@NullMarked
package energy.peerwatt.settlement.billing;

import org.jspecify.annotations.NullMarked;
