package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainNode.CallResult;
import energy.peerwatt.settlement.chain.ChainNode.Receipt;
import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import energy.peerwatt.unit.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks a chain, one by one, for all that settlement needs of it. Deploys a vault of its own and
 * settles in it, so the account needs funds where gas costs something. Blocks; one thread.
 */
final class ChainCheck {

    /**
     * What one check found.
     *
     * @param detail what was seen, or why it failed
     */
    record Finding(String name, Verdict verdict, String detail) {}

    /** How a check ended. */
    enum Verdict {
        PASS,
        FAIL,
        /** What it needs is missing because an earlier one failed. */
        SKIP
    }

    private static final AreaId AREA = new AreaId(1);
    private static final Instant START = Instant.EPOCH;
    private static final long HOUR = 3_600;
    private static final long CENTURY = 3_155_760_000L;
    private static final long DEPLOYMENT_GAS = 8_000_000;
    private static final Digest ROOT = Digest.keccak(new byte[] {1});

    /** Runs PUSH0, TLOAD and MCOPY, which came with Shanghai and Cancun. */
    private static final String RECENT_CODE = "5f5c505f5f5f5e5f5ff3";

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int CALLS = 20;
    private static final CallResult NO_REASON = new CallResult.Refused("");

    private final RemoteChain chain;
    private final NodeRpc rpc;
    private final Signer operator;
    private final Duration patience;
    private final Consumer<Finding> listener;
    private final List<Finding> findings = new ArrayList<>();

    private ChainCheck(
            RemoteChain chain, Signer operator, Duration patience, Consumer<Finding> listener) {
        this.chain = chain;
        this.rpc = new NodeRpc(chain.url());
        this.operator = operator;
        this.patience = patience;
        this.listener = listener;
    }

    /**
     * Runs all checks.
     *
     * @param operator signs; nothing else may use its account meanwhile
     * @param patience for a transaction to be in a block, and again for it to be final
     * @param listener is told of each check as it ends
     */
    static List<Finding> run(
            RemoteChain chain, Signer operator, Duration patience, Consumer<Finding> listener) {
        ChainCheck check = new ChainCheck(chain, operator, patience, listener);
        check.all();
        return List.copyOf(check.findings);
    }

    private void all() {
        check("chain-id", () -> "chain " + chain.chainId() + ", block " + chain.height());
        check("blocks", this::blocks);
        check("evm", this::evm);
        check("gas-limit", this::gasLimit);
        check("fees", this::fees);
        check("account", this::account);
        if (findings.stream().anyMatch(finding -> finding.verdict() == Verdict.FAIL)) {
            List.of("deploy", "resend", "report", "settle", "largest-batch", "events", "call-data")
                    .forEach(this::skip);
            List.of("revert", "call-error", "finality").forEach(this::skip);
            return;
        }
        transactions();
    }

    private void transactions() {
        Sending sending = new Sending(chain.transactionCount(operator.address()));
        Optional<Receipt> deployed = sending.deployed();
        if (deployed.isEmpty()) {
            List.of("resend", "report", "settle", "largest-batch", "events", "call-data", "revert")
                    .forEach(this::skip);
            List.of("call-error", "finality").forEach(this::skip);
            return;
        }
        check("resend", sending::resent);
        VaultBatch small = batch(1, 1);
        sending.mined("report", sending.report(small));
        Optional<Receipt> settled = sending.mined("settle", sending.settle(small));
        check("largest-batch", sending::largest);
        check("events", () -> events(sending.vault, small));
        check(
                "call-data",
                () ->
                        callData(
                                sending.vault,
                                settled.orElseThrow(() -> new Unmet("nothing was settled"))));
        VaultBatch early = batch(9, 1);
        check("revert", () -> sending.reverted(early));
        check("call-error", () -> callError(sending, early));
        check("finality", () -> finality(settled.or(() -> deployed).orElseThrow()));
    }

    private String blocks() {
        long height = chain.height();
        NodeRpc.Block newest = rpc.block(height).orElseThrow(() -> new Unmet("no block " + height));
        Unmet.unless(newest.number() == height, "block " + height + " says " + newest.number());
        return "block " + height + " of " + Instant.ofEpochSecond(newest.timestamp());
    }

    private String evm() {
        byte[] recent = HexFormat.of().parseHex(RECENT_CODE);
        Optional<String> refusal = rpc.run(recent);
        for (int again = 0; again < CALLS && refusal.isPresent(); again++) {
            pause();
            refusal = rpc.run(recent);
        }
        Unmet.unless(
                refusal.isEmpty(), "does not run what came with Cancun: " + refusal.orElse(""));
        return "runs what came with Cancun";
    }

    private String gasLimit() {
        long limit = rpc.blockGasLimit();
        long needed = TransactionSigner.GAS_CAP;
        Unmet.unless(
                limit >= needed,
                "a block takes " + limit + " gas, the largest batch may need " + needed);
        return "a block takes "
                + limit
                + " gas; no transaction of ours asks for more than "
                + TransactionSigner.GAS_CAP;
    }

