package energy.peerwatt.settlement.chain;

import energy.peerwatt.unit.Money;
import java.time.Duration;
import java.util.Optional;

/**
 * What the vault and what belongs to it are deployed with; fixed from then on.
 *
 * @param token the stablecoin that members pay in with; without one, play money is deployed, and
 *     the market itself pays it in for them
 * @param challengeWindow how long a batch without the auditor's signature waits
 * @param exitDelay how long an exit waits; longer than the challenge window
 * @param energyWindow how long after its start an interval's energy may be corrected; longer than
 *     any area's days until an interval is final
 * @param flowLimit cash that batches may move within a day
 */
public record VaultTerms(
        Optional<ChainAddress> token,
        Duration challengeWindow,
        Duration exitDelay,
        Duration energyWindow,
        Money flowLimit) {

    /** Play money, and windows as a village may want them. */
    public static final VaultTerms PLAY_MONEY =
            new VaultTerms(
                    Optional.empty(),
                    Duration.ofDays(1),
                    Duration.ofDays(3),
                    Duration.ofDays(1_100),
                    Money.ofNano(1_000_000_000_000_000L));

    public VaultTerms {
        if (challengeWindow.toSeconds() < 2 || exitDelay.compareTo(challengeWindow) <= 0) {
            throw new IllegalArgumentException(
                    "an exit must wait longer than a batch: " + exitDelay + ", " + challengeWindow);
        }
        if (energyWindow.isNegative() || flowLimit.nano() < 0) {
            throw new IllegalArgumentException("negative: " + energyWindow + ", " + flowLimit);
        }
    }
}
