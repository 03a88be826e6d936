package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.ChainGateway.await;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.chain.ChainAccounts.Role;
import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.chain.VaultParts.Part;
import energy.peerwatt.settlement.chain.VaultParts.Seat;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns settlements into what the outbox holds of them: deposits of play money, meter reports and
 * batches, all of a version in one go. Blocks; for one thread at a time.
 */
final class BatchWriter {

    /** Blocks may tell another time than this clock, and transactions may wait. */
    private static final Duration FINAL_EARLY = Duration.ofHours(6);

    /** Refusals whose cause is ours and holds for whatever comes next. */
    private static final List<String> OUR_FAULT =
            List.of(
                    "BadAuditorSignature",
                    "BadMeterSignature",
                    "ExportsNotMetered",
                    "NotAllowed",
                    "TooFewSignatures");

    private final ChainNode node;
    private final ChainAccounts accounts;
    private final ChainOutbox outbox;
    private final OutboxWriter writer;
    private final VaultSuite suite;
    private final VaultTerms terms;
    private final VaultAccounts vaultAccounts;
    private final VaultCover cover;
    private final PlayMoney playMoney;
    private final InstantSource wallClock;

    BatchWriter(
            ChainNode node,
            ChainAccounts accounts,
            ChainOutbox outbox,
            OutboxWriter writer,
            VaultSuite suite,
            VaultTerms terms,
            VaultAccounts vaultAccounts,
            VaultCover cover,
            InstantSource wallClock) {
        this.node = node;
        this.accounts = accounts;
        this.outbox = outbox;
        this.writer = writer;
        this.suite = suite;
        this.terms = terms;
        this.vaultAccounts = vaultAccounts;
        this.cover = cover;
        this.wallClock = wallClock;
        this.playMoney = new PlayMoney(suite.vault());
    }

    /** What became of an attempt to write. */
    enum Written {
        /** All is in the outbox, or was there already. */
        YES,
        /** Accounts are being opened first. */
        WAITS,
        /** Somebody else wrote meanwhile: look again. */
        LOOK_AGAIN
    }

    /** Writes what of a batch is not yet in the outbox. */
    Written write(SettlementBatch batch) {
        requireNoFaultOfOurs();
        return write(batch, entry -> entry == null ? 1 : 0);
    }

    /** Writes in the next round what of a batch was refused. */
    Written writeAgain(SettlementBatch batch) {
        return write(batch, entry -> entry == null ? 1 : entry.isRefused() ? entry.round() + 1 : 0);
    }

    /**
     * @param round in which to write what stands so, 0 for not at all
     */
    private Written write(SettlementBatch batch, Round round) {
        vaultAccounts.open(participants(batch));
        Optional<List<Part>> all = parts(batch);
        if (all.isEmpty()) {
            return Written.WAITS;
        }
        Map<Digest, Integer> rounds = rounds(all.get(), round);
        List<Part> parts =
                all.get().stream()
                        .filter(part -> rounds.getOrDefault(part.batch().key(), 0) > 0)
                        .toList();
        if (parts.isEmpty()) {
            return Written.YES;
        }
        boolean added = false;
        try {
            cover.take(parts.stream().map(Part::batch).toList(), !suite.playMoney());
            added = writer.add(drafts(parts, rounds));
        } finally {
            // What was not written, for whatever reason, is not counted on either.
            if (!added) {
                forgetCash();
            }
        }
        return added ? Written.YES : Written.LOOK_AGAIN;
    }

    /** Accounts' cash is read from the chain again. */
    void forgetCash() {
        playMoney.forget();
        cover.forget();
    }

    /** In which round what stands so is to be written. */
    private interface Round {
        int of(@Nullable OutboxEntry entry);
    }

    private Map<Digest, Integer> rounds(List<Part> parts, Round round) {
        List<Digest> keys =
                parts.stream()
                        .flatMap(part -> Stream.of(part.batch().key(), part.report().key()))
                        .toList();
        Map<Digest, OutboxEntry> known = entries(keys);
        Map<Digest, Integer> rounds = new HashMap<>();
        keys.forEach(key -> rounds.put(key, round.of(known.get(key))));
        return rounds;
    }

