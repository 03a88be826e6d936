package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.chain.SettlementBatch.Position;
import energy.peerwatt.unit.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Splits a settlement into the batches that the vault takes. What crosses from one part into
 * another clears over account 1, the vault's own, which has a row in each part.
 */
final class VaultParts {

    /** The account over which parts clear. */
    static final long CLEARING = 1;

    /**
     * A member's account, and in which part of its area it is.
     *
     * @param index in the vault, above {@link #CLEARING}
     */
    record Seat(long index, int part) {}

    /**
     * A part as it goes to the chain.
     *
     * @param report what its energy stands on; not needed if only cash changes
     */
    record Part(VaultBatch batch, MeterReport report, List<byte[]> pages) {

        boolean needsReport() {
            return batch.meterVersion() != 0;
        }

        /** What the clearing account receives from it. */
        private Money cleared() {
            return batch.rows().stream()
                    .filter(row -> row.index() == CLEARING)
                    .map(VaultRow::cash)
                    .reduce(Money.ZERO, Money::plus);
        }
    }

    private final SettlementBatch batch;
    private final Map<ParticipantId, Seat> seats;

    private VaultParts(SettlementBatch batch, Map<ParticipantId, Seat> seats) {
        this.batch = batch;
        this.seats = seats;
    }

    /**
     * The parts in the order in which the clearing account has what it pays.
     *
     * @param seats of all who have a position or transfer
     * @param numbers of the parts, those without rows, too
     * @param energyIsFinal whether the energy can no longer be corrected; then cash alone changes
     */
    static List<Part> of(
            SettlementBatch batch,
            Map<ParticipantId, Seat> seats,
            List<Integer> numbers,
            boolean energyIsFinal) {
        VaultParts parts = new VaultParts(batch, seats);
        return numbers.stream()
                .map(number -> parts.part(number, energyIsFinal))
                .sorted(Comparator.comparing(Part::cleared).reversed())
                .toList();
    }

    private Part part(int number, boolean energyIsFinal) {
        List<Transfer> transfers = batch.transfers().stream().filter(t -> isIn(t, number)).toList();
        List<byte[]> pages = TradePages.of(transfers, participant -> indexIn(number, participant));
        List<VaultRow> rows = rows(number, transfers, energyIsFinal);
        int meterVersion = energyIsFinal ? 0 : batch.version();
        VaultBatch part =
                new VaultBatch(
                        batch.area(),
                        batch.interval().start(),
                        number,
                        batch.version(),
                        meterVersion,
                        pages.size(),
                        batch.linesRoot(),
                        TradePages.rootOf(pages),
                        rows);
        return new Part(part, report(part), pages);
    }

    private MeterReport report(VaultBatch part) {
        long imported =
                batch.metered().imported().entrySet().stream()
                        .filter(one -> seatOf(one.getKey()).part() == part.part())
                        .mapToLong(Map.Entry::getValue)
                        .reduce(0, Math::addExact);
        long exported = part.rows().stream().mapToLong(VaultRow::exportWh).sum();
        return new MeterReport(
                part.area(),
                part.start(),
                part.part(),
                batch.version(),
                batch.metered().readingsRoot(),
                part.exportsDigest(),
                imported,
                exported);
    }

    private List<VaultRow> rows(int number, List<Transfer> transfers, boolean energyIsFinal) {
        List<VaultRow> rows = new ArrayList<>();
        Money cash = Money.ZERO;
        for (Position position : batch.positions()) {
            Seat seat = seatOf(position.participant());
            if (seat.part() == number) {
                rows.add(row(seat, position, energyIsFinal));
                cash = cash.plus(position.cash());
            }
        }
        VaultRow clearing = clearing(number, transfers, cash, energyIsFinal);
        boolean moves = !clearing.cash().isZero() || clearing.boughtWh() > 0;
        if (moves || clearing.soldWh() > 0) {
            rows.add(clearing);
        }
        rows.sort(Comparator.comparingLong(VaultRow::index));
        return rows;
    }

    private static VaultRow row(Seat seat, Position position, boolean energyIsFinal) {
        return energyIsFinal
                ? new VaultRow(seat.index(), position.cash(), 0, 0, 0)
                : new VaultRow(
                        seat.index(),
                        position.cash(),
                        position.boughtWh(),
                        position.soldWh(),
                        position.exportWh());
    }

    /** Sells what comes from other parts and buys what goes there; sold is attested as exported. */
    private VaultRow clearing(
            int number, List<Transfer> transfers, Money cash, boolean energyIsFinal) {
        long bought = 0;
        long sold = 0;
        for (Transfer transfer : transfers) {
            boolean moves = transfer.kind().movesEnergy() && !energyIsFinal;
            if (moves && seatOf(transfer.payer()).part() != number) {
                bought = Math.addExact(bought, transfer.energy().wattHours());
            }
            if (moves && seatOf(transfer.payee()).part() != number) {
                sold = Math.addExact(sold, transfer.energy().wattHours());
            }
        }
        return new VaultRow(CLEARING, cash.negated(), bought, sold, sold);
    }

    private boolean isIn(Transfer transfer, int number) {
        return seatOf(transfer.payer()).part() == number
                || seatOf(transfer.payee()).part() == number;
    }

    private long indexIn(int number, ParticipantId participant) {
        Seat seat = seatOf(participant);
        return seat.part() == number ? seat.index() : CLEARING;
    }

    private Seat seatOf(ParticipantId participant) {
        Seat seat = seats.get(participant);
        if (seat == null) {
            throw new IllegalStateException("no account: " + participant);
        }
        return seat;
    }
}
