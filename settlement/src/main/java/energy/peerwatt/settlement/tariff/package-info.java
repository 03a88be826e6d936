/**
 * Prices, charges and taxes as dated data: what was valid for an interval, with its legal basis.
 *
 * <p>Values are immutable and pure; {@link energy.peerwatt.settlement.tariff.CountryPack} reads the
 * packs of countries that ship as resources. What nobody has entered is unknown, never zero.
 */
@NullMarked
package energy.peerwatt.settlement.tariff;

import org.jspecify.annotations.NullMarked;
