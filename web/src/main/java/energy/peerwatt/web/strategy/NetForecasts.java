package energy.peerwatt.web.strategy;

import energy.peerwatt.balancer.forecast.EnergyHistory;
import energy.peerwatt.balancer.forecast.Expectation;
import energy.peerwatt.balancer.forecast.NetEnergy;
import energy.peerwatt.balancer.forecast.PersistenceForecast;
import energy.peerwatt.balancer.forecast.SimilarDays;
import energy.peerwatt.balancer.forecast.SolarOutput;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.balancing.PastEnergies;
import energy.peerwatt.web.balancing.PastEnergy;
import energy.peerwatt.web.balancing.PastEnergy.Flow;
import energy.peerwatt.web.balancing.PlanPositions;
import energy.peerwatt.web.balancing.Skies;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.ingest.LivePoint;
import energy.peerwatt.web.ingest.LiveState;
import energy.peerwatt.web.registry.MeteringPoint;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a member is expected to take from the grid or give to it. By its area's plan, which knows
 * what its devices will do; without one from its measured intervals: a week of them by similar days
 * and the sun, fewer by the last of them; before there are any from its momentary power. Its meter
 * is heard when it says what passes it: other devices of a home may be heard while its meter is
 * silent. Blocks.
 */
@Singleton
public class NetForecasts implements Outlooks {

    /** Fewer measured intervals, a week's, say little of similar days. */
    private static final int LEAST = 7 * 96;

    /** Older power says nothing about the coming intervals. */
    private static final Duration FRESH = Duration.ofMinutes(15);

    private final PlanPositions plans;
    private final PastEnergies energies;
    private final Skies skies;
    private final LiveState live;
    private final MarketClock clock;
    private final Predicate<LocalDate> holiday;

    public NetForecasts(
            PlanPositions plans,
            PastEnergies energies,
            Skies skies,
            LiveState live,
            MarketClock clock,
            MarketConfig config) {
        this.plans = plans;
        this.energies = energies;
        this.skies = skies;
        this.live = live;
        this.clock = clock;
        this.holiday = config.metering().holidays().orElse(Set.of())::contains;
    }

    @Override
    public Outlook outlook(MeteringPoint point, List<DeliveryInterval> intervals, ZoneId zone) {
        Map<DeliveryInterval, Long> expected = new HashMap<>();
        for (DeliveryInterval interval : intervals) {
            plans.expected(point, interval).ifPresent(net -> expected.put(interval, net));
        }
        Optional<LivePoint> power =
                live.of(point.id())
                        .filter(one -> one.gridW().isPresent())
                        .filter(one -> one.at().isAfter(clock.now().minus(FRESH)));
        if (expected.size() == intervals.size() && power.isPresent()) {
            return new Outlook(expected, power.map(LivePoint::at));
        }
        DeliveryInterval now =
                DeliveryInterval.containing(clock.now(), DeliveryInterval.QUARTER_HOUR);
        Past past = Past.of(energies.of(point.id(), now));
        Expectation measured = measured(point, past, zone, now);
        for (DeliveryInterval interval : intervals) {
            OptionalLong net = byMeter(power, measured, now, interval);
            net.ifPresent(known -> expected.putIfAbsent(interval, known));
        }
        return new Outlook(expected, power.map(LivePoint::at).or(past::end));
    }

    /** Meters count quarter-hours; of areas with others the momentary power is asked. */
    private static OptionalLong byMeter(
            Optional<LivePoint> power,
            Expectation measured,
            DeliveryInterval now,
            DeliveryInterval interval) {
        OptionalDouble expected =
                interval.length().equals(now.length())
                        ? measured.at(now, interval)
                        : OptionalDouble.empty();
        return expected.isPresent()
                ? OptionalLong.of(Math.round(expected.getAsDouble()))
                : fromPower(power, interval);
    }

    private Expectation measured(
            MeteringPoint point, Past past, ZoneId zone, DeliveryInterval now) {
        return past.net().size() < LEAST || (point.equipment().solarWp() > 0 && !past.isMetered())
                ? new PersistenceForecast(past.net())
                : bySimilarDays(past, zone, now);
    }

    private Expectation bySimilarDays(Past past, ZoneId zone, DeliveryInterval now) {
        Expectation days = new SimilarDays(new EnergyHistory(past.used()), zone, holiday);
        if (!past.isMetered()) {
            return days;
        }
        Expectation sun =
                new SolarOutput(
                        new EnergyHistory(past.made()),
                        skies.over(zone, now.start()),
                        SolarOutput.Weather.UNKNOWN);
        return (from, interval) -> {
            OptionalDouble used = days.at(from, interval);
            OptionalDouble made = sun.at(from, interval);
            return used.isEmpty() || made.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(used.getAsDouble() - made.getAsDouble());
        };
    }

    private static OptionalLong fromPower(Optional<LivePoint> power, DeliveryInterval interval) {
        OptionalLong watts = power.map(LivePoint::gridW).orElse(OptionalLong.empty());
        return watts.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        Math.floorDiv(watts.getAsLong() * interval.length().toMinutes(), 60));
    }

    /**
     * Intervals of which all that is metered is known.
     *
     * @param net import minus export
     * @param used net and what the panels made
     * @param isMetered whether the panels have a meter
     */
    private record Past(
            List<NetEnergy> net, List<NetEnergy> used, List<NetEnergy> made, boolean isMetered) {

        static Past of(PastEnergy energy) {
            Past past =
                    new Past(
                            new ArrayList<>(),
                            new ArrayList<>(),
                            new ArrayList<>(),
                            energy.has(Flow.GENERATION));
            energy.forEach(interval -> past.add(energy, interval));
            return past;
        }

        /** End of the newest interval. */
        Optional<Instant> end() {
            return net.isEmpty() ? Optional.empty() : Optional.of(net.getLast().interval().end());
        }

        private void add(PastEnergy energy, DeliveryInterval interval) {
            OptionalInt taken = energy.at(Flow.IMPORT, interval);
            OptionalInt given = energy.at(Flow.EXPORT, interval);
            OptionalInt panels = energy.at(Flow.GENERATION, interval);
            if (taken.isEmpty() || given.isEmpty() || (isMetered && panels.isEmpty())) {
                return;
            }
            long left = (long) taken.getAsInt() - given.getAsInt();
            net.add(new NetEnergy(interval, left));
            used.add(new NetEnergy(interval, left + panels.orElse(0)));
            made.add(new NetEnergy(interval, panels.orElse(0)));
        }
    }
}
