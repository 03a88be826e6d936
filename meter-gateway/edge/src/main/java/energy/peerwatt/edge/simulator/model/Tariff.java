package energy.peerwatt.edge.simulator.model;

/**
 * What the home pays and gets without the market, micro-currency per kWh.
 *
 * @param retailMicro all-in price of supply
 * @param feedInMicro what the supplier pays for fed-in energy
 */
public record Tariff(long retailMicro, long feedInMicro) {

    public static final Tariff TYPICAL = new Tariff(314_000, 82_000);

    private static final long TENTH_OF_A_CENT = 1_000;

    /** 29.9 to 33.0 ct and 7.6 to 8.6 ct, on whole 0.1 ct. */
    static Tariff from(Chance chance) {
        return new Tariff(
                chance.at(1).whole(299, 330) * TENTH_OF_A_CENT,
                chance.at(2).whole(76, 86) * TENTH_OF_A_CENT);
    }
}
