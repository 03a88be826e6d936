package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.chain.ChainNode.CallResult;
import energy.peerwatt.settlement.chain.ChainNode.Receipt;
import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import energy.peerwatt.time.DeliveryInterval;
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
 * Asks a chain, one by one, for all that settlement needs of it. Deploys a contract of its own and
 * settles with it, so the account needs funds where gas costs something. Blocks; one thread.
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

    /** A check fails with this. */
    private static final class Unmet extends RuntimeException {

        private static final long serialVersionUID = 1;

        Unmet(String reason) {
            super(reason);
        }
    }

    private static final AreaId AREA = new AreaId(1);
    private static final DeliveryInterval INTERVAL = DeliveryInterval.quarterHourAt(Instant.EPOCH);
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
    private final SettlementContract code = SettlementContract.load();
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
            List.of("deploy", "resend", "settle", "largest-batch", "read", "events", "call-data")
                    .forEach(this::skip);
            List.of("revert", "call-error", "finality").forEach(this::skip);
            return;
        }
        transactions();
    }

    private void transactions() {
        long nonce = chain.transactionCount(operator.address());
        ChainAddress contract = TransactionSigner.contractAddress(operator.address(), nonce);
        Sending sending = new Sending(nonce);
        Optional<Receipt> deployed = sending.mined("deploy", sending.deployment());
        if (deployed.isEmpty()) {
            List.of("resend", "settle", "largest-batch", "read", "events", "call-data", "revert")
                    .forEach(this::skip);
            List.of("call-error", "finality").forEach(this::skip);
            return;
        }
        check("resend", sending::resent);
        SettlementBatch small = batch(1, 2);
        Optional<Receipt> settled = sending.mined("settle", sending.call(contract, small));
        SettlementBatch large = largest();
        Optional<Receipt> last = sending.mined("largest-batch", sending.call(contract, large));
        check("read", () -> read(contract, small));
        check("events", () -> events(contract));
        check("call-data", () -> callData(contract, settled.orElseThrow(ChainCheck::missing)));
        SettlementBatch early = batch(9, 2);
        check("revert", () -> sending.reverted(contract, early));
        check("call-error", () -> callError(contract, early));
        check("finality", () -> finality(last.or(() -> deployed).orElseThrow()));
    }

    private String blocks() {
        long height = chain.height();
        NodeRpc.Block newest = rpc.block(height).orElseThrow(() -> new Unmet("no block " + height));
        require(newest.number() == height, "block " + height + " says " + newest.number());
        return "block " + height + " of " + Instant.ofEpochSecond(newest.timestamp());
    }

    private String evm() {
        byte[] recent = HexFormat.of().parseHex(RECENT_CODE);
        Optional<String> refusal = rpc.run(recent);
        for (int again = 0; again < CALLS && refusal.isPresent(); again++) {
            pause();
            refusal = rpc.run(recent);
        }
        require(refusal.isEmpty(), "does not run what came with Cancun: " + refusal.orElse(""));
        return "runs what came with Cancun";
    }

    private String gasLimit() {
        long limit = rpc.blockGasLimit();
        long needed = SettlementContract.gasLimit(SettlementBatch.MAX_POSITIONS);
        require(
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
            require(base == 0, "gas costs " + base + " wei; give --max-fee-per-gas");
            return "none";
        }
        Fees fees = chain.fees();
        require(fees.max() > base, "the ceiling " + chain.feeCeiling() + " is below " + base);
        return "base fee " + base + " wei, offering up to " + fees.max();
    }

    private String account() {
        long sent = chain.transactionCount(operator.address());
        if (chain.feeCeiling() > 0) {
            require(
                    rpc.hasFunds(operator.address()),
                    operator.address() + " has no funds to pay for gas");
        }
        return operator.address() + ", " + sent + " transactions so far";
    }

    private String read(ChainAddress contract, SettlementBatch batch) {
        SettlementBatch.Position position = batch.positions().getFirst();
        CallResult cash = call(contract, SettlementContract.linesRootOf(batch.key()));
        require(
                cash.equals(new CallResult.Returned(List.of(ROOT))),
                "the contract's root of the batch is " + cash + ", not " + ROOT);
        CallResult sold = call(contract, SettlementContract.soldOf(position.address()));
        require(sold instanceof CallResult.Returned, "reading an account: " + sold);
        return "root and account are what was settled";
    }

    private String events(ChainAddress contract) {
        int found = rpc.logs(contract, List.of(SettlementContract.BATCH_SETTLED)).size();
        require(found == 2, "two batches were settled, " + found + " events found");
        return found + " events of two batches";
    }

    private String callData(ChainAddress contract, Receipt settled) {
        NodeRpc.Called called =
                rpc.transaction(settled.transaction())
                        .orElseThrow(() -> new Unmet("the node does not have the transaction"));
        require(called.to.equals(contract), "sent to " + called.to);
        return called.input.length + " bytes of the settling call, for verifiers";
    }

    private String callError(ChainAddress contract, SettlementBatch early) {
        CallResult result = call(contract, SettlementContract.settle(early));
        if (result instanceof CallResult.Refused(String data)) {
            String error = code.errorIn(data);
            require(error.startsWith("VersionOutOfOrder"), "error without its data: " + error);
            return error;
        }
        throw new Unmet("the call was not refused");
    }

    private String finality(Receipt last) {
        long start = System.nanoTime();
        await(
                () -> Optional.of(chain.finalHeight()).filter(h -> h >= last.blockNumber()),
                "block "
                        + last.blockNumber()
                        + " does not become final; last final is "
                        + chain.finalHeight());
        require(
                chain.receipt(last.transaction()).isPresent(),
                "the receipt vanished before its block was final");
        return "block "
                + last.blockNumber()
                + " final after "
                + Duration.ofNanos(System.nanoTime() - start).toMillis()
                + " ms";
    }

    /** Nodes refuse calls without a reason now and then, while fees change from block to block. */
    private CallResult call(ChainAddress contract, byte[] data) {
        CallResult result = chain.call(operator.address(), contract, data);
        for (int again = 0; again < CALLS && result.equals(NO_REASON); again++) {
            pause();
            result = chain.call(operator.address(), contract, data);
        }
        return result;
    }

    private static void pause() {
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    private static SettlementBatch batch(int version, int positions) {
        List<SettlementBatch.Position> all = new ArrayList<>();
        for (int i = 0; i < positions; i++) {
            long sign = i % 2 == 0 ? 1 : -1;
            ChainAddress address =
                    new ChainAddress(
                            Digest.keccak(new byte[] {(byte) i, (byte) (i >> 8)})
                                    .hex()
                                    .substring(0, 42));
            all.add(
                    new SettlementBatch.Position(
                            new ParticipantId(ParticipantId.FIRST_MEMBER + i),
                            address,
                            Money.ofNano(sign * 1_000),
                            sign > 0 ? 0 : 250,
                            sign > 0 ? 250 : 0));
        }
        return new SettlementBatch(AREA, INTERVAL.plus(positions), version, ROOT, all);
    }

    private static SettlementBatch largest() {
        return batch(1, SettlementBatch.MAX_POSITIONS);
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

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new Unmet(otherwise);
        }
    }

    private static Unmet missing() {
        return new Unmet("nothing was settled");
    }

    /** The account's transactions, one after the other. */
    private final class Sending {

        private final TransactionSigner signer = new TransactionSigner(operator, chain.chainId());
        private long nonce;
        private Optional<Signed> last = Optional.empty();

        Sending(long nonce) {
            this.nonce = nonce;
        }

        Signed deployment() {
            byte[] creation = code.deployment(operator.address());
            return signer.signCreation(
                    nonce, Digest.ZERO, creation, SettlementContract.DEPLOYMENT_GAS, chain.fees());
        }

        Signed call(ChainAddress contract, SettlementBatch batch) {
            return signer.signCall(
                    nonce,
                    batch.key(),
                    contract,
                    SettlementContract.settle(batch),
                    SettlementContract.gasLimit(batch.positions().size()),
                    chain.fees());
        }

        /** Sends it and waits until a block has it; it must take effect. */
        Optional<Receipt> mined(String name, Signed signed) {
            List<Receipt> receipts = new ArrayList<>();
            check(
                    name,
                    () -> {
                        Receipt receipt = send(signed);
                        require(receipt.succeeded(), "the transaction was refused by the contract");
                        require(receipt.gasUsed() > 0, "the receipt does not say what gas it took");
                        receipts.add(receipt);
                        return "block " + receipt.blockNumber() + ", " + receipt.gasUsed() + " gas";
                    });
            return receipts.stream().findFirst();
        }

        /** The same bytes again change nothing. */
        String resent() {
            long before = chain.transactionCount(operator.address());
            Optional<String> refusal = chain.send(raw(last.orElseThrow()));
            require(
                    chain.transactionCount(operator.address()) == before,
                    "the same transaction took effect twice");
            return refusal.map(reason -> "refused: " + reason).orElse("taken, without effect");
        }

        String reverted(ChainAddress contract, SettlementBatch early) {
            Receipt receipt = send(call(contract, early));
            require(!receipt.succeeded(), "a batch out of order took effect");
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
