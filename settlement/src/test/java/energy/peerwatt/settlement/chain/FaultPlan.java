package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Money;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What processes bring to the chain while things fail: first versions and corrections, of an area
 * in one piece and of one that is split into two parts with trades between them.
 */
final class FaultPlan {

    /** Batches of the life of one process. */
    static final int PER_LIFE = 6;

    /** Exits that do not take days. */
    static final VaultTerms TERMS =
            new VaultTerms(
                    Optional.empty(),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(3),
                    VaultTerms.PLAY_MONEY.energyWindow(),
                    VaultTerms.PLAY_MONEY.flowLimit());

    private static final AreaId SPLIT = new AreaId(2);
    private static final int SPLIT_MEMBERS = 4;
    private static final int PARTS = 2;
    private static final Digest CORRECTED = Digest.keccak(new byte[] {2});
    private static final long MORE_WH = 10;
    private static final long MORE_NANO = 2_000_000;

    private FaultPlan() {}

    /** The batch of this number, from 0. */
    static SettlementBatch batch(int index) {
        int first = index - index % PER_LIFE;
        return switch (index % PER_LIFE) {
            case 2 -> first(SPLIT, index);
            case 3 -> correction(Batches.AREA, first + 1);
            case 4 -> correction(SPLIT, first + 2);
            default -> first(Batches.AREA, index);
        };
    }

    private static SettlementBatch first(AreaId area, int index) {
        return Batches.batch(
                area,
                interval(index),
                1,
                Batches.ROOT,
                members(area, index),
                Batches.SALE_WH,
                Batches.SALE_NANO);
    }

    private static SettlementBatch correction(AreaId area, int corrected) {
        return Batches.batch(
                area,
                interval(corrected),
                2,
                CORRECTED,
                members(area, corrected),
                Batches.SALE_WH + MORE_WH,
                MORE_NANO);
    }

    private static DeliveryInterval interval(int index) {
        return Batches.FIRST.plus(index);
    }

    /** In each life two more take part, whose accounts must be opened; the split area stays. */
    private static int members(AreaId area, int index) {
        return area.equals(SPLIT) ? SPLIT_MEMBERS : SPLIT_MEMBERS + 2 * (index / PER_LIFE);
    }

    /** Whether it is split into parts. */
    static boolean isSplit(SettlementBatch batch) {
        return batch.area().equals(SPLIT);
    }

    /** What the vault knows a batch's parts by. */
    static List<Digest> keys(SettlementBatch batch) {
        return IntStream.range(0, isSplit(batch) ? PARTS : 1)
                .mapToObj(part ->
                        VaultBatch.keyOf(
                                batch.area(), batch.interval().start(), part, batch.version()))
                .toList();
    }

    /** What all batches below this number change of each member's cash, in nano-currency. */
    static Map<ParticipantId, Money> cash(int batches) {
        Map<ParticipantId, Money> cash = new HashMap<>();
        for (int i = 0; i < batches; i++) {
            batch(i).positions()
                    .forEach(position ->
                            cash.merge(position.participant(), position.cash(), Money::plus));
        }
        return cash;
    }

    /** Whether the market would submit it: its area has its parts, the version before is final. */
    static boolean isDue(ChainGateway gateway, ChainOutbox outbox, SettlementBatch batch) {
        if (isSplit(batch) && !isSeated(outbox)) {
            return false;
        }
        return batch.version() == 1
                || gateway.find(SettlementBatch.keyOf(batch.area(), batch.interval(), 1))
                        .filter(before -> before.state() instanceof ChainBatch.Confirmed)
                        .isPresent();
    }

    /** Puts who sells into one part and who buys into the other, once all have accounts. */
    private static boolean isSeated(ChainOutbox outbox) {
        Map<ParticipantId, Integer> parts = new HashMap<>();
        for (int i = 0; i < SPLIT_MEMBERS; i++) {
            parts.put(Batches.participant(i), i * PARTS / SPLIT_MEMBERS);
        }
        int open = outbox.seats().indices(parts.keySet()).await().indefinitely().size();
        if (open == SPLIT_MEMBERS) {
            outbox.seats().seat(SPLIT, parts).await().indefinitely();
        }
        return open == SPLIT_MEMBERS;
    }
}
