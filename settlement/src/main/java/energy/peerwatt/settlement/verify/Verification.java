package energy.peerwatt.settlement.verify;

import java.util.List;

/**
 * What became of checking a statement.
 *
 * @param proved lines whose content hashes to a root that the contract keeps
 * @param basic those of the proved ones whose quality and trade are in no hash: whatever a file
 *     says there passes
 * @param waiting lines of settlements that the contract has not taken yet
 * @param complete intervals whose lines add up to what the contract booked for the account
 * @param notes what need not be checked, in sentences
 * @param unchecked what the node could not answer, in sentences
 * @param faults what is wrong, in sentences that name the line
 */
public record Verification(
        int proved,
        int basic,
        int waiting,
        int complete,
        List<String> notes,
        List<String> unchecked,
        List<String> faults) {

    private static final List<String> NOT_BASIC = List.of("quality", "trade");

    public Verification {
        notes = List.copyOf(notes);
        unchecked = List.copyOf(unchecked);
        faults = List.copyOf(faults);
    }

    /** Fields of proved lines that stand in no hash of at least one of them. */
    public List<String> notProved() {
        return basic > 0 ? NOT_BASIC : List.of();
    }

    /** What it comes to. */
    public enum Verdict {
        /** Every line is proved and none is missing. */
        HOLDS,
        /** Nothing is wrong, but of the lines that wait nothing is proved. */
        WAITS,
        /** Something is wrong or could not be checked. */
        BROKEN
    }

    /** The verdict. */
    public Verdict verdict() {
        if (!faults.isEmpty() || !unchecked.isEmpty()) {
            return Verdict.BROKEN;
        }
        return waiting > 0 ? Verdict.WAITS : Verdict.HOLDS;
    }
}
