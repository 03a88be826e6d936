package energy.peerwatt.settlement.print;

import energy.peerwatt.settlement.billing.Cents;
import energy.peerwatt.unit.Money;

/** Money as people read it. */
final class ShownMoney {

    private ShownMoney() {}

    /** Rounded to the cent, without a sign: the place on the page says who pays. */
    static String unsigned(Money money, String currency) {
        Cents cents = Cents.rounded(money);
        return of(cents.value() < 0 ? cents.negated() : cents, currency);
    }

    static String of(Cents cents, String currency) {
        return currency.equals("EUR") ? "€" + cents : cents + " " + currency;
    }
}
