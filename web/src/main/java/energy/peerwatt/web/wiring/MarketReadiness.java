package energy.peerwatt.web.wiring;

import energy.peerwatt.web.config.Role;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.stage.Stage;
import energy.peerwatt.web.status.StatusBoard;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready when opened, the broker runs, and no stage fails; the database has a check of its own. */
@Readiness
@Singleton
public final class MarketReadiness implements HealthCheck {

    private final MarketProcess process;
    private final Parts parts;
    private final StatusBoard status;

    public MarketReadiness(MarketProcess process, Parts parts, StatusBoard status) {
        this.process = process;
        this.parts = parts;
        this.status = status;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("market");
        boolean opened = status.isReady() || !process.roles().contains(Role.API);
        boolean brokerRuns = parts.brokerActive().orElse(true);
        boolean well = !process.stages().isEmpty();
        answer.withData("opened", opened).withData("broker", brokerRuns);
        for (Stage stage : process.stages()) {
            boolean works = stage.isAlive() && stage.failures() == 0;
            answer.withData(stage.name(), works);
            well &= works;
        }
        return answer.status(opened && brokerRuns && well).build();
    }
}
