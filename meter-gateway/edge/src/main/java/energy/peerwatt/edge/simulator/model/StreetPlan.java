package energy.peerwatt.edge.simulator.model;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Makes up the homes of a street.
 *
 * <p>What a home owns follows from its number alone, in a pattern of twelve; how large it is
 * follows from the seed.
 */
final class StreetPlan {

    private static final int STREET = 1;
    private static final int HOME = 2;

    private enum Kind {
        CONSUMER,
        ROOF,
        ROOF_TASMOTA,
        ROOF_SHELLY,
        ROOF_BATTERY_124,
        ROOF_BATTERY_802
    }

    /** Alternates sellers and buyers early, so that small villages trade too. */
    private static final List<Kind> PATTERN =
            List.of(
                    Kind.ROOF,
                    Kind.CONSUMER,
                    Kind.ROOF_BATTERY_124,
                    Kind.ROOF,
                    Kind.ROOF_TASMOTA,
                    Kind.CONSUMER,
                    Kind.ROOF_BATTERY_802,
                    Kind.ROOF_SHELLY,
                    Kind.ROOF,
                    Kind.CONSUMER,
                    Kind.ROOF_BATTERY_124,
                    Kind.ROOF);

    private StreetPlan() {}

    static Blueprint build(long seed, int homes) {
        if (homes < Blueprint.MIN_HOMES || homes > Blueprint.MAX_HOMES) {
            throw new IllegalArgumentException(
                    "homes must be %d to %d: %d"
                            .formatted(Blueprint.MIN_HOMES, Blueprint.MAX_HOMES, homes));
        }
        Chance village = new Chance(seed);
        Weather weather = new Weather(village.at(STREET));
        return new Blueprint(
                "model seed=%d homes=%d".formatted(seed, homes),
                IntStream.rangeClosed(1, homes)
                        .mapToObj(number -> home(number, weather, village.at(HOME).at(number)))
                        .toList());
    }

    private static HomeBlueprint home(int number, Weather weather, Chance chance) {
        Kind kind = PATTERN.get((number - 1) % PATTERN.size());
        Equipment equipment = equipment(kind, chance);
        HomeSpec spec =
                new HomeSpec(
                        number,
                        "Lindenweg " + number,
                        meter(kind),
                        equipment,
                        Tariff.from(chance.at(1)));
        Household household =
                new ModelledHousehold(
                        new Appliances(chance.at(2).between(0.7, 1.4), chance.at(3)),
                        equipment.hasCharger()
                                ? Optional.of(new Vehicle(chance.at(4)))
                                : Optional.empty(),
                        SolarArray.onRoof(equipment.solarWp(), weather, chance.at(5)));
        return new HomeBlueprint(spec, household, counters(equipment, chance.at(6)));
    }

    private static Equipment equipment(Kind kind, Chance chance) {
        int roof = chance.at(7).whole(9, 20) * 500;
        int battery = chance.at(8).whole(2, 4) * 2_500;
        return switch (kind) {
            case CONSUMER -> new Equipment(0, 0, BatteryModel.NONE, Equipment.WALLBOX_W);
            case ROOF, ROOF_TASMOTA ->
                    new Equipment(roof, 0, BatteryModel.NONE, Equipment.WALLBOX_W);
            case ROOF_SHELLY -> Equipment.solar(roof);
            case ROOF_BATTERY_124 -> new Equipment(roof, battery, BatteryModel.STORAGE_124, 0);
            case ROOF_BATTERY_802 -> new Equipment(roof, battery, BatteryModel.BATTERY_802, 0);
        };
    }

    private static Meter meter(Kind kind) {
        return switch (kind) {
            case ROOF_TASMOTA -> Meter.TASMOTA;
            case ROOF_SHELLY -> Meter.SHELLY_GEN2;
            default -> Meter.SDM630;
        };
    }

    /**
     * Meters that have been running for a while. Below 4,096 kWh a float32 register still resolves
     * single Wh; above zero no SunSpec accumulator reads as "not implemented".
     */
    private static Counters counters(Equipment equipment, Chance chance) {
        Map<Quantity, Long> wattSeconds = new EnumMap<>(Quantity.class);
        wattSeconds.put(Quantity.IMPORT, start(chance.at(1), 100, 3_500));
        wattSeconds.put(Quantity.EXPORT, start(chance.at(2), 100, 3_500));
        wattSeconds.put(
                Quantity.GENERATION,
                equipment.hasSolar() ? start(chance.at(3), 4_000, 30_000) : 0L);
        wattSeconds.put(Quantity.CHARGER, start(chance.at(4), 100, 3_500));
        wattSeconds.put(Quantity.CHARGE, start(chance.at(5), 100, 1_000));
        wattSeconds.put(Quantity.DISCHARGE, start(chance.at(6), 100, 1_000));
        return new Counters(wattSeconds);
    }

    private static long start(Chance chance, int lowKwh, int highKwh) {
        return (long) chance.between(lowKwh * 3_600_000.0, highKwh * 3_600_000.0);
    }
}
