package energy.peerwatt.settlement.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.settlement.Direction;
import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.LeafForm;
import energy.peerwatt.settlement.LineKind;
import energy.peerwatt.settlement.MeteredEnergy;
import energy.peerwatt.settlement.SaltedSettlement;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.settlement.chain.SettlementBatch.Position;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettlementBatchTest {

    private static final ParticipantId ANN = new ParticipantId(100);
    private static final ParticipantId BOB = new ParticipantId(101);

    private static final List<MeteredEnergy> METERED =
            List.of(
                    new MeteredEnergy(ANN, Energy.ZERO, Energy.ofWattHours(400)),
                    new MeteredEnergy(BOB, Energy.ofWattHours(300), Energy.ZERO));

    @TempDir Path home;

    private ChainAccounts accounts;

    @BeforeEach
    void openAccounts() {
        accounts = ChainAccounts.open(home.resolve("seed"));
    }

    @Test
    void netsASettlement() {
        SettlementBatch batch =
                SettlementBatch.first(settlement(1, 250), METERED, Batches.ROOT, accounts);

        assertThat(batch.positions())
                .containsExactlyInAnyOrder(
                        position(ANN, 50_000_000, 0, 250, 400),
                        position(BOB, -50_000_000, 250, 0, 0));
        assertThat(batch.transfers())
                .containsExactly(
                        new Transfer(
                                Transfer.Kind.POOL,
                                BOB,
                                ANN,
                                Energy.ofWattHours(250),
                                Price.ofCentsPerKwh(20)));
        assertThat(batch.metered().imported()).containsEntry(BOB, 300L);
        assertThat(batch.key()).isEqualTo(SettlementBatch.keyOf(Batches.AREA, Batches.FIRST, 1));
    }

    @Test
    void correctsByTheDifferenceToTheVersionBefore() {
        SettlementBatch correction =
                SettlementBatch.correction(
                        settlement(2, 200), settlement(1, 250), METERED, Batches.ROOT, accounts);

        assertThat(correction.version()).isEqualTo(2);
        assertThat(correction.positions())
                .containsExactlyInAnyOrder(
                        position(ANN, -10_000_000, 0, 200, 400),
                        position(BOB, 10_000_000, 200, 0, 0));
    }

    @Test
    void correctionThatChangesNothingMovesNoCash() {
        SettlementBatch correction =
                SettlementBatch.correction(
                        settlement(2, 250), settlement(1, 250), METERED, Batches.ROOT, accounts);

        assertThat(correction.positions())
                .containsExactly(position(ANN, 0, 0, 250, 400), position(BOB, 0, 250, 0, 0));
    }

    @Test
    void correctsOnlyTheVersionBefore() {
        assertThatThrownBy(() ->
                        SettlementBatch.correction(
                                settlement(3, 200),
                                settlement(1, 250),
                                METERED,
                                Batches.ROOT,
                                accounts))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(LeafForm.class)
    void hashesTheLinesOfASettlementInOrder(LeafForm form) {
        SaltedSettlement drawn = SaltedSettlement.draw(settlement(1, 250), new Random(7));
        SaltedSettlement salted = new SaltedSettlement(drawn.settlement(), drawn.salts(), form);
        Digest key = SettlementBatch.keyOf(Batches.AREA, Batches.FIRST, 1);

        StatementTree tree = StatementTree.of(salted);

        for (int i = 0; i < salted.salts().size(); i++) {
            SettlementLine line = salted.settlement().lines().get(i);
            Digest leaf = new StatementLeaf(key, line, salted.salts().get(i), form).hash();
            assertThat(StatementTree.verify(tree.root(), leaf, tree.proof(i))).isTrue();
        }
    }

    @Test
    void readingsCannotBeGuessed() {
        SettlementBatch batch =
                SettlementBatch.first(settlement(1, 250), METERED, Batches.ROOT, accounts);
        SettlementBatch other =
                SettlementBatch.first(
                        settlement(1, 250),
                        METERED,
                        Batches.ROOT,
                        ChainAccounts.open(home.resolve("another seed")));

        assertThat(batch.metered().readingsRoot())
                .isNotEqualTo(other.metered().readingsRoot())
                .isEqualTo(
                        SettlementBatch.first(settlement(1, 250), METERED, Batches.ROOT, accounts)
                                .metered()
                                .readingsRoot());
    }

    @Test
    void refusesWhatTheContractWouldRefuse() {
        assertRefused(List.of(position(ANN, 1, 0, 0, 0)));
        assertRefused(List.of(position(ANN, 0, 1, 0, 0)));
        assertRefused(List.of(position(ANN, 1, 0, 0, 0), position(ANN, -1, 0, 0, 0)));
    }

    private void assertRefused(List<Position> positions) {
        SettlementBatch.Metered metered = new SettlementBatch.Metered(Batches.ROOT, Map.of());
        assertThatThrownBy(() ->
                        new SettlementBatch(
                                Batches.AREA,
                                Batches.FIRST,
                                1,
                                Batches.ROOT,
                                metered,
                                positions,
                                List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Position position(
            ParticipantId id, long cashNano, long boughtWh, long soldWh, long exportWh) {
        return new Position(id, Money.ofNano(cashNano), boughtWh, soldWh, exportWh);
    }

    /** Ann sells to Bob at 20 cents. */
    private static IntervalSettlement settlement(int version, long wattHours) {
        Money value = Price.ofCentsPerKwh(20).times(Energy.ofWattHours(wattHours));
        List<SettlementLine> lines =
                List.of(
                        line(1, ANN, BOB, Direction.SOLD, wattHours, value),
                        line(2, BOB, ANN, Direction.BOUGHT, wattHours, value.negated()));
        return IntervalSettlement.of(Batches.AREA, Batches.FIRST, version, lines, Money.ZERO);
    }

    private static SettlementLine line(
            int number,
            ParticipantId participant,
            ParticipantId counterparty,
            Direction direction,
            long wattHours,
            Money amount) {
        return new SettlementLine(
                number,
                participant,
                counterparty,
                LineKind.POOL_ENERGY,
                direction,
                Energy.ofWattHours(wattHours),
                Price.ofCentsPerKwh(20),
                amount,
                Quality.ACTUAL,
                Optional.empty());
    }
}
