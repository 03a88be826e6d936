package energy.peerwatt.settlement.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatementTreeTest {

    private static final Digest KEY = SettlementBatch.keyOf(Batches.AREA, Batches.FIRST, 1);

    /** The same line is in the contract's test. */
    private static final StatementLeaf LINE =
            new StatementLeaf(
                    KEY,
                    3,
                    new ParticipantId(101),
                    new ParticipantId(104),
                    1,
                    2,
                    Energy.ofWattHours(1250),
                    Price.ofMicroPerKwh(-15_000),
                    Money.ofNano(18_750_000),
                    Digest.keccak("salt".getBytes(UTF_8)));

    @Test
    void hashesALineLikeSolidity() {
        assertThat(KEY.hex())
                .isEqualTo("0xa33e88fc81db7a426af9e5501499e51778c952d35947ed59cbb75e075483a9f9");
        assertThat(LINE.hash().hex())
                .isEqualTo("0x2d2fafe242cdc86f94544681a9558a16dad82563de526169734498f15ef3a285");
    }

    @Test
    void provesEveryLeafOfTreesOfAnySize() {
        for (int size = 1; size <= 33; size++) {
            List<Digest> leaves = leaves(size);
            StatementTree tree = StatementTree.of(leaves);
            for (int i = 0; i < size; i++) {
                List<Digest> proof = tree.proof(i);
                assertThat(StatementTree.verify(tree.root(), leaves.get(i), proof)).isTrue();
                assertThat(StatementTree.verify(tree.root(), LINE.hash(), proof)).isFalse();
            }
        }
    }

    @Test
    void refusesATamperedLine() {
        StatementTree tree = StatementTree.of(List.of(LINE.hash(), KEY, Batches.ROOT));
        StatementLeaf tampered =
                new StatementLeaf(
                        LINE.batchKey(),
                        LINE.number(),
                        LINE.participant(),
                        LINE.counterparty(),
                        LINE.kind(),
                        LINE.direction(),
                        LINE.energy(),
                        LINE.price(),
                        Money.ofNano(18_750_001),
                        LINE.salt());

        assertThat(StatementTree.verify(tree.root(), LINE.hash(), tree.proof(0))).isTrue();
        assertThat(StatementTree.verify(tree.root(), tampered.hash(), tree.proof(0))).isFalse();
    }

    @Test
    void everyFieldIsPartOfTheHash() {
        List<StatementLeaf> variants =
                List.of(
                        LINE,
                        line(4, 101, 104, 1, 2, 1250, LINE.salt()),
                        line(3, 102, 104, 1, 2, 1250, LINE.salt()),
                        line(3, 101, 105, 1, 2, 1250, LINE.salt()),
                        line(3, 101, 104, 0, 2, 1250, LINE.salt()),
                        line(3, 101, 104, 1, 0, 1250, LINE.salt()),
                        line(3, 101, 104, 1, 2, 1251, LINE.salt()),
                        line(3, 101, 104, 1, 2, 1250, KEY));

        assertThat(variants.stream().map(StatementLeaf::hash)).doesNotHaveDuplicates();
    }

    @Test
    void needsALeaf() {
        assertThatThrownBy(() -> StatementTree.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static StatementLeaf line(
            int number, long from, long to, int kind, int direction, long wattHours, Digest salt) {
        return new StatementLeaf(
                KEY,
                number,
                new ParticipantId(from),
                new ParticipantId(to),
                kind,
                direction,
                Energy.ofWattHours(wattHours),
                LINE.price(),
                LINE.amount(),
                salt);
    }

    private static List<Digest> leaves(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> Digest.keccak(("line " + i).getBytes(UTF_8)))
                .toList();
    }
}