    private Map<Digest, OutboxEntry> entries(Collection<Digest> keys) {
        return await(outbox.find(keys.stream().map(Digest::hex).toList())).stream()
                .collect(
                        Collectors.toMap(
                                entry -> new Digest(entry.batchKeyHex()), Function.identity()));
    }

    /** What our keys or meters did wrong they do wrong again: nothing more is burnt on it. */
    private void requireNoFaultOfOurs() {
        await(outbox.firstRefusedWith(OUR_FAULT))
                .ifPresent(entry -> {
                    String error = entry.outcome() == null ? null : entry.outcome().error();
                    throw new MarketException(
                            ErrorCode.CHAIN_STATE_MISMATCH,
                            "a contract refused transaction "
                                    + entry.transactionHashHex()
                                    + " with "
                                    + error
                                    + ": nothing is written until this is mended and it is"
                                    + " settled again");
                });
    }

    /** The parts of a batch as they are written; empty while accounts are missing. */
    Optional<List<Part>> parts(SettlementBatch batch) {
        Optional<Map<ParticipantId, Seat>> seats =
                vaultAccounts.seats(batch.area(), participants(batch));
        Instant finalAt = batch.interval().start().plus(terms.energyWindow()).minus(FINAL_EARLY);
        boolean energyIsFinal = batch.version() > 1 && !wallClock.instant().isBefore(finalAt);
        return seats.map(found -> VaultParts.of(batch, found, numbers(batch), energyIsFinal));
    }

    /** Whose accounts a batch needs. */
    static Set<ParticipantId> participants(SettlementBatch batch) {
        Set<ParticipantId> all = new HashSet<>(batch.metered().imported().keySet());
        batch.positions().forEach(position -> all.add(position.participant()));
        for (Transfer transfer : batch.transfers()) {
            all.add(transfer.payer());
            all.add(transfer.payee());
        }
        return all;
    }

    /** Of all parts that the area has, or of those that the version before had. */
    private List<Integer> numbers(SettlementBatch batch) {
        List<Integer> all =
                IntStream.range(0, vaultAccounts.partCount(batch.area())).boxed().toList();
        if (batch.version() == 1 || all.size() == 1) {
            return all;
        }
        Map<Digest, Integer> before =
                all.stream()
                        .collect(
                                Collectors.toMap(
                                        part ->
                                                VaultBatch.keyOf(
                                                        batch.area(),
                                                        batch.interval().start(),
                                                        part,
                                                        batch.version() - 1),
                                        part -> part));
        return entries(before.keySet()).keySet().stream().map(before::get).sorted().toList();
    }

    private List<Draft> drafts(List<Part> parts, Map<Digest, Integer> rounds) {
        List<Draft> drafts = new ArrayList<>();
        for (Part part : parts) {
            VaultBatch batch = part.batch();
            int round = rounds.getOrDefault(batch.key(), 1);
            if (suite.playMoney()) {
                drafts.addAll(playMoney.before(batch.key(), round, batch.rows(), cover.sureCash()));
            }
            int reportRound = rounds.getOrDefault(part.report().key(), 1);
            if (part.needsReport() && reportRound > 0) {
                drafts.add(report(part.report()).in(reportRound));
            }
            byte[] message = batch.message(node.chainId(), suite.vault());
            byte[] call = batch.settle(accounts.signer(Role.AUDITOR).sign(message));
            Optional<ChainAddress> vault = Optional.of(suite.vault());
            drafts.add(Draft.of(Kind.BATCH, batch.key(), vault, call, batch.gasLimit()).in(round));
        }
        return drafts;
    }

    private Draft report(MeterReport report) {
        List<Signer> signers = List.of(accounts.signer(Role.METERING));
        byte[] call = report.report(node.chainId(), suite.oracle(), signers);
        return Draft.of(
                Kind.REPORT,
                report.key(),
                Optional.of(suite.oracle()),
                call,
                MeterReport.gasLimit(signers.size()));
    }
}
