package energy.peerwatt.settlement;

import energy.peerwatt.market.Quality;
import energy.peerwatt.unit.Price;

/**
 * What a community pays its members for flexibility, reliability and good data, out of what the
 * interval has gained and nothing else.
 *
 * @param fundPermille the most of each member's gain of an interval that goes into rewards, from 1
 *     to 1000
 * @param delivered paid to sellers per kWh delivered to other members; from 0 to {@link #MOST}
 * @param congestion what relieving the area's connection is worth
 * @param reliability by permille of what was contracted that was delivered or taken: permille of
 *     the reward that is paid; below the first step nothing
 * @param quality permille of the reward that values of each quality earn
 */
public record RewardRules(
        int fundPermille,
        Price delivered,
        Congestion congestion,
        StepCurve reliability,
        QualityFactors quality) {

    /** Largest reward per kWh, one unit of the currency. */
    public static final Price MOST = Price.ofMicroPerKwh(1_000_000);

    /** Largest multiplier, twice the reward. */
    public static final int MOST_PERMILLE = 2_000;

    static final int WHOLE = 1_000;

    public RewardRules {
        if (fundPermille < 1 || fundPermille > WHOLE) {
            throw new IllegalArgumentException(
                    "fundPermille: " + fundPermille + " is not 1 to 1000");
        }
        requireReward("delivered", delivered.microPerKwh());
        if (reliability.largest() > MOST_PERMILLE) {
            throw new IllegalArgumentException("reliability: is above " + MOST_PERMILLE);
        }
    }

    private static void requireReward(String name, long micro) {
        if (micro < 0 || micro > MOST.microPerKwh()) {
            throw new IllegalArgumentException(
                    name + ": " + micro + " micro per kWh is not 0 to " + MOST.microPerKwh());
        }
    }

    /**
     * What relieving is worth.
     *
     * @param ratedWatts what the area's connection to the grid carries, positive
     * @param adders micro per kWh by permille of that which the area as a whole drew or gave, on
     *     average over the interval by its members' meters; below the first step nothing
     */
    public record Congestion(long ratedWatts, StepCurve adders) {

        private static final long MOST_WATTS = 1_000_000_000;

        public Congestion {
            if (ratedWatts < 1 || ratedWatts > MOST_WATTS) {
                throw new IllegalArgumentException("ratedWatts: " + ratedWatts + " is impossible");
            }
            requireReward("adders", adders.largest());
        }
    }

    /** Permille of the reward by quality of the member's values; measured ones earn it whole. */
    public record QualityFactors(int substitutedPermille, int estimatedPermille) {

        public QualityFactors {
            for (int permille : new int[] {substitutedPermille, estimatedPermille}) {
                if (permille < 0 || permille > WHOLE) {
                    throw new IllegalArgumentException(
                            "quality: " + permille + " is not 0 to 1000 permille");
                }
            }
        }

        int of(Quality quality) {
            return switch (quality) {
                case ACTUAL -> WHOLE;
                case SUBSTITUTED -> substitutedPermille;
                case ESTIMATED -> estimatedPermille;
            };
        }
    }
}
