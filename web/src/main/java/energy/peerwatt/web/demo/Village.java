package energy.peerwatt.web.demo;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.MeteringPoint.Equipment;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import energy.peerwatt.web.registry.Participant;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The simulator's {@code village.json}. */
record Village(Area area, List<Home> homes) {

    /**
     * The village's area.
     *
     * @param transformerW what its transformer can carry each way; 0 if nothing is said of one
     */
    record Area(int id, String name, String timeZone, String currency, int transformerW) {

        private static final Duration GATE_LEAD = Duration.ofMinutes(5);
        private static final Duration HORIZON = Duration.ofHours(8);
        private static final Price TICK = Price.ofMicroPerKwh(1_000);
        private static final Energy LOT = Energy.ofWattHours(1);
        private static final Price GRID_FEE = Price.ofMicroPerKwh(30_000);
        private static final Price LEVY = Price.ofMicroPerKwh(20_000);

        energy.peerwatt.web.registry.Area toArea() {
            AreaRules rules =
                    new AreaRules(
                            new AreaId(id),
                            DeliveryInterval.QUARTER_HOUR,
                            GATE_LEAD,
                            HORIZON,
                            TICK,
                            LOT,
                            GRID_FEE.plus(LEVY));
            return new energy.peerwatt.web.registry.Area(
                    name, ZoneId.of(timeZone), currency, rules, GRID_FEE, LEVY);
        }
    }

    /** One of its homes. */
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

        /** Whether the member, who lets the market control what there is, has anything. */
        boolean hasDevices() {
            return solarWp > 0 || batteryWh > 0 || evChargerW > 0;
        }

        Participant toParticipant() {
            return new Participant(new ParticipantId(participantId), name);
        }

        MeteringPoint toMeteringPoint(AreaId area) {
            return new MeteringPoint(
                    new MeteringPointId(meteringPointId),
                    area,
                    new ParticipantId(participantId),
                    new Tariffs(Price.ofMicroPerKwh(retailMicro), Price.ofMicroPerKwh(feedInMicro)),
                    new Equipment(meter, solarWp, batteryWh, evChargerW),
                    Optional.empty());
        }
    }
}
