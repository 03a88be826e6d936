package energy.peerwatt.web.config;

import energy.peerwatt.metering.headend.validation.ValidationRules;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What the head-end takes for plausible. */
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
                new ValidationRules.ResetEvidence(
                        metering.resetReadings(), metering.resetPeriod()));
    }
}
