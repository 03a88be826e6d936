package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.chain.SettlementBatch.Metered;
import energy.peerwatt.settlement.chain.SettlementBatch.Position;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Batches in which the first half of the participants sells to the second half. */
final class Batches {

    static final AreaId AREA = new AreaId(1);
    static final DeliveryInterval FIRST =
            DeliveryInterval.quarterHourAt(Instant.parse("2026-06-18T07:00:00Z"));
    static final Digest ROOT = Digest.keccak(new byte[] {1});

    /** Each sale is 250 Wh for 0.05. */
    static final long SALE_WH = 250;

    static final long SALE_NANO = 50_000_000;

    private static final Price PRICE = Price.ofCentsPerKwh(20);

    private Batches() {}

    static SettlementBatch batch(int index, int participants) {
        return batch(FIRST.plus(index), 1, ROOT, participants, SALE_WH, SALE_NANO);
    }

    /**
     * The pairs' sales.
     *
     * @param energyWh of each, as it is now
     * @param cashNano of each, against the version before
     */
    static SettlementBatch batch(
            DeliveryInterval interval,
            int version,
            Digest root,
            int participants,
            long energyWh,
            long cashNano) {
        return batch(AREA, interval, version, root, participants, energyWh, cashNano);
    }

    /** As the other, in any area. */
    static SettlementBatch batch(
            AreaId area,
            DeliveryInterval interval,
            int version,
            Digest root,
            int participants,
            long energyWh,
            long cashNano) {
        List<Position> positions = new ArrayList<>();
        List<Transfer> transfers = new ArrayList<>();
        Map<ParticipantId, Long> imported = new HashMap<>();
        for (int i = 0; i < participants / 2; i++) {
            ParticipantId seller = participant(i);
            ParticipantId buyer = participant(participants / 2 + i);
            positions.add(new Position(seller, Money.ofNano(cashNano), 0, energyWh, energyWh));
            positions.add(new Position(buyer, Money.ofNano(-cashNano), energyWh, 0, 0));
            imported.put(buyer, energyWh);
            transfers.add(
                    new Transfer(
                            Transfer.Kind.TRADE,
                            buyer,
                            seller,
                            Energy.ofWattHours(energyWh),
                            PRICE));
        }
        Metered metered = new Metered(ROOT, imported);
        return new SettlementBatch(area, interval, version, root, metered, positions, transfers);
    }

    static ParticipantId participant(int index) {
        return new ParticipantId(ParticipantId.FIRST_MEMBER + index);
    }
}
