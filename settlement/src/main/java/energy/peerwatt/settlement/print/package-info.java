/**
 * Statements and invoices on paper: A4 pages as PDF. The only package that knows PDFBox; it draws
 * what {@link energy.peerwatt.settlement.billing} has worked out and decides nothing.
 */
@NullMarked
package energy.peerwatt.settlement.print;

import org.jspecify.annotations.NullMarked;
