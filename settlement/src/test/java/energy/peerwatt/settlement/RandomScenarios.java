package energy.peerwatt.settlement;

import energy.peerwatt.market.Quality;
import energy.peerwatt.unit.Price;
import java.util.List;
import java.util.Random;

/** Random intervals whose trades leave nobody worse off. */
final class RandomScenarios {

    private static final List<Quality> QUALITIES = List.of(Quality.values());

    private RandomScenarios() {}

    /** Small numbers as often as large ones: rounding and ties need the former. */
    static Scenario next(Random random) {
        return next(random, 0);
    }

    /** The same where invoices add VAT to shared energy. */
    static Scenario next(Random random, int vatPermille) {
        Scenario scenario =
                new Scenario()
                        .fees(
                                new AreaFees(
                                        Price.ofMicroPerKwh(random.nextInt(60_000)),
                                        Price.ofMicroPerKwh(random.nextInt(3) * 10_000L)));
        int scale = List.of(4, 50, 3_000, 2_000_000).get(random.nextInt(4));
        int members = 1 + random.nextInt(9);
        for (int i = 0; i < members; i++) {
            long imported = random.nextInt(3) == 0 ? 0 : random.nextInt(scale);
            long exported = random.nextInt(3) == 0 ? 0 : random.nextInt(scale);
            Quality quality = QUALITIES.get(random.nextInt(3));
            scenario.metered(imported, exported, randomTariff(random, vatPermille), quality);
        }
        for (int k = random.nextInt(2 * members); k > 0; k--) {
            randomTrade(scenario, members, scale, random);
        }
        return scenario;
    }

    private static Tariff randomTariff(Random random, int vatPermille) {
        long feedIn = random.nextInt(120_000) - 20_000L;
        long retail = feedIn + 60_000 + random.nextInt(300_000);
        return new Tariff(
                Price.ofMicroPerKwh(retail),
                Price.ofMicroPerKwh(feedIn),
                Price.ofMicroPerKwh(retail * 1_000 / (1_000 + vatPermille)));
    }

    private static void randomTrade(Scenario scenario, int members, int scale, Random random) {
        int seller = random.nextInt(members);
        int buyer = random.nextInt(members);
        Price lowest = scenario.positions().get(seller).tariff().feedIn();
        Price highest =
                scenario.positions()
                        .get(buyer)
                        .tariff()
                        .sharedCeiling()
                        .minus(scenario.input().fees().total());
        if (seller == buyer || !lowest.isAtMost(highest)) {
            return;
        }
        long width = highest.minus(lowest).microPerKwh();
        Price price = lowest.plus(Price.ofMicroPerKwh(random.nextLong(width + 1)));
        scenario.trade(seller, buyer, 1 + random.nextInt(scale), price);
    }
}
