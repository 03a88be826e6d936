package energy.peerwatt.web.config;

import energy.peerwatt.metering.headend.check.CheckRules;
import energy.peerwatt.metering.headend.estimation.EstimationRules;
import energy.peerwatt.metering.headend.validation.ClockRules;
import energy.peerwatt.metering.headend.validation.ValidationRules;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/** What the head-end takes for plausible, and how it estimates. */
final class ValidationRulesProducer {

    private ValidationRulesProducer() {}

    @Produces
    @Singleton
    static ValidationRules rules(MarketConfig config) {
        MarketConfig.Metering metering = config.metering();
        return new ValidationRules(
                metering.capacityW(),
                metering.tolerancePercent(),
                metering.registerDelay(),
                metering.rolloversWh(),
                new ValidationRules.ResetEvidence(metering.resetReadings(), metering.resetPeriod()),
                clock(metering.clock()));
    }

    private static ClockRules clock(MarketConfig.Clocks clock) {
        return new ClockRules(
                clock.ahead(),
                clock.off(),
                clock.reject(),
                clock.jump(),
                clock.driftPerDay(),
                clock.meterRecords());
    }

    @Produces
    @Singleton
    static EstimationRules estimation(MarketConfig config) {
        MarketConfig.Metering metering = config.metering();
        return new EstimationRules(
                metering.linearUpTo(),
                metering.shapedUpTo(),
                EstimationRules.DEFAULTS.zone(),
                metering.holidays().orElse(Set.of()));
    }

    @Produces
    @Singleton
    static CheckRules checks(MarketConfig config) {
        MarketConfig.Checks checks = config.metering().checks();
        return new CheckRules(
                new CheckRules.Frozen(checks.frozenIntervals(), checks.frozenExpectedWh()),
                new CheckRules.Spike(checks.spikeFactor(), checks.spikeW()),
                new CheckRules.Directions(checks.directionsIntervals(), checks.directionsWh()),
                new CheckRules.Sun(
                        checks.nightDegrees(),
                        checks.nightPermille(),
                        checks.peakPercent(),
                        checks.neighboursZ(),
                        checks.neighboursIntervals()),
                new CheckRules.Power(
                        checks.powerPercent(),
                        checks.powerWh(),
                        checks.powerCovered(),
                        checks.powerGap()),
                checks.severities());
    }
}
