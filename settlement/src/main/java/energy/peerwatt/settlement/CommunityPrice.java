package energy.peerwatt.settlement;

import energy.peerwatt.unit.Price;
import java.util.Optional;

/** The price of pool energy. */
final class CommunityPrice {

    private CommunityPrice() {}

    /**
     * The midpoint, rounded down to one micro, of the corridor between the highest feed-in price of
     * those with export left and the lowest retail price less fees of those with import left.
     *
     * @return empty if a side has nothing left or nobody would gain
     */
    static Optional<Price> of(OpenPositions open, AreaFees fees) {
        Optional<Price> lowest = Optional.empty();
        Optional<Price> highest = Optional.empty();
        for (int i = 0; i < open.size(); i++) {
            Tariff tariff = open.member(i).tariff();
            if (open.exported(i) > 0) {
                lowest = Optional.of(max(tariff.feedIn(), lowest.orElse(tariff.feedIn())));
            }
            if (open.imported(i) > 0) {
                Price worth = tariff.sharedCeiling().minus(fees.total());
                highest = Optional.of(min(worth, highest.orElse(worth)));
            }
        }
        if (lowest.isEmpty() || highest.isEmpty() || !lowest.get().isAtMost(highest.get())) {
            return Optional.empty();
        }
        long width = highest.get().minus(lowest.get()).microPerKwh();
        return Optional.of(lowest.get().plus(Price.ofMicroPerKwh(width / 2)));
    }

    private static Price max(Price a, Price b) {
        return a.isAtMost(b) ? b : a;
    }

    private static Price min(Price a, Price b) {
        return a.isAtMost(b) ? a : b;
    }
}
