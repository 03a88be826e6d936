package energy.peerwatt.settlement;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import java.util.List;
import java.util.TreeMap;

/**
 * One version of an interval's settlement: balanced double-entry lines and their sums.
 *
 * <p>Lines come in pairs that cancel, checked on construction, so all money sums to zero, on-chain
 * money sums to zero, and what is bought equals what is sold.
 *
 * @param version from 1; the highest version of an interval counts
 * @param lines numbered from 1 without gaps. Metered sharing: matched trades by trade id, own use
 *     by participant, the pool by seller and buyer, each with its fees, then indemnities by trade
 *     id, then rewards (funding, relief, delivery, each by participant), then the residuals by
 *     participant. Contracts: trades by trade id, then deviation and fees by participant
 * @param totals must agree with the lines
 */
public record IntervalSettlement(
        AreaId area,
        DeliveryInterval interval,
        int version,
        List<SettlementLine> lines,
        SettlementTotals totals) {

    public IntervalSettlement {
        lines = List.copyOf(lines);
        if (version < 1) {
            throw new IllegalArgumentException("version must be at least 1: " + version);
        }
        requireDoubleEntry(lines);
        if (!totals.equals(SettlementTotals.of(lines, totals.saved()))) {
            throw new IllegalArgumentException("totals do not agree with the lines: " + totals);
        }
    }

    /** The settlement with these lines, its totals taken from them. */
    public static IntervalSettlement of(
            AreaId area,
            DeliveryInterval interval,
            int version,
            List<SettlementLine> lines,
            Money saved) {
        return new IntervalSettlement(
                area, interval, version, lines, SettlementTotals.of(lines, saved));
    }

    /**
     * Sums of the lines settled on chain, in ascending order of participant. Cash sums to zero and
     * bought equals sold; participants without such a line are absent.
     */
    public List<NetPosition> netPositions() {
        TreeMap<ParticipantId, NetPosition> positions = new TreeMap<>();
        for (SettlementLine line : lines) {
            if (line.kind().settledOnChain()) {
                positions.merge(line.participant(), positionOf(line), NetPosition::plus);
            }
        }
        return List.copyOf(positions.values());
    }

    /**
     * This settlement as bytes, big-endian at fixed widths: equal settlements give equal bytes,
     * different ones different bytes.
     */
    public byte[] canonicalBytes() {
        return CanonicalForm.bytesOf(this);
    }

    /** SHA-256 of {@link #canonicalBytes} as 64 lower-case hexadecimal digits. */
    public String sha256() {
        return CanonicalForm.sha256Of(this);
    }

    private static NetPosition positionOf(SettlementLine line) {
        boolean shared = line.kind().isShared();
        return new NetPosition(
                line.participant(),
                line.amount(),
                shared && line.direction() == Direction.BOUGHT ? line.energy() : Energy.ZERO,
                shared && line.direction() == Direction.SOLD ? line.energy() : Energy.ZERO);
    }

    private static void requireDoubleEntry(List<SettlementLine> lines) {
        if (lines.size() % 2 != 0) {
            throw new IllegalArgumentException("odd number of lines: " + lines.size());
        }
        for (int i = 0; i < lines.size(); i += 2) {
            SettlementLine line = lines.get(i);
            if (line.number() != i + 1 || !lines.get(i + 1).equals(line.mirrored())) {
                throw new IllegalArgumentException(
                        "lines do not cancel: " + line + " and " + lines.get(i + 1));
            }
        }
    }
}
