package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.ChainGateway.await;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.chain.VaultCalls.Settling;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import energy.peerwatt.settlement.store.Retirement;
import energy.peerwatt.settlement.store.RetirementStore;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Certificates of local energy that participants bought: minted when they are first used up, once
 * the interval's energy is final, and retired by the signature of the custody key.
 *
 * <p>What was bought is read from the rows of the batch that the vault took. Each step is found
 * again by its key in the outbox, so a process may die anywhere; the contract mints an account's
 * share of an interval once and takes each signed wish once. Blocks; safe for use by several
 * threads.
 */
public final class Certificates {

    /** Longest purpose, in characters. */
    public static final int LONGEST_PURPOSE = 100;

    private static final long MINT_GAS = 400_000;
    private static final long RETIRE_GAS = 250_000;
    private static final int STEP = 50;
    private static final int GROUP = 8;

    /** What is signed is good for so long. */
    private static final Duration VALID = Duration.ofDays(1);

    private static final Digest TYPE =
            TypedData.text(
                    "Retirement(address account,uint256 id,uint256 energyWh,string purpose,"
                            + "uint64 wish,uint64 deadline)");

    private static final String MINT =
            "mint((uint32,uint64,uint32,uint32,uint32,uint32,bytes32,bytes32,bytes32),"
                    + "bytes,uint256,bytes32[])";

    private static final String RETIRE =
            "retireFor((address,uint256,uint256,string,uint64,uint64),bytes)";

    private final ChainNode node;
    private final ChainAccounts accounts;
    private final ChainOutbox outbox;
    private final RetirementStore store;
    private final OutboxWriter writer;
    private final VaultAccounts vaultAccounts;
    private final VaultReader vault;
    private final ChainAddress contract;
    private final VaultReader certificate;
    private final InstantSource wallClock;

    Certificates(
            ChainNode node,
            ChainAccounts accounts,
            ChainOutbox outbox,
            OutboxWriter writer,
            VaultSuite suite,
            VaultAccounts vaultAccounts,
            InstantSource wallClock) {
        this.node = node;
        this.accounts = accounts;
        this.outbox = outbox;
        this.store = outbox.retirements();
        this.writer = writer;
        this.vaultAccounts = vaultAccounts;
        this.vault = new VaultReader(node, accounts.operatorAddress(), suite.vault());
        this.contract = suite.address("EnergyCertificate");
        this.certificate = new VaultReader(node, accounts.operatorAddress(), contract);
        this.wallClock = wallClock;
    }

    /**
     * A participant's certificate of an interval, as the chain's newest block has it; energy in Wh.
     *
     * @param boughtWh what it bought in the version that counts
     * @param mintableFrom from when on it can be minted: until then energy may be corrected
     * @param isMinted whether it was
     * @param heldWh what its account holds of the interval
     * @param retiredWh what was used up for good
     */
    public record Certificate(
            AreaId area,
            Instant start,
            long boughtWh,
            Instant mintableFrom,
            boolean isMinted,
            long heldWh,
            long retiredWh) {

        /** What can be retired once it is minted, Wh. */
        public long usableWh() {
            return isMinted ? heldWh : boughtWh;
        }
    }

    /** A participant's row in the batch whose energy counts. */
    private record Share(Settling settling, int position) {

        VaultRow row() {
            return settling.rows().get(position);
        }

        byte[] group() {
            int from = position / GROUP * GROUP;
            int to = Math.min(from + GROUP, settling.rows().size());
            return VaultBatch.bytesOf(settling.rows().subList(from, to));
        }
    }

    /**
     * A participant's certificate; empty if it bought nothing then, as far as the chain knows.
     *
     * @throws MarketException CHAIN_UNAVAILABLE or DATABASE_UNAVAILABLE
     */
    public Optional<Certificate> of(ParticipantId participant, AreaId area, Instant start) {
        return share(participant, area, start).map(share -> certificate(participant, share));
    }

    private Certificate certificate(ParticipantId participant, Share share) {
        VaultCalls.Head head = share.settling().head();
        ChainAddress owner = accounts.addressOf(participant);
        BigInteger id = idOf(head.area(), head.start());
        AbiWords held = AbiWords.call("balanceOf(address,uint256)").add(owner).add(id);
        AbiWords retired = AbiWords.call("retiredBy(address,uint256)").add(owner).add(id);
        AbiWords finalAt =
                AbiWords.call("energyFinalAt(uint64)").add(head.start().getEpochSecond());
        return new Certificate(
                head.area(),
                head.start(),
                share.row().boughtWh(),
                Instant.ofEpochSecond(VaultReader.number(vault.word(finalAt.bytes()))),
                isMinted(share),
                VaultReader.number(certificate.word(held.bytes())),
                VaultReader.number(certificate.word(retired.bytes())));
    }

