package energy.peerwatt.web.wiring;

import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.config.Role;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.stage.Closing;
import energy.peerwatt.web.stage.Stage;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The process's life: starts the parts, then the stages of its roles; stops them in reverse. The
 * database is started before and stopped after all of this.
 */
@Singleton
public final class MarketProcess {

    private static final Logger LOG = Logger.getLogger(MarketProcess.class);
    private static final int ENGINE_FAILED = 70;
    private static final Duration STAGES_TIMEOUT = Duration.ofMillis(2500);

    private final Set<Role> roles;
    private final Parts parts;
    private final RoleTable table;
    private volatile List<Stage> stages = List.of();

    public MarketProcess(MarketConfig config, Parts parts, RoleTable table) {
        this.roles = Role.parse(config.roles());
        this.parts = parts;
        this.table = table;
    }

    void start(@Observes StartupEvent event) {
        parts.start(roles);
        var _ = parts.engineEnded().whenComplete((_, failure) -> engineEnded(failure));
        stages =
                table.steps(roles).entrySet().stream()
                        .map(step -> Stage.start(step.getKey(), step.getValue()))
                        .toList();
        LOG.infof("started as %s", roles);
    }

    private static void engineEnded(@Nullable Throwable failure) {
        if (failure != null) {
            LOG.errorf(failure, "error %s: the engine stopped, so must we", Stage.nextErrorId());
            Quarkus.asyncExit(ENGINE_FAILED);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        List<Stage> running = stages;
        stages = List.of();
        running.forEach(Stage::end);
        Closing.all(running, STAGES_TIMEOUT);
        parts.close();
    }

    /** The stages that run. */
    List<Stage> stages() {
        return stages;
    }

    Set<Role> roles() {
        return roles;
    }
}
