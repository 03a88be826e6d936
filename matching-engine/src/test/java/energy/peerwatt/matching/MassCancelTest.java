package energy.peerwatt.matching;

import static energy.peerwatt.matching.TestMarket.AREA;
import static energy.peerwatt.matching.TestMarket.buy;
import static energy.peerwatt.matching.TestMarket.in;
import static energy.peerwatt.matching.TestMarket.interval;
import static energy.peerwatt.matching.TestMarket.rules;
import static energy.peerwatt.matching.TestMarket.sell;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.EngineCommand.CancelOrders;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.PlaceBlock;
import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Orders 1 to 8, in this sequence: of 101 and 102, in areas 1 and 2, intervals 9 and 8. */
@ParameterizedClass
@EnumSource(TestBook.class)
class MassCancelTest {

    private static final AreaId TWO = new AreaId(2);

    @Parameter private TestBook book = TestBook.REFERENCE;

    private TestEngine test = TestEngine.open(book);

    @BeforeEach
    void placeOrders() {
        test = TestEngine.open(book);
        test.accept(new ConfigureArea(rules(TWO, Price.ZERO)));
        long id = 0;
        for (long number : new long[] {9, 8}) {
            for (AreaId area : new AreaId[] {AREA, TWO}) {
                for (long participant : new long[] {101, 102}) {
                    id++;
                    test.accept(in(sell(participant, id, 10, 500), area, interval(number)));
                }
            }
        }
    }

    @Test
    void ofAParticipantInTheOrderOfTheirNumbers() {
        test.accept(new CancelOrders(new ParticipantId(101), null));

        assertCancelled(1, 3, 5, 7);
    }

    @Test
    void ofAnAreaInTheOrderOfTheirNumbers() {
        test.accept(new CancelOrders(null, TWO));

        assertCancelled(3, 4, 7, 8);
    }

    @Test
    void ofAParticipantInAnArea() {
        test.accept(new CancelOrders(new ParticipantId(102), AREA));

        assertCancelled(2, 6);
    }

    @Test
    void leavesOutWhatIsGone() {
        test.accept(TestMarket.cancel(101, 3));
        test.accept(buy(201, 20, 5, 1_000));
        test.events.clear();

        test.accept(new CancelOrders(new ParticipantId(101), null));
        test.accept(new CancelOrders(new ParticipantId(101), null));

        assertCancelled(1, 5, 7);
        assertThat(test.all(OrderCancelled.class).get(1).remaining())
                .isEqualTo(Energy.ofWattHours(5));
    }

    @Test
    void takesWaitingBlocksToo() {
        test.accept(
                new PlaceBlock(
                        new ParticipantId(101),
                        30,
                        AREA,
                        interval(8),
                        3,
                        Side.SELL,
                        Energy.ofWattHours(10),
                        Price.ofMicroPerKwh(700)));
        test.accept(new CancelOrders(null, AREA));

        assertCancelled(1, 2, 5, 6, 9);
        assertThat(test.all(OrderCancelled.class).getLast().remaining())
                .isEqualTo(Energy.ofWattHours(30));
    }

    @Test
    void ofNobodyIsNothingAndOfNoAreaRefused() {
        test.accept(new CancelOrders(new ParticipantId(999), null));
        test.refuse(RejectReason.UNKNOWN_AREA, new CancelOrders(null, new AreaId(9)));
        test.refuse(
                RejectReason.UNKNOWN_AREA, new CancelOrders(new ParticipantId(101), new AreaId(9)));

        assertThat(test.all(OrderCancelled.class)).isEmpty();
    }

    private void assertCancelled(long... numbers) {
        assertThat(test.all(OrderCancelled.class))
                .extracting(cancelled -> cancelled.order().value())
                .containsExactly(Arrays.stream(numbers).boxed().toArray(Long[]::new));
        assertThat(test.all(OrderCancelled.class))
                .allMatch(cancelled ->
                        cancelled.reason() == CancelReason.BY_MASS_CANCEL
                                || cancelled.reason() == CancelReason.BY_PARTICIPANT);
    }
}
