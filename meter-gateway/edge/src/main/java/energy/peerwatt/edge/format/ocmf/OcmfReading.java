package energy.peerwatt.edge.format.ocmf;

import energy.peerwatt.edge.format.Amount;

/**
 * One signed reading of a register.
 *
 * @param code as it is written, such as {@code 1-b:1.8.0}
 * @param time as it is written, with the letter that tells whether the clock was set
 */
public record OcmfReading(String code, Amount amount, String time) {}
