package energy.peerwatt.edge.simulator;

import energy.peerwatt.edge.simulator.model.Blueprint;
import energy.peerwatt.edge.simulator.model.ChargerOrders;
import energy.peerwatt.edge.simulator.model.ChargingSession;
import energy.peerwatt.edge.simulator.model.Counters;
import energy.peerwatt.edge.simulator.model.HomeOrders;
import energy.peerwatt.edge.simulator.model.Quantity;
import energy.peerwatt.edge.simulator.model.VillageState;
import energy.peerwatt.edge.simulator.model.VillageState.HomeState;
import energy.peerwatt.edge.simulator.model.VillageState.Orders;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Content of {@code state.json}.
 *
 * @param fingerprint the blueprint's
 * @param at market time of the counters
 * @param homes in the blueprint's order
 */
record SavedState(String fingerprint, String at, List<SavedHome> homes, Ports ports) {

    /**
     * State of one home.
     *
     * @param wattSeconds exact counters
     * @param storedWs energy in the battery
     * @param session of the car; like all that follows not in files of earlier versions
     * @param orders in force
     * @param nextOrders in force from the next slice on
     * @param charger orders in force
     * @param nextCharger in force from the next slice on
     */
    record SavedHome(
            Map<Quantity, Long> wattSeconds,
            long storedWs,
            @Nullable ChargingSession session,
            @Nullable HomeOrders orders,
            @Nullable HomeOrders nextOrders,
            @Nullable ChargerOrders charger,
            @Nullable ChargerOrders nextCharger) {

        static SavedHome of(HomeState home) {
            return new SavedHome(
                    home.counters().wattSeconds(),
                    home.storedWs(),
                    home.session(),
                    home.orders().home(),
                    home.nextOrders().home(),
                    home.orders().charger(),
                    home.nextOrders().charger());
        }

        HomeState state() {
            return new HomeState(
                    new Counters(wattSeconds),
                    storedWs,
                    session == null ? ChargingSession.NONE : session,
                    orders(orders, charger),
                    orders(nextOrders, nextCharger));
        }

        private static Orders orders(@Nullable HomeOrders home, @Nullable ChargerOrders charger) {
            return new Orders(
                    home == null ? HomeOrders.NONE : home,
                    charger == null ? ChargerOrders.NONE : charger);
        }
    }

    static SavedState of(Blueprint blueprint, VillageState state, Ports ports) {
        return new SavedState(
                blueprint.fingerprint(),
                Instant.ofEpochSecond(state.epochSecond()).toString(),
                state.homes().stream().map(SavedHome::of).toList(),
                ports);
    }

    /**
     * The state in {@code file}, empty if there is none.
     *
     * @throws MarketException if it belongs to another village
     */
    static Optional<SavedState> read(Path file, Blueprint blueprint) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        SavedState saved = Json.read(file, SavedState.class);
        if (!saved.fingerprint().equals(blueprint.fingerprint())) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "%s belongs to the village [%s], not [%s]; use another data directory"
                            .formatted(file, saved.fingerprint(), blueprint.fingerprint()));
        }
        return Optional.of(saved);
    }

    VillageState village() {
        return new VillageState(
                Instant.parse(at).getEpochSecond(), homes.stream().map(SavedHome::state).toList());
    }
}
