package energy.peerwatt.web.live;

import energy.peerwatt.web.accounts.OwnOrigin;
import energy.peerwatt.web.config.MarketConfig;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Looking on is reading: it needs a login unless reads are open, and no page of others may. */
@ApplicationScoped
public class UpgradeCheck implements HttpUpgradeCheck {

    private static final int UNAUTHORIZED = 401;

    private static final int FORBIDDEN = 403;

    private final boolean openReads;
    private final OwnOrigin ownOrigin;

    public UpgradeCheck(MarketConfig config, OwnOrigin ownOrigin) {
        this.openReads = config.demo().openReads();
        this.ownOrigin = ownOrigin;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        if (!ownOrigin.sends(context.httpRequest())) {
            return CheckResult.rejectUpgrade(FORBIDDEN);
        }
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
