package energy.peerwatt.book.coupled;

import java.util.List;
import java.util.OptionalLong;

/**
 * What becomes of a {@link CoupledCall}.
 *
 * @param prices of every interval, of every area: net micro-currency per kWh; empty where nothing
 *     trades
 * @param filled of every order: Wh
 * @param flows of every link: Wh
 * @param parts of every block: how many are taken
 */
public record Clearing(
        List<List<OptionalLong>> prices, List<Long> filled, List<Long> flows, List<Long> parts) {

    public Clearing {
        prices = prices.stream().map(List::copyOf).toList();
        filled = List.copyOf(filled);
        flows = List.copyOf(flows);
        parts = List.copyOf(parts);
    }

    /** Net micro-currency per kWh; empty if nothing trades there. */
    public OptionalLong price(int area, int interval) {
        return prices.get(interval).get(area);
    }
}
