package energy.peerwatt.web.live;

import energy.peerwatt.web.config.MarketConfig;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Looking on is reading: it needs a login unless reads are open. */
@ApplicationScoped
public class UpgradeCheck implements HttpUpgradeCheck {

    private static final int UNAUTHORIZED = 401;

    private final boolean openReads;

    public UpgradeCheck(MarketConfig config) {
        this.openReads = config.demo().openReads();
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        if (openReads) {
            return CheckResult.permitUpgrade();
        }
        return context.securityIdentity()
                .chain(identity ->
                        identity.isAnonymous()
                                ? CheckResult.rejectUpgrade(UNAUTHORIZED)
                                : CheckResult.permitUpgrade())
                .onFailure()
                .recoverWithUni(() -> CheckResult.rejectUpgrade(UNAUTHORIZED));
    }
}