    private boolean isMinted(Share share) {
        VaultCalls.Head head = share.settling().head();
        AbiWords call =
                AbiWords.call("isMinted(uint32,uint64,uint32,uint32)")
                        .add(head.area().value())
                        .add(head.start().getEpochSecond())
                        .add(head.part())
                        .add(share.row().index());
        return !certificate.word(call.bytes()).equals(Digest.ZERO);
    }

    private Optional<Share> share(ParticipantId participant, AreaId area, Instant start) {
        return vaultAccounts
                .seatOf(area, participant)
                .flatMap(seat ->
                        batchThatCounts(area, start, seat.part())
                                .flatMap(settling -> shareOf(settling, seat.index())));
    }

    private static Optional<Share> shareOf(Settling settling, long index) {
        for (int i = 0; i < settling.rows().size(); i++) {
            VaultRow row = settling.rows().get(i);
            if (row.index() == index && row.boughtWh() > 0) {
                return Optional.of(new Share(settling, i));
            }
        }
        return Optional.empty();
    }

    private Optional<Settling> batchThatCounts(AreaId area, Instant start, int part) {
        AbiWords call =
                AbiWords.call("energyVersionOf(uint32,uint64,uint32)")
                        .add(area.value())
                        .add(start.getEpochSecond())
                        .add(part);
        int version = Math.toIntExact(VaultReader.number(vault.word(call.bytes())));
        return version == 0
                ? Optional.empty()
                : await(outbox.findSigned(VaultBatch.keyOf(area, start, part, version).hex()))
                        .flatMap(signed -> VaultCalls.settlingIn(TransactionSigner.dataOf(signed)));
    }

    /**
     * Keeps a wish to use up energy for good; {@link #advance} carries it out.
     *
     * @param energyWh positive, at most {@link Certificate#usableWh}, and not before {@link
     *     Certificate#mintableFrom}: what else the chain refuses
     * @param purpose what for, in public, at most {@link #LONGEST_PURPOSE} characters
     * @return empty if an earlier wish of the interval is under way
     */
    public Optional<Retirement> retire(
            ParticipantId participant, Certificate of, long energyWh, String purpose) {
        return await(store.request(participant, of.area(), of.start(), energyWh, purpose));
    }

    /** Whether energy of the interval is final by now. */
    public boolean isFinal(Certificate one) {
        return !wallClock.instant().isBefore(one.mintableFrom());
    }

    /** A participant's newest wishes, the newest first. */
    public List<Retirement> retirementsOf(ParticipantId participant) {
        return await(store.of(participant, STEP));
    }

    /**
     * The final blocks that used energy up, by the wishes' numbers; none for what is under way, was
     * refused, or was sent by somebody else.
     */
    public Map<Long, OutboxEntry.Outcome> proofsOf(List<Retirement> wishes) {
        Map<String, Long> numbers = new HashMap<>();
        wishes.forEach(one -> numbers.put(keyOf(one).hex(), one.id()));
        Map<Long, OutboxEntry.Outcome> proofs = new HashMap<>();
        for (OutboxEntry written : await(outbox.find(List.copyOf(numbers.keySet())))) {
            OutboxEntry.Outcome outcome = written.outcome();
            Long number = numbers.get(written.batchKeyHex());
            if (number != null && outcome != null && outcome.error() == null) {
                proofs.put(number, outcome);
            }
        }
        return proofs;
    }

    private static Digest keyOf(Retirement one) {
        return TypedData.text("retirement " + one.id());
    }

    /**
     * Brings what is under way one step further; the outbox's pump sends what is written. Call
     * again and again.
     *
     * @throws MarketException CHAIN_UNAVAILABLE or DATABASE_UNAVAILABLE: nothing is lost, call
     *     again later
     */
    public void advance() {
        await(store.due(STEP)).forEach(this::advance);
    }

