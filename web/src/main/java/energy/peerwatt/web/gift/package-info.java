/**
 * Homes that give their surplus to a partner first (ADR 0023): {@link
 * energy.peerwatt.web.gift.GiftLedger} keeps what both agreed on and for which intervals it holds.
 * Safe for use by several threads.
 */
@NullMarked
package energy.peerwatt.web.gift;

import org.jspecify.annotations.NullMarked;
