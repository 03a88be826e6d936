package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.chain.SettlementBatch.Position;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Batches in which the first half of the participants sells to the second half. */
final class Batches {

    static final AreaId AREA = new AreaId(1);
    static final DeliveryInterval FIRST =
            DeliveryInterval.quarterHourAt(Instant.parse("2026-06-18T07:00:00Z"));
    static final Digest ROOT = Digest.keccak(new byte[] {1});

    /** Each sale is 250 Wh for 0.05. */
    static final long SALE_WH = 250;

    static final long SALE_NANO = 50_000_000;

    private Batches() {}

    static SettlementBatch batch(ChainAccounts accounts, int index, int participants) {
        return batch(accounts, FIRST.plus(index), 1, ROOT, participants, SALE_WH, SALE_NANO);
    }

    static SettlementBatch batch(
            ChainAccounts accounts,
            DeliveryInterval interval,
            int version,
            Digest root,
            int participants,
            long energyWh,
            long cashNano) {
        List<Position> positions = new ArrayList<>();
        for (int i = 0; i < participants; i++) {
            boolean seller = i < participants / 2;
            ParticipantId participant = participant(i);
            positions.add(
                    new Position(
                            participant,
                            accounts.addressOf(participant),
                            Money.ofNano(seller ? cashNano : -cashNano),
                            seller ? 0 : energyWh,
                            seller ? energyWh : 0));
        }
        return new SettlementBatch(AREA, interval, version, root, positions);
    }

    static ParticipantId participant(int index) {
        return new ParticipantId(ParticipantId.FIRST_MEMBER + index);
    }
}
