package energy.peerwatt.settlement.tariff;

import java.time.LocalDate;
import java.util.List;

/**
 * The VAT rules of a country.
 *
 * @param rules at most one for each role on each day
 */
public record VatTable(List<VatRule> rules) {

    public VatTable {
        rules = List.copyOf(rules);
        for (int i = 0; i < rules.size(); i++) {
            for (int k = i + 1; k < rules.size(); k++) {
                requireDistinct(rules.get(i), rules.get(k));
            }
        }
    }

    private static void requireDistinct(VatRule one, VatRule other) {
        boolean recipients = one.treatment() == VatTreatment.REVERSE_CHARGE;
        if (one.role() == other.role()
                && recipients == (other.treatment() == VatTreatment.REVERSE_CHARGE)
                && one.validity().overlaps(other.validity())) {
            throw new IllegalArgumentException(
                    "validFrom: two rules for " + one.role() + " on " + other.validity().from());
        }
    }

    /**
     * The rule of a supply. Who is exempt or no business charges nothing, whoever buys; else a
     * recipient under reverse charge owes the VAT; else the supplier's own rate holds.
     *
     * @throws IllegalArgumentException if no rule is known, which is not a rate of zero
     */
    public VatRule of(VatRole supplier, VatRole recipient, LocalDate day) {
        VatRule own = find(supplier, false, day);
        if (own.treatment() != VatTreatment.CHARGED || !hasReverseCharge(recipient, day)) {
            return own;
        }
        return find(recipient, true, day);
    }

    /**
     * Whether such a supply bears no VAT on any day from the first to the last, both included.
     *
     * @throws IllegalArgumentException if no rule is known for one of them
     */
    public boolean isFree(VatRole supplier, VatRole recipient, LocalDate first, LocalDate last) {
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            if (of(supplier, recipient, day).ratePermille() != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean hasReverseCharge(VatRole role, LocalDate day) {
        return rules.stream().anyMatch(rule -> isFor(rule, role, true, day));
    }

    private VatRule find(VatRole role, boolean reverse, LocalDate day) {
        return rules.stream()
                .filter(rule -> isFor(rule, role, reverse, day))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "vatRole: no VAT rule is known for " + role + " on " + day));
    }

    private static boolean isFor(VatRule rule, VatRole role, boolean reverse, LocalDate day) {
        return rule.role() == role
                && reverse == (rule.treatment() == VatTreatment.REVERSE_CHARGE)
                && rule.validity().holdsOn(day);
    }

    /**
     * The price that leaves a buyer no worse off: VAT on top, rounded up to the whole micro so that
     * the comparison is never too kind.
     */
    public static long grossMicro(long netMicro, int ratePermille) {
        return Math.negateExact(
                Math.floorDiv(
                        Math.multiplyExact(Math.negateExact(netMicro), 1_000L + ratePermille),
                        1_000L));
    }
}
