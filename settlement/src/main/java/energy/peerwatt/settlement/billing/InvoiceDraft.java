package energy.peerwatt.settlement.billing;

import energy.peerwatt.settlement.LineKind;
import energy.peerwatt.settlement.billing.OriginSums.BothWays;
import energy.peerwatt.settlement.tariff.VatRule;
import energy.peerwatt.settlement.tariff.VatTreatment;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An invoice without number, issuer and recipient.
 *
 * @param vat the rule of all its lines
 * @param net sum of the lines' rounded amounts
 * @param tax VAT of {@code net}
 */
public record InvoiceDraft(
        InvoiceKind kind, List<InvoiceLine> lines, VatRule vat, Cents net, Cents tax) {

    /** What moves no metered kWh, with a line for what is owed and one for what is due. */
    private enum Besides {
        UNDELIVERED("Contracts paid though not delivered"),
        IMBALANCE("Imbalance"),
        INDEMNITIES("Indemnities");

        private final String text;

        Besides(String text) {
            this.text = text;
        }

        BothWays of(OriginSums month) {
            return switch (this) {
                case UNDELIVERED -> month.besides(LineKind.UNDELIVERED);
                case IMBALANCE -> month.besides(LineKind.IMBALANCE_SHORT, LineKind.IMBALANCE_LONG);
                case INDEMNITIES -> month.besides(LineKind.INDEMNITY);
            };
        }
    }

    public InvoiceDraft {
        lines = List.copyOf(lines);
        if (!net.equals(sum(lines)) || !tax.equals(net.vat(vat.ratePermille()))) {
            throw new IllegalArgumentException("net or tax do not follow from the lines");
        }
    }

    /** What is to be paid. */
    public Cents gross() {
        return net.plus(tax);
    }

    /** What the law wants to be read where no VAT is charged. */
    public Optional<String> vatNote() {
        return vat.treatment() == VatTreatment.CHARGED
                ? Optional.empty()
                : Optional.of(vat.legalBasis());
    }

    /** Whether both ask for the same. */
    public boolean isSameAs(InvoiceDraft other) {
        return lines.equals(other.lines) && vat.equals(other.vat) && kind == other.kind;
    }

    /** The credit note that takes this back, line by line. */
    public InvoiceDraft reversed() {
        return new InvoiceDraft(
                kind.reversal(),
                lines.stream().map(InvoiceLine::negated).toList(),
                vat,
                net.negated(),
                tax.negated());
    }

    private static Map<Long, List<DataCredit>> byGrant(List<DataCredit> data) {
        return data.stream()
                .collect(
                        Collectors.groupingBy(
                                DataCredit::grant, TreeMap::new, Collectors.toList()));
    }

    private static <T> Money sum(List<T> all, Function<T, Money> amount) {
        return all.stream().map(amount).reduce(Money.ZERO, Money::plus);
    }

    private static Cents sum(List<InvoiceLine> lines) {
        return lines.stream().map(InvoiceLine::net).reduce(Cents.ZERO, Cents::plus);
    }

    /**
     * What a member bought from others in a month, with all fees, and what it owes besides; empty
     * if that is nothing.
     */
    public static Optional<InvoiceDraft> bought(OriginSums month, VatRule vat) {
        Builder builder = new Builder(InvoiceKind.INVOICE, vat);
        OriginSums.Sum matched = month.of(Origin.MATCHED_BOUGHT);
        OriginSums.Sum pool = month.of(Origin.POOL_BOUGHT);
        builder.debit("Energy from neighbours", matched.energy(), matched.amounts().energy());
        builder.debit("Energy from the community pool", pool.energy(), pool.amounts().energy());
        OriginSums.Sum fees =
                matched.plus(pool)
                        .plus(month.of(Origin.OWN_THROUGH_GRID))
                        .plus(month.of(Origin.OTHER));
        builder.debit("Grid fee, passed on", fees.charged().gridFee(), fees.amounts().gridFee());
        builder.debit(
                "Levies and taxes, passed on", fees.charged().taxes(), fees.amounts().taxes());
        for (Besides one : Besides.values()) {
            builder.debit(one.text, Energy.ZERO, one.of(month).debited());
        }
        builder.debit(
                "Given for the community's rewards",
                Energy.ZERO,
                month.of(Origin.REWARD_FUNDING).amounts().energy());
        return builder.build();
    }

    /** What a member sold to others in a month, and what it is owed besides; empty if nothing. */
    public static Optional<InvoiceDraft> sold(OriginSums month, VatRule vat) {
        return sold(month, List.of(), vat);
    }

    /** The same with what it is paid for its data, a line for each consent. */
    public static Optional<InvoiceDraft> sold(
            OriginSums month, List<DataCredit> data, VatRule vat) {
        Builder builder = new Builder(InvoiceKind.SELF_BILLED, vat);
        OriginSums.Sum matched = month.of(Origin.MATCHED_SOLD);
        OriginSums.Sum pool = month.of(Origin.POOL_SOLD);
        builder.credit("Energy to neighbours", matched.energy(), matched.amounts().energy());
        builder.credit("Energy to the community pool", pool.energy(), pool.amounts().energy());
        for (Besides one : Besides.values()) {
            builder.credit(one.text, Energy.ZERO, one.of(month).credited());
        }
        builder.credit(
                "Reward for relieving the connection",
                Energy.ZERO,
                month.of(Origin.RELIEF_REWARD).amounts().energy());
        builder.credit(
                "Reward for reliable delivery",
                Energy.ZERO,
                month.of(Origin.DELIVERY_REWARD).amounts().energy());
        byGrant(data)
                .forEach((grant, days) ->
                        builder.fixed(
                                "Use of your meter values, " + consent(grant, days),
                                sum(days, DataCredit::amount)));
        return builder.build();
    }

    /**
     * What a reader owes for days that it read by one consent.
     *
     * @param days of that consent, at least one
     */
    public static InvoiceDraft dataAccess(List<DataCredit> days, VatRule vat) {
        return new Builder(InvoiceKind.DATA_ACCESS, vat)
                .fixed(
                        "Use of meter values, " + consent(days.getFirst().grant(), days),
                        sum(days, DataCredit::amount))
                .build()
                .orElseThrow();
    }

    private static String consent(long grant, List<DataCredit> days) {
        return "consent %d, %d %s".formatted(grant, days.size(), days.size() == 1 ? "day" : "days");
    }

    /** Puts a draft together line by line. Mutable, of one thread. */
    public static final class Builder {

        private final InvoiceKind kind;
        private final VatRule vat;
        private final List<InvoiceLine> lines = new ArrayList<>();

        public Builder(InvoiceKind kind, VatRule vat) {
            this.kind = kind;
            this.vat = vat;
        }

        /** Adds an amount that does not depend on energy, such as a membership fee. */
        public Builder fixed(String text, Money exact) {
            lines.add(InvoiceLine.of(text, Optional.empty(), exact, vat.ratePermille()));
            return this;
        }

        /** Adds what the document asks for on this energy. */
        public Builder charged(String text, Energy energy, Money exact) {
            lines.add(InvoiceLine.of(text, Optional.of(energy), exact, vat.ratePermille()));
            return this;
        }

        /** Adds what was debited on a statement. */
        private void debit(String text, Energy energy, Money amount) {
            credit(text, energy, amount.negated());
        }

        /** Adds what was credited on a statement, unless that is nothing. */
        private void credit(String text, Energy energy, Money amount) {
            if (amount.isZero()) {
                return;
            }
            if (energy.isZero()) {
                fixed(text, amount);
            } else {
                charged(text, energy, amount);
            }
        }

        /** The draft; empty without a line. */
        public Optional<InvoiceDraft> build() {
            if (lines.isEmpty()) {
                return Optional.empty();
            }
            Cents net = sum(lines);
            return Optional.of(
                    new InvoiceDraft(kind, lines, vat, net, net.vat(vat.ratePermille())));
        }
    }
}
