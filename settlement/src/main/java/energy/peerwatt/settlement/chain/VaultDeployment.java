package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.ChainGateway.await;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainAccounts.Role;
import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import energy.peerwatt.settlement.store.OutboxEntry.Outcome;
import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import java.util.List;

/**
 * Writes down what deploys the vault, and checks that outbox, chain, keys and terms belong to one
 * another. Blocks.
 */
final class VaultDeployment {

    private final ChainNode node;
    private final ChainAccounts accounts;
    private final ChainOutbox outbox;
    private final VaultSuite suite;
    private final VaultTerms terms;
    private final OutboxWriter writer;
    private final TransactionSigner signer;
    private final VaultReader vault;

    VaultDeployment(
            ChainNode node,
            ChainAccounts accounts,
            ChainOutbox outbox,
            VaultSuite suite,
            VaultTerms terms,
            OutboxWriter writer,
            TransactionSigner signer,
            VaultReader vault) {
        this.node = node;
        this.accounts = accounts;
        this.outbox = outbox;
        this.suite = suite;
        this.terms = terms;
        this.writer = writer;
        this.signer = signer;
        this.vault = vault;
    }

    /** Goes on where the outbox stands; see {@link ChainGateway#ensureDeployed}. */
    void ensure() {
        List<VaultSuite.Step> steps = suite.steps();
        List<Signed> written = await(outbox.deployment());
        requireOurs(written, steps);
        if (written.size() < steps.size()) {
            List<VaultSuite.Step> missing = steps.subList(written.size(), steps.size());
            writer.add(missing.stream().map(VaultDeployment::draft).toList());
        }
        requireSameHistory();
        requireOurVault();
    }

    private static Draft draft(VaultSuite.Step step) {
        return new Draft(Kind.DEPLOYMENT, step.key(), 1, step.to(), step.dataHex(), step.gas());
    }

    /** Code and calls as ours are; arguments may have been others. */
    private void requireOurs(List<Signed> written, List<VaultSuite.Step> steps) {
        for (int i = 0; i < written.size(); i++) {
            Signed row = written.get(i);
            boolean ours =
                    i < steps.size()
                            && row.entry().nonce() == i
                            && row.entry().batchKeyHex().equals(steps.get(i).key().hex())
                            && signer.isOurs(row, steps.get(i).codeHex());
            if (!ours) {
                throw mismatch("the outbox begins with other contracts or another operator's key");
            }
        }
    }

    /** That the vault, once it is there, believes our keys and keeps our terms. */
    private void requireOurVault() {
        List<OutboxEntry> row =
                await(outbox.find(List.of(VaultSuite.keyOf("SettlementVault").hex())));
        if (row.isEmpty() || row.getFirst().state() != OutboxEntry.State.CONFIRMED) {
            return;
        }
        requireRole("operator", accounts.operatorAddress());
        requireRole("auditor", accounts.signer(Role.AUDITOR).address());
        requireRole("token", suite.address("TestStablecoin"));
        requireOurMeters();
        long window = VaultReader.number(vault.word(AbiWords.call("energyWindow()").bytes()));
        if (window != terms.energyWindow().toSeconds()) {
            throw mismatch("the vault was deployed with an energy window of " + window + " s");
        }
    }

    /** Reports carry the metering key's signature and no other. */
    private void requireOurMeters() {
        VaultReader oracle = new VaultReader(node, accounts.operatorAddress(), suite.oracle());
        ChainAddress metering = accounts.signer(Role.METERING).address();
        AbiWords isSigner = AbiWords.call("isSigner(address)").add(metering);
        if (oracle.word(isSigner.bytes()).equals(Digest.ZERO)) {
            throw mismatch("the meter oracle does not know the metering key " + metering);
        }
        long threshold = VaultReader.number(oracle.word(AbiWords.call("threshold()").bytes()));
        if (threshold != 1) {
            throw mismatch("the meter oracle wants " + threshold + " signatures, reports have one");
        }
    }

    private void requireRole(String role, ChainAddress ours) {
        Digest expected = vault.word(AbiWords.call(role + "()").bytes());
        if (!expected.equals(Digest.of(new AbiWords().add(ours).bytes()))) {
            throw mismatch("the vault's " + role + " is another account than " + ours);
        }
    }

    private void requireSameHistory() {
        long sent = node.transactionCount(accounts.operatorAddress());
        long written = await(outbox.nextNonce());
        if (sent > written) {
            throw mismatch(
                    "the operator sent " + sent + " transactions, the outbox has " + written);
        }
        await(outbox.lastFinal()).ifPresent(this::requireOnChain);
    }

    private void requireOnChain(OutboxEntry last) {
        Outcome outcome = last.outcome();
        boolean there =
                outcome != null
                        && node.receipt(new Digest(outcome.transactionHashHex()))
                                .filter(r -> r.blockHash().hex().equals(outcome.blockHashHex()))
                                .isPresent();
        if (!there) {
            throw mismatch("the chain lacks confirmed transaction " + last.transactionHashHex());
        }
    }

    private static MarketException mismatch(String what) {
        return new MarketException(ErrorCode.CHAIN_STATE_MISMATCH, what);
    }
}