    private String fees() {
        long base = rpc.baseFee();
        if (chain.feeCeiling() == 0) {
            Unmet.unless(base == 0, "gas costs " + base + " wei; give --max-fee-per-gas");
            return "none";
        }
        Fees fees = chain.fees();
        Unmet.unless(fees.max() > base, "the ceiling " + chain.feeCeiling() + " is below " + base);
        return "base fee " + base + " wei, offering up to " + fees.max();
    }

    private String account() {
        long sent = chain.transactionCount(operator.address());
        if (chain.feeCeiling() > 0) {
            Unmet.unless(
                    rpc.hasFunds(operator.address()),
                    operator.address() + " has no funds to pay for gas");
        }
        return operator.address() + ", " + sent + " transactions so far";
    }

    private String events(ChainAddress vault, VaultBatch batch) {
        List<NodeRpc.Log> found = rpc.logs(vault, List.of(VaultCalls.BATCH_SETTLED), 0);
        Unmet.unless(found.size() == 1, "one batch was settled, " + found.size() + " events found");
        Digest key = VaultCalls.Head.of(found.getFirst().words()).key();
        Unmet.unless(key.equals(batch.key()), "the event is of " + key + ", not of " + batch.key());
        return "the event of one batch";
    }

    private String callData(ChainAddress contract, Receipt settled) {
        NodeRpc.Called called =
                rpc.transaction(settled.transaction())
                        .orElseThrow(() -> new Unmet("the node does not have the transaction"));
        Unmet.unless(called.to.equals(contract), "sent to " + called.to);
        return called.input.length + " bytes of the settling call, for verifiers";
    }

    private String callError(Sending sending, VaultBatch early) {
        return switch (call(sending.vault, sending.data(early))) {
            case CallResult.Refused(String data) -> {
                String error = ContractErrors.errorIn(data);
                Unmet.unless(
                        error.startsWith("VersionOutOfOrder"), "error without its data: " + error);
                yield error;
            }
            case CallResult.Returned(List<Digest> _) -> throw new Unmet("the call was not refused");
            case CallResult.Unanswered unanswered -> throw unanswered.failure();
        };
    }

    private String finality(Receipt last) {
        long start = System.nanoTime();
        await(
                () -> Optional.of(chain.finalHeight()).filter(h -> h >= last.blockNumber()),
                "block "
                        + last.blockNumber()
                        + " does not become final; last final is "
                        + chain.finalHeight());
        Unmet.unless(
                chain.receipt(last.transaction()).isPresent(),
                "the receipt vanished before its block was final");
        return "block "
                + last.blockNumber()
                + " final after "
                + Duration.ofNanos(System.nanoTime() - start).toMillis()
                + " ms";
    }

    /** Nodes fail in calls without a reason now and then, while fees change from block to block. */
    private CallResult call(ChainAddress contract, byte[] data) {
        CallResult result = chain.call(operator.address(), contract, data);
        for (int again = 0; again < CALLS && isWithoutReason(result); again++) {
            pause();
            result = chain.call(operator.address(), contract, data);
        }
        return result;
    }

    private static boolean isWithoutReason(CallResult result) {
        return result instanceof CallResult.Unanswered || result.equals(NO_REASON);
    }

    private static void pause() {
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    /** Rows that say nothing, of accounts from the vault's own on. */
    private static VaultBatch batch(int version, int count) {
        List<VaultRow> rows = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            rows.add(new VaultRow(i, Money.ZERO, 0, 0, 0));
        }
        return new VaultBatch(AREA, START, 0, version, 1, 0, ROOT, Digest.ZERO, rows);
    }

    private void check(String name, Supplier<String> work) {
        Finding finding;
        try {
            finding = new Finding(name, Verdict.PASS, work.get());
        } catch (Unmet | MarketException e) {
            finding = new Finding(name, Verdict.FAIL, String.valueOf(e.getMessage()));
        }
        note(finding);
    }

    private void skip(String name) {
        note(new Finding(name, Verdict.SKIP, "an earlier check failed"));
    }

    private void note(Finding finding) {
        findings.add(finding);
        listener.accept(finding);
    }

