package energy.peerwatt.edge.simulator;

import energy.peerwatt.edge.simulator.model.HomeSpec;
import java.util.List;

/** Content of {@code village.json}: what the market has to know about the village. */
record VillageFile(Area area, List<Home> homes) {

    /** Between what roofs give at noon and what all cars take after work, of an average home. */
    private static final int TRANSFORMER_W_PER_HOME = 4_000;

    /**
     * The street.
     *
     * @param transformerW rated power of the transformer that feeds it
     */
    record Area(int id, String name, String timeZone, String currency, long transformerW) {}

    record Home(
            long participantId,
            String login,
            String name,
            String meteringPointId,
            String meter,
            int solarWp,
            int batteryWh,
            int evChargerW,
            long retailMicro,
            long feedInMicro) {

        static Home of(HomeSpec spec) {
            return new Home(
                    spec.participantId(),
                    spec.login(),
                    spec.name(),
                    spec.meteringPoint().value(),
                    spec.meter().name(),
                    spec.equipment().solarWp(),
                    spec.equipment().batteryWh(),
                    spec.equipment().chargerW(),
                    spec.tariff().retailMicro(),
                    spec.tariff().feedInMicro());
        }
    }

    static VillageFile of(List<HomeSpec> homes) {
        return new VillageFile(
                new Area(
                        1,
                        "Lindenweg",
                        "Europe/Vienna",
                        "EUR",
                        (long) homes.size() * TRANSFORMER_W_PER_HOME),
                homes.stream().map(Home::of).toList());
    }
}
