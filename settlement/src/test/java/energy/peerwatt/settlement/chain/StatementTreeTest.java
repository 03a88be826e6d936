package energy.peerwatt.settlement.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.market.TradeId;
import energy.peerwatt.settlement.Direction;
import energy.peerwatt.settlement.LeafForm;
import energy.peerwatt.settlement.LineKind;
import energy.peerwatt.settlement.Salt;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatementTreeTest {

    private static final Digest KEY = SettlementBatch.keyOf(Batches.AREA, Batches.FIRST, 1);
    private static final Salt SALT = Salt.of(Digest.keccak("salt".getBytes(UTF_8)).bytes());
    private static final Optional<TradeId> TRADE = Optional.of(new TradeId(77));

    /** The same line is in the contract's test. */
    private static final SettlementLine LINE =
            line(3, 101, 104, Direction.NONE, 1250, -15_000, 18_750_000);

    private static final Digest LEAF = leaf(LINE, LeafForm.WHOLE);

    /** One field after the other changed; an amount hangs on energy and price. */
    private static final List<SettlementLine> CHANGED =
            List.of(
                    line(4, 101, 104, Direction.NONE, 1250, -15_000, 18_750_000),
                    line(3, 102, 104, Direction.NONE, 1250, -15_000, 18_750_000),
                    line(3, 101, 105, Direction.NONE, 1250, -15_000, 18_750_000),
                    line(3, 101, 104, Direction.BOUGHT, 1250, -15_000, 18_750_000),
                    line(3, 101, 104, Direction.NONE, 1251, -15_000, 18_765_000),
                    line(3, 101, 104, Direction.NONE, 1250, -15_001, 18_751_250),
                    line(3, 101, 104, Direction.NONE, 1250, -15_000, -18_750_000),
                    with(LineKind.LEVY, Quality.SUBSTITUTED, TRADE));

    private static final List<SettlementLine> CHANGED_IN_QUALITY_OR_TRADE =
            List.of(
                    with(LINE.kind(), Quality.ACTUAL, TRADE),
                    with(LINE.kind(), Quality.ESTIMATED, TRADE),
                    with(LINE.kind(), LINE.quality(), Optional.of(new TradeId(78))),
                    with(LINE.kind(), LINE.quality(), Optional.empty()));

    @Test
    void hashesALineLikeSolidity() {
        assertThat(KEY.hex())
                .isEqualTo("0xa33e88fc81db7a426af9e5501499e51778c952d35947ed59cbb75e075483a9f9");
        assertThat(leaf(LINE, LeafForm.BASIC).hex())
                .isEqualTo("0x2d2fafe242cdc86f94544681a9558a16dad82563de526169734498f15ef3a285");
        assertThat(LEAF.hex())
                .isEqualTo("0x2e0c30771b564757fb69489f8f9906add738bd1a717c4de6dc3fab48c6c67185");
    }

    @Test
    void provesEveryLeafOfTreesOfAnySize() {
        for (int size = 1; size <= 33; size++) {
            List<Digest> leaves = leaves(size);
            StatementTree tree = StatementTree.of(leaves);
            for (int i = 0; i < size; i++) {
                List<Digest> proof = tree.proof(i);
                assertThat(StatementTree.verify(tree.root(), leaves.get(i), proof)).isTrue();
                assertThat(StatementTree.verify(tree.root(), LEAF, proof)).isFalse();
            }
        }
    }

    @Test
    void refusesATamperedLine() {
        StatementTree tree = StatementTree.of(List.of(LEAF, KEY, Batches.ROOT));

        assertThat(StatementTree.verify(tree.root(), LEAF, tree.proof(0))).isTrue();
        for (SettlementLine tampered : CHANGED) {
            Digest leaf = leaf(tampered, LeafForm.WHOLE);
            assertThat(StatementTree.verify(tree.root(), leaf, tree.proof(0))).isFalse();
        }
    }

    @Test
    void everyFieldIsPartOfTheHash() {
        List<Digest> hashes = leaves(CHANGED, LeafForm.WHOLE);
        hashes.addAll(leaves(CHANGED_IN_QUALITY_OR_TRADE, LeafForm.WHOLE));
        hashes.add(LEAF);
        hashes.add(leaf(LINE, LeafForm.BASIC));
        hashes.add(new StatementLeaf(Batches.ROOT, LINE, SALT, LeafForm.WHOLE).hash());
        hashes.add(new StatementLeaf(KEY, LINE, Salt.of(KEY.bytes()), LeafForm.WHOLE).hash());

        assertThat(hashes).doesNotHaveDuplicates();
    }

    /** What was settled in it must hash as it did then. */
    @Test
    void theBasicFormHoldsAllButQualityAndTrade() {
        Digest basic = leaf(LINE, LeafForm.BASIC);

        assertThat(leaves(CHANGED, LeafForm.BASIC)).doesNotHaveDuplicates().doesNotContain(basic);
        assertThat(leaves(CHANGED_IN_QUALITY_OR_TRADE, LeafForm.BASIC)).containsOnly(basic);
    }

    @Test
    void needsALeaf() {
        assertThatThrownBy(() -> StatementTree.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static SettlementLine line(
            int number,
            long from,
            long to,
            Direction direction,
            long wattHours,
            long priceMicro,
            long amountNano) {
        return new SettlementLine(
                number,
                new ParticipantId(from),
                new ParticipantId(to),
                LineKind.POOL_ENERGY,
                direction,
                Energy.ofWattHours(wattHours),
                Price.ofMicroPerKwh(priceMicro),
                Money.ofNano(amountNano),
                Quality.SUBSTITUTED,
                TRADE);
    }

    private static SettlementLine with(LineKind kind, Quality quality, Optional<TradeId> trade) {
        return new SettlementLine(
                LINE.number(),
                LINE.participant(),
                LINE.counterparty(),
                kind,
                LINE.direction(),
                LINE.energy(),
                LINE.price(),
                LINE.amount(),
                quality,
                trade);
    }

    private static Digest leaf(SettlementLine line, LeafForm form) {
        return new StatementLeaf(KEY, line, SALT, form).hash();
    }

    private static List<Digest> leaves(List<SettlementLine> lines, LeafForm form) {
        return lines.stream().map(line -> leaf(line, form)).collect(Collectors.toList());
    }

    private static List<Digest> leaves(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> Digest.keccak(("line " + i).getBytes(UTF_8)))
                .toList();
    }
}