    private <T> T await(Supplier<Optional<T>> look, String otherwise) {
        long deadline = System.nanoTime() + patience.toNanos();
        for (; ; ) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > deadline) {
                throw new Unmet(otherwise);
            }
            pause();
        }
    }

    /** The account's transactions, one after the other. */
    private final class Sending {

        private final TransactionSigner signer = new TransactionSigner(operator, chain.chainId());
        private final ChainAddress oracle;
        private final ChainAddress vault;
        private final ChainAddress token;
        private long nonce;
        private Optional<Signed> last = Optional.empty();

        Sending(long nonce) {
            this.nonce = nonce;
            token = TransactionSigner.contractAddress(operator.address(), nonce);
            oracle = TransactionSigner.contractAddress(operator.address(), nonce + 1);
            vault = TransactionSigner.contractAddress(operator.address(), nonce + 2);
        }

        /** Token, oracle and vault, in which the operator is everybody. */
        Optional<Receipt> deployed() {
            ChainAddress own = operator.address();
            AbiWords meters = new AbiWords().add(own).add(3 * AbiWords.WORD).add(1).add(1).add(own);
            AbiWords terms = new AbiWords().add(token).add(oracle).add(own).add(own).add(own);
            terms.add(HOUR).add(2 * HOUR).add(CENTURY).add(HOUR).add(1);
            List<Receipt> receipts = new ArrayList<>();
            check(
                    "deploy",
                    () -> {
                        receipts.add(created("TestStablecoin", new AbiWords().add(own)));
                        receipts.add(created("MeterOracle", meters));
                        receipts.add(created("SettlementVault", terms));
                        long gas = receipts.stream().mapToLong(Receipt::gasUsed).sum();
                        return "block " + receipts.getLast().blockNumber() + ", " + gas + " gas";
                    });
            return receipts.size() == 3 ? Optional.of(receipts.getLast()) : Optional.empty();
        }

        private Receipt created(String contract, AbiWords arguments) {
            String code =
                    ContractArtefact.load(contract).codeHex()
                            + HexFormat.of().formatHex(arguments.bytes());
            Draft draft =
                    new Draft(Kind.DEPLOYMENT, ROOT, 1, Optional.empty(), code, DEPLOYMENT_GAS);
            Receipt receipt = send(signer.sign(nonce, draft, chain.fees()));
            Unmet.unless(receipt.succeeded(), contract + " could not be created");
            Unmet.unless(receipt.gasUsed() > 0, "the receipt does not say what gas it took");
            return receipt;
        }

        Signed report(VaultBatch batch) {
            MeterReport report =
                    new MeterReport(
                            AREA, START, 0, batch.version(), ROOT, batch.exportsDigest(), 0, 0);
            byte[] call = report.report(chain.chainId(), oracle, List.of(operator));
            return signed(Kind.REPORT, Optional.of(oracle), call, MeterReport.gasLimit(1));
        }

        Signed settle(VaultBatch batch) {
            return signed(Kind.BATCH, Optional.of(vault), data(batch), batch.gasLimit());
        }

        byte[] data(VaultBatch batch) {
            return batch.settle(operator.sign(batch.message(chain.chainId(), vault)));
        }

        private Signed signed(Kind kind, Optional<ChainAddress> to, byte[] data, long gas) {
            return signer.sign(nonce, Draft.of(kind, ROOT, to, data, gas), chain.fees());
        }

        /** As long as a batch can be; refused for its accounts, which nobody opened. */
        String largest() {
            VaultBatch most = batch(2, VaultBatch.MAX_ROWS);
            Receipt receipt = send(settle(most));
            Unmet.unless(!receipt.succeeded(), "a batch of unknown accounts took effect");
            return data(most).length + " bytes in block " + receipt.blockNumber();
        }

        /** Sends it and waits until a block has it; it must take effect. */
        Optional<Receipt> mined(String name, Signed signed) {
            List<Receipt> receipts = new ArrayList<>();
            check(
                    name,
                    () -> {
                        Receipt receipt = send(signed);
                        Unmet.unless(
                                receipt.succeeded(), "the transaction was refused by the contract");
                        Unmet.unless(
                                receipt.gasUsed() > 0, "the receipt does not say what gas it took");
                        receipts.add(receipt);
                        return "block " + receipt.blockNumber() + ", " + receipt.gasUsed() + " gas";
                    });
            return receipts.stream().findFirst();
        }

        /** The same bytes again change nothing. */
        String resent() {
            long before = chain.transactionCount(operator.address());
            Optional<String> refusal = chain.send(raw(last.orElseThrow()));
            Unmet.unless(
                    chain.transactionCount(operator.address()) == before,
                    "the same transaction took effect twice");
            return refusal.map(reason -> "refused: " + reason).orElse("taken, without effect");
        }

        String reverted(VaultBatch early) {
            Receipt receipt = send(settle(early));
            Unmet.unless(!receipt.succeeded(), "a batch out of order took effect");
            return "refused in block " + receipt.blockNumber() + ", and said so";
        }

        private Receipt send(Signed signed) {
            last = Optional.of(signed);
            Optional<String> refusal = chain.send(raw(signed));
            Digest hash = new Digest(signed.entry().transactionHashHex());
            Receipt receipt =
                    await(
                            () -> chain.receipt(hash),
                            refusal.map(reason -> "the node refused it: " + reason)
                                    .orElse("no block took it within " + patience));
            nonce++;
            return receipt;
        }

        private byte[] raw(Signed signed) {
            return HexFormat.of().parseHex(signed.newest().rawTransactionHex());
        }
    }
}
