package energy.peerwatt.settlement.store;

import energy.peerwatt.settlement.allocation.Carry;

/**
 * By which rules a settlement was made.
 *
 * @param revision of the area's rules; 0 are the default ones
 * @param carried by the allocation key to the next interval
 */
public record AppliedRules(int revision, Carry carried) {

    public static final AppliedRules DEFAULT = new AppliedRules(0, Carry.NONE);

    public AppliedRules {
        if (revision < 0) {
            throw new IllegalArgumentException("negative revision of rules: " + revision);
        }
    }
}
