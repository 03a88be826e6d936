package energy.peerwatt.web.view;

/**
 * A page of trades that a batch commits to.
 *
 * @param part of the community, 0 if it is not split
 * @param number of the page in its part, from 0
 * @param bytes as the vault's challenge game reads them, hexadecimal
 */
public record TradePageView(int part, int number, String bytes) {}
