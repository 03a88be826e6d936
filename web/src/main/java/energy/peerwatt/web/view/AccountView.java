package energy.peerwatt.web.view;

import energy.peerwatt.settlement.chain.ChainAddress;
import energy.peerwatt.settlement.chain.ChainGateway;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A participant's account in the vault.
 *
 * @param accountIndex null until the account is open
 * @param cash what it holds: what was paid in, and all settled batches
 * @param leaving what its owner has asked to take out, 0 if nothing
 * @param leavingAt when that can be taken at the earliest; null if there is nothing
 * @param available what can be counted on: cash less what is leaving
 * @param playMoney whether the market pays money in that is worth nothing
 */
public record AccountView(
        long participantId,
        String address,
        @Nullable Long accountIndex,
        String cash,
        String leaving,
        @Nullable Instant leavingAt,
        String available,
        boolean playMoney) {

    private static final String NOTHING = "0";

    /** An account as the vault has it, if it is open. */
    public static AccountView of(
            long participantId,
            ChainAddress address,
            Optional<ChainGateway.Account> open,
            boolean playMoney) {
        return new AccountView(
                participantId,
                address.checksummed(),
                open.map(ChainGateway.Account::index).orElse(null),
                open.map(account -> account.cash().toDecimalString()).orElse(NOTHING),
                open.map(account -> account.leaving().toDecimalString()).orElse(NOTHING),
                open.filter(account -> !account.leaving().isZero())
                        .map(ChainGateway.Account::leavingAt)
                        .orElse(null),
                open.map(account -> account.available().toDecimalString()).orElse(NOTHING),
                playMoney);
    }
}
