package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.NetPosition;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Money;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one settlement version of one interval changes on the chain, netted per participant.
 *
 * <p>Version 1 holds the settled positions themselves. Each later version holds the change against
 * the version before it, as {@link #correction} builds it; history is never rewritten.
 *
 * @param version from 1; the contract takes version n only after version n-1
 * @param linesRoot root of the {@link StatementTree} over all lines of this version
 * @param positions at most {@link #MAX_POSITIONS}, one per address, kept in ascending order of
 *     address; cash sums to zero and energy bought equals energy sold
 */
public record SettlementBatch(
        AreaId area,
        DeliveryInterval interval,
        int version,
        Digest linesRoot,
        List<Position> positions) {

    /** The contract's limit; keeps the costliest batch below the gas cap of a transaction. */
    public static final int MAX_POSITIONS = 250;

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
        positions = positions.stream().sorted(Comparator.comparing(Position::address)).toList();
        requireValid(positions);
    }

    /**
     * The batch of a settlement's first version.
     *
     * @param linesRoot root of its {@link StatementTree}
     */
    public static SettlementBatch first(
            IntervalSettlement settlement, Digest linesRoot, ChainAccounts accounts) {
        return batch(settlement, linesRoot, positions(settlement, accounts));
    }

    /**
     * The batch of a later version: what changes from the positions of the version before it.
     *
     * @param linesRoot root of the {@link StatementTree} of {@code now}
     */
    public static SettlementBatch correction(
            IntervalSettlement now,
            IntervalSettlement before,
            Digest linesRoot,
            ChainAccounts accounts) {
        if (now.version() != before.version() + 1) {
            throw new IllegalArgumentException(
                    "version " + now.version() + " does not follow " + before.version());
        }
        Map<ChainAddress, Position> changes = new HashMap<>();
        positions(now, accounts).forEach(p -> changes.merge(p.address(), p, Position::plus));
        positions(before, accounts)
                .forEach(p -> changes.merge(p.address(), p.negated(), Position::plus));
        return batch(now, linesRoot, changes.values().stream().filter(p -> !p.isZero()).toList());
    }

    /** {@code keccak256(abi.encode(uint32 area, uint64 intervalStart, uint32 version))}. */
    public static Digest keyOf(AreaId area, DeliveryInterval interval, int version) {
        return Digest.keccak(
                new AbiWords()
                        .add(area.value())
                        .add(interval.start().getEpochSecond())
                        .add(version)
                        .bytes());
    }

    /** This batch's idempotency key, here and in the contract. */
    public Digest key() {
        return keyOf(area, interval, version);
    }

    /** Token id of an interval's energy in an area: {@code area << 64 | interval start}. */
    static BigInteger energyTokenId(AreaId area, DeliveryInterval interval) {
        return BigInteger.valueOf(area.value())
                .shiftLeft(Long.SIZE)
                .or(BigInteger.valueOf(interval.start().getEpochSecond()));
    }

    private static SettlementBatch batch(
            IntervalSettlement settlement, Digest linesRoot, List<Position> positions) {
        return new SettlementBatch(
                settlement.area(),
                settlement.interval(),
                settlement.version(),
                linesRoot,
                positions);
    }

    private static List<Position> positions(IntervalSettlement settlement, ChainAccounts accounts) {
        return settlement.netPositions().stream()
                .map(net -> Position.of(net, accounts.addressOf(net.participant())))
                .toList();
    }

    private static void requireValid(List<Position> positions) {
        if (positions.size() > MAX_POSITIONS) {
            throw new IllegalArgumentException(
                    "at most " + MAX_POSITIONS + " positions: " + positions.size());
        }
        long cash = 0;
        long energy = 0;
        for (int i = 0; i < positions.size(); i++) {
            Position position = positions.get(i);
            if (i > 0 && positions.get(i - 1).address().equals(position.address())) {
                throw new IllegalArgumentException("address twice: " + position.address());
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
     * One participant's part of a batch.
     *
     * @param participant whose account it is
     * @param address its custodial address, see {@link ChainAccounts#addressOf}
     * @param cash + receives, - pays
     * @param boughtWh Wh, minted to the address; negative only in a correction
     * @param soldWh Wh; negative only in a correction
     */
    public record Position(
            ParticipantId participant,
            ChainAddress address,
            Money cash,
            long boughtWh,
            long soldWh) {

        /** A position as settled. */
        public static Position of(NetPosition net, ChainAddress address) {
            return new Position(
                    net.participant(),
                    address,
                    net.cash(),
                    net.bought().wattHours(),
                    net.sold().wattHours());
        }

        Position plus(Position other) {
            return new Position(
                    participant,
                    address,
                    cash.plus(other.cash),
                    Math.addExact(boughtWh, other.boughtWh),
                    Math.addExact(soldWh, other.soldWh));
        }

        Position negated() {
            return new Position(
                    participant,
                    address,
                    cash.negated(),
                    Math.negateExact(boughtWh),
                    Math.negateExact(soldWh));
        }

        boolean isZero() {
            return cash.isZero() && boughtWh == 0 && soldWh == 0;
        }
    }
}
