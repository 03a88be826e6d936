package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.MeteredEnergy;
import energy.peerwatt.settlement.NetPosition;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one settlement version of one interval is on the chain, netted per participant.
 *
 * <p>Energy is the whole interval's as it is now; cash is the change against the version before, so
 * that history is never rewritten.
 *
 * @param version from 1; the vault takes version n only after version n-1
 * @param linesRoot root of the {@link StatementTree} over all lines of this version
 * @param metered what the meters said
 * @param positions one per participant, kept in ascending order; cash sums to zero and energy
 *     bought equals energy sold
 * @param transfers what the energy and all cash of the version come from; a fee on a trade or on
 *     pool energy follows it
 */
public record SettlementBatch(
        AreaId area,
        DeliveryInterval interval,
        int version,
        Digest linesRoot,
        Metered metered,
        List<Position> positions,
        List<Transfer> transfers) {

    public SettlementBatch {
        if (version < 1) {
            throw new IllegalArgumentException("version must be at least 1: " + version);
        }
        if (interval.start().getEpochSecond() < 0) {
            throw new IllegalArgumentException("interval before 1970: " + interval);
        }
        if (linesRoot.equals(Digest.ZERO)) {
            throw new IllegalArgumentException("lines root must not be zero");
        }
        positions = positions.stream().sorted(Comparator.comparing(Position::participant)).toList();
        transfers = List.copyOf(transfers);
        requireValid(positions);
    }

    /**
     * The batch of a settlement's first version.
     *
     * @param metered what it was settled from
     * @param linesRoot root of its {@link StatementTree}
     */
    public static SettlementBatch first(
            IntervalSettlement settlement,
            List<MeteredEnergy> metered,
            Digest linesRoot,
            ChainAccounts accounts) {
        return batch(settlement, metered, linesRoot, Map.of(), accounts);
    }

    /**
     * The batch of a later version: its energy, and what changes from the cash of the version
     * before it.
     *
     * @param metered what {@code now} was settled from
     * @param linesRoot root of the {@link StatementTree} of {@code now}
     */
    public static SettlementBatch correction(
            IntervalSettlement now,
            IntervalSettlement before,
            List<MeteredEnergy> metered,
            Digest linesRoot,
            ChainAccounts accounts) {
        if (now.version() != before.version() + 1) {
            throw new IllegalArgumentException(
                    "version " + now.version() + " does not follow " + before.version());
        }
        Map<ParticipantId, Position> paid = new HashMap<>();
        before.netPositions()
                .forEach(net ->
                        paid.put(
                                net.participant(),
                                Position.ofCash(net.participant(), net.cash().negated())));
        return batch(now, metered, linesRoot, paid, accounts);
    }

    /** Key of a settlement, here, in its lines and, as the key of its first part, in the vault. */
    public static Digest keyOf(AreaId area, DeliveryInterval interval, int version) {
        return VaultBatch.keyOf(area, interval.start(), 0, version);
    }

    /** This batch's idempotency key, here and in the contract. */
    public Digest key() {
        return keyOf(area, interval, version);
    }

    private static SettlementBatch batch(
            IntervalSettlement settlement,
            List<MeteredEnergy> metered,
            Digest linesRoot,
            Map<ParticipantId, Position> undone,
            ChainAccounts accounts) {
        Map<ParticipantId, Position> positions = new HashMap<>(undone);
        settlement
                .netPositions()
                .forEach(net ->
                        positions.merge(net.participant(), Position.of(net), Position::plus));
        metered.stream()
                .filter(one -> !one.exported().isZero())
                .forEach(one ->
                        positions.merge(one.participant(), Position.ofExport(one), Position::plus));
        Digest key = keyOf(settlement.area(), settlement.interval(), settlement.version());
        return new SettlementBatch(
                settlement.area(),
                settlement.interval(),
                settlement.version(),
                linesRoot,
                Metered.of(key, metered, accounts),
                positions.values().stream().filter(position -> !position.isZero()).toList(),
                transfers(settlement));
    }

    /** Of each event the first of its two lines. */
    private static List<Transfer> transfers(IntervalSettlement settlement) {
        List<Transfer> transfers = new ArrayList<>();
        Optional<SettlementLine> before = Optional.empty();
        for (int i = 0; i < settlement.lines().size(); i += 2) {
            SettlementLine line = settlement.lines().get(i);
            if (line.kind().settledOnChain()) {
                transfers.add(Transfer.of(line, before));
            }
            if (!line.kind().isFee()) {
                before = Optional.of(line);
            }
        }
        return transfers;
    }

    private static void requireValid(List<Position> positions) {
        long cash = 0;
        long energy = 0;
        for (int i = 0; i < positions.size(); i++) {
            Position position = positions.get(i);
            if (i > 0 && positions.get(i - 1).participant().equals(position.participant())) {
                throw new IllegalArgumentException("twice: " + position.participant());
            }
            cash = Math.addExact(cash, position.cash().nano());
            energy = Math.addExact(energy, Math.subtractExact(position.boughtWh, position.soldWh));
        }
        if (cash != 0 || energy != 0) {
            throw new IllegalArgumentException(
                    "cash off by " + cash + " nano, bought minus sold is " + energy + " Wh");
        }
    }

    /**
     * What the meters of a settlement said, as one number and one root.
     *
     * @param readingsRoot over all readings, not zero
     * @param imported sum over the members in Wh, by participant
     */
    public record Metered(Digest readingsRoot, Map<ParticipantId, Long> imported) {

        private static final Digest NO_READINGS = TypedData.text("no readings");

        public Metered {
            if (readingsRoot.equals(Digest.ZERO)) {
                throw new IllegalArgumentException("readings root must not be zero");
            }
            imported = Map.copyOf(imported);
        }

        /**
         * A reading's leaf is {@code keccak256(keccak256(abi.encode(bytes32 batchKey, uint64
         * participant, uint64 importWh, uint64 exportWh, bytes32 salt)))}, in ascending order of
         * participant.
         */
        static Metered of(Digest key, List<MeteredEnergy> metered, ChainAccounts accounts) {
            List<Digest> leaves = new ArrayList<>();
            Map<ParticipantId, Long> imported = new HashMap<>();
            for (MeteredEnergy one : metered) {
                byte[] encoded =
                        new AbiWords()
                                .add(key)
                                .add(one.participant().value())
                                .add(one.imported().wattHours())
                                .add(one.exported().wattHours())
                                .add(accounts.saltOf(key, one.participant()))
                                .bytes();
                leaves.add(Digest.keccak(Digest.keccak(encoded).bytes()));
                imported.merge(one.participant(), one.imported().wattHours(), Math::addExact);
            }
            Digest root = leaves.isEmpty() ? NO_READINGS : StatementTree.of(leaves).root();
            return new Metered(root, imported);
        }
    }

    /**
     * One participant's part of a batch.
     *
     * @param cash + receives, - pays; against the version before
     * @param boughtWh Wh of the interval
     * @param soldWh Wh of the interval, at most {@code exportWh}
     * @param exportWh what its meters exported in the interval
     */
    public record Position(
            ParticipantId participant, Money cash, long boughtWh, long soldWh, long exportWh) {

        /** A position as settled, without what was exported. */
        static Position of(NetPosition net) {
            return new Position(
                    net.participant(),
                    net.cash(),
                    net.bought().wattHours(),
                    net.sold().wattHours(),
                    0);
        }

        private static Position ofCash(ParticipantId participant, Money cash) {
            return new Position(participant, cash, 0, 0, 0);
        }

        private static Position ofExport(MeteredEnergy metered) {
            return new Position(
                    metered.participant(), Money.ZERO, 0, 0, metered.exported().wattHours());
        }

        Position plus(Position other) {
            return new Position(
                    participant,
                    cash.plus(other.cash),
                    Math.addExact(boughtWh, other.boughtWh),
                    Math.addExact(soldWh, other.soldWh),
                    Math.addExact(exportWh, other.exportWh));
        }

        boolean isZero() {
            return cash.isZero() && boughtWh == 0 && soldWh == 0 && exportWh == 0;
        }
    }
}
