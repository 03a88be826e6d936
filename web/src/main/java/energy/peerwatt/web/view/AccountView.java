package energy.peerwatt.web.view;

import energy.peerwatt.settlement.chain.ChainAddress;
import energy.peerwatt.settlement.chain.ChainGateway;
import energy.peerwatt.settlement.chain.Withdrawals.Payee;
import energy.peerwatt.settlement.store.Withdrawal;
import energy.peerwatt.unit.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A participant's account in the vault.
 *
 * @param address its own, whose key the market keeps
 * @param accountIndex null until the account is open
 * @param cash what it holds: what was paid in, and all settled batches
 * @param leaving what its owner has asked to take out, 0 if nothing
 * @param leavingAt when that can be taken at the earliest; null if there is nothing
 * @param available what can be counted on: cash less what is leaving
 * @param playMoney whether the market pays money in that is worth nothing
 * @param payoutAddress where money goes that the caller takes out; null until it has named one
 * @param payableFrom when money can be asked for there at the earliest; null until one is named
 * @param deposits what came in, the newest first; at most 100
 * @param withdrawals what was asked for, the newest first; at most 50
 */
public record AccountView(
        long participantId,
        String address,
        @Nullable Long accountIndex,
        String cash,
        String leaving,
        @Nullable Instant leavingAt,
        String available,
        boolean playMoney,
        @Nullable String payoutAddress,
        @Nullable Instant payableFrom,
        List<DepositView> deposits,
        List<WithdrawalView> withdrawals) {

    private static final String NOTHING = "0";
    private static final int MOST = 100;

    /** Money that came in with a transaction. */
    public record DepositView(String amount, long blockNumber, String transaction) {}

    /**
     * Money that was asked for.
     *
     * @param readyAt when the vault pays at the earliest; null until it has said so
     * @param paid what went out; null until it has
     * @param reason why nothing went out; null unless it was refused
     */
    public record WithdrawalView(
            long id,
            String amount,
            String address,
            Instant requestedAt,
            Withdrawal.State state,
            @Nullable Instant readyAt,
            @Nullable String paid,
            @Nullable String reason) {

        /** How a wish stands. */
        public static WithdrawalView of(Withdrawal one) {
            Money paid = one.paid();
            return new WithdrawalView(
                    one.id(),
                    one.amount().toDecimalString(),
                    new ChainAddress(one.payee()).checksummed(),
                    one.requestedAt(),
                    one.state(),
                    one.readyAt(),
                    paid == null ? null : paid.toDecimalString(),
                    one.reason());
        }
    }

    /** An account as the vault has it, if it is open. */
    public static AccountView of(
            long participantId,
            ChainAddress address,
            Optional<ChainGateway.Account> open,
            boolean playMoney,
            MoneyInAndOut money) {
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
                playMoney,
                money.payee().map(payee -> payee.address().checksummed()).orElse(null),
                money.payee().map(Payee::payableFrom).orElse(null),
                money.deposits().reversed().stream()
                        .limit(MOST)
                        .map(one ->
                                new DepositView(
                                        one.amount().toDecimalString(),
                                        one.blockNumber(),
                                        one.transaction().hex()))
                        .toList(),
                money.withdrawals().stream().map(WithdrawalView::of).toList());
    }

    /**
     * What moved by the owner's own will.
     *
     * @param payee where money goes that is taken out
     * @param deposits the oldest first
     * @param withdrawals the newest first
     */
    public record MoneyInAndOut(
            Optional<Payee> payee,
            List<ChainGateway.Deposit> deposits,
            List<Withdrawal> withdrawals) {}
}