    private void advance(Retirement one) {
        Digest key = keyOf(one);
        Optional<OutboxEntry> written = entry(key);
        if (written.isPresent()) {
            noteOutcome(one, written.get());
            return;
        }
        Optional<Share> share = share(one.participant(), one.area(), one.start());
        if (share.isEmpty()) {
            end(one, Optional.of("nothing was bought in this interval"));
        } else if (isMinted(share.get())) {
            writer.add(List.of(retirement(one, key)));
        } else {
            mint(one, share.get());
        }
    }

    private void noteOutcome(Retirement one, OutboxEntry written) {
        if (written.outcome() == null) {
            return;
        }
        String error = written.outcome().error();
        // Anybody may send what was signed: what counts is what the contract says.
        end(one, isCarriedOut(one) ? Optional.empty() : Optional.ofNullable(error));
    }

    private boolean isCarriedOut(Retirement one) {
        AbiWords call =
                AbiWords.call("isCarriedOut(address,uint64)")
                        .add(accounts.addressOf(one.participant()))
                        .add(one.id());
        return !certificate.word(call.bytes()).equals(Digest.ZERO);
    }

    private void end(Retirement one, Optional<String> refusal) {
        await(store.ended(one.id(), refusal));
    }

    /** Tried once for a wish; anybody else may have minted, too. */
    private void mint(Retirement one, Share share) {
        Instant finalAt = certificate(one.participant(), share).mintableFrom();
        Digest key = TypedData.text("minting for retirement " + one.id());
        Optional<OutboxEntry> before = entry(key);
        if (before.isPresent()) {
            Optional.ofNullable(before.get().outcome())
                    .map(OutboxEntry.Outcome::error)
                    .ifPresent(error -> end(one, Optional.of(error)));
        } else if (wallClock.instant().isBefore(finalAt)) {
            end(one, Optional.of("energy may be corrected until " + finalAt));
        } else {
            writer.add(List.of(minting(share, key)));
        }
    }

    private Draft minting(Share share, Digest key) {
        byte[] group = share.group();
        List<Digest> proof =
                StatementTree.of(VaultBatch.groups(share.settling().rows()))
                        .proof(share.position() / GROUP);
        long first = 12L * AbiWords.WORD;
        AbiWords call = share.settling().head().write(AbiWords.call(MINT));
        call.add(first)
                .add(share.position() % GROUP)
                .add(first + AbiWords.WORD + AbiWords.padded(group.length))
                .addBytes(group)
                .add(proof.size());
        proof.forEach(call::add);
        return Draft.of(Kind.CERTIFICATE, key, Optional.of(contract), call.bytes(), MINT_GAS);
    }

    private Draft retirement(Retirement one, Digest key) {
        ChainAddress owner = accounts.addressOf(one.participant());
        BigInteger id = idOf(one.area(), one.start());
        byte[] purpose = one.purpose().getBytes(StandardCharsets.UTF_8);
        long deadline = wallClock.instant().plus(VALID).getEpochSecond();
        Digest struct =
                Digest.keccak(
                        new AbiWords()
                                .add(TYPE)
                                .add(owner)
                                .add(id)
                                .add(one.energyWh())
                                .add(Digest.keccak(purpose))
                                .add(one.id())
                                .add(deadline)
                                .bytes());
        byte[] message =
                TypedData.message("Peerwatt EnergyCertificate", node.chainId(), contract, struct);
        long tuple = 2L * AbiWords.WORD;
        long tupleLength = 7L * AbiWords.WORD + AbiWords.padded(purpose.length);
        byte[] call =
                AbiWords.call(RETIRE)
                        .add(tuple)
                        .add(tuple + tupleLength)
                        .add(owner)
                        .add(id)
                        .add(one.energyWh())
                        .add(6L * AbiWords.WORD)
                        .add(one.id())
                        .add(deadline)
                        .addBytes(purpose)
                        .addBytes(accounts.custodian(one.participant()).sign(message))
                        .bytes();
        return Draft.of(Kind.CERTIFICATE, key, Optional.of(contract), call, RETIRE_GAS);
    }

    private static BigInteger idOf(AreaId area, Instant start) {
        return BigInteger.valueOf(area.value())
                .shiftLeft(Long.SIZE)
                .or(BigInteger.valueOf(start.getEpochSecond()));
    }

    private Optional<OutboxEntry> entry(Digest key) {
        return await(outbox.find(List.of(key.hex()))).stream().findFirst();
    }
}
