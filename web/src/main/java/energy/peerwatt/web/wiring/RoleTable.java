package energy.peerwatt.web.wiring;

import energy.peerwatt.web.balancing.BalancingStage;
import energy.peerwatt.web.billing.InvoicingStage;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.config.Role;
import energy.peerwatt.web.ingest.Intake;
import energy.peerwatt.web.ingest.IntervalLoop;
import energy.peerwatt.web.ingest.RawReadingsLoop;
import energy.peerwatt.web.ingest.SetpointDispatch;
import energy.peerwatt.web.live.LiveFeed;
import energy.peerwatt.web.notification.NotificationStage;
import energy.peerwatt.web.settling.ChainStage;
import energy.peerwatt.web.settling.SettlementStage;
import energy.peerwatt.web.stage.Stage;
import energy.peerwatt.web.status.StatusBoard;
import energy.peerwatt.web.strategy.StrategyStage;
import energy.peerwatt.web.trading.Projector;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which stages each role has. */
@Singleton
public final class RoleTable {

    private final Map<Role, Map<String, Stage.Step>> table;

    public RoleTable(
            MarketConfig config,
            Projector projector,
            Opening opening,
            StatusBoard status,
            LiveFeed feed,
            NotificationStage notifications,
            Intake intake,
            IntervalLoop intervals,
            SetpointDispatch setpoints,
            RawReadingsLoop rawReadings,
            SettlementStage settlement,
            ChainStage chain,
            InvoicingStage invoicing,
            StrategyStage strategies,
            BalancingStage balancing) {
        table =
                Map.of(
                        Role.API,
                        Map.of(
                                "projector", projector,
                                "opening", opening,
                                "status", status,
                                "live-feed", feed,
                                "notifications", notifications),
                        Role.INGEST,
                        Map.of(
                                "intake", intake,
                                "interval-values", intervals,
                                "setpoints", setpoints,
                                "raw-readings", rawReadings),
                        Role.SETTLEMENT,
                        Map.of("settlement", settlement, "chain", chain, "invoicing", invoicing),
                        Role.BALANCING,
                        balancing(config, strategies, balancing));
    }

    private static Map<String, Stage.Step> balancing(
            MarketConfig config, StrategyStage strategies, BalancingStage balancing) {
        Map<String, Stage.Step> steps = new LinkedHashMap<>();
        if (config.strategy().enabled()) {
            steps.put("strategies", strategies);
        }
        if (config.balancing().enabled()) {
            steps.put("balancing", balancing);
        }
        return steps;
    }

    /** The steps of these roles by the names of their stages. */
    Map<String, Stage.Step> steps(Set<Role> roles) {
        Map<String, Stage.Step> steps = new LinkedHashMap<>();
        roles.forEach(role -> steps.putAll(table.getOrDefault(role, Map.of())));
        return steps;
    }
}
