package energy.peerwatt.web.settling;

import energy.peerwatt.settlement.chain.VotingKeys;
import energy.peerwatt.settlement.store.VotingKey;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.parts.Parts;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Has the chain know whose keys vote: those of people who act for a member's home, and no longer
 * than they do. Belongs to the thread of {@link ChainStage}.
 */
@Singleton
final class VoterRoll {

    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration NEXT_LOOK = Duration.ofSeconds(10);

    private final Parts parts;
    private final Accounts accounts;

    /** {@link System#nanoTime} of the last look at who has left. */
    private long lookedAt = System.nanoTime() - NEXT_LOOK.toNanos();

    VoterRoll(Parts parts, Accounts accounts) {
        this.parts = parts;
        this.accounts = accounts;
    }

    void advance() {
        VotingKeys keys = parts.chain().gateway().votingKeys();
        if (System.nanoTime() - lookedAt >= NEXT_LOOK.toNanos()) {
            keys.keepOnly(this::acts);
            lookedAt = System.nanoTime();
        }
        keys.advance();
    }

    private boolean acts(VotingKey key) {
        return accounts.household(key.participant()).await().atMost(DATABASE_TIMEOUT).stream()
                .anyMatch(person -> person.id() == key.account());
    }
}
