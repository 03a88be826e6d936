package energy.peerwatt.matching;

import static energy.peerwatt.matching.TestMarket.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineCommand.SetClock;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.EngineEvent.GateClosed;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.EngineEvent.OrderRejected;
import energy.peerwatt.market.EngineEvent.TradeMade;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.Trade;
import energy.peerwatt.market.TradeId;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.util.Random;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EngineCodecTest {

    static Stream<EngineCommand> commands() {
        return Stream.of(
                new SetClock(START.plusNanos(123_456_789), START, 60),
                TestMarket.configure(),
                TestMarket.sell(101, Long.MIN_VALUE, 5, -70),
                TestMarket.buy(Long.MAX_VALUE, Long.MAX_VALUE, 5, 70),
                TestMarket.cancel(101, -1),
                new AcknowledgeEvents(7));
    }

    static Stream<EngineEvent> events() {
        ParticipantId member = new ParticipantId(101);
        Trade trade =
                new Trade(
                        new TradeId(1),
                        TestMarket.AREA,
                        TestMarket.interval(1),
                        member,
                        new ParticipantId(102),
                        new OrderId(3),
                        new OrderId(4),
                        Energy.ofWattHours(5),
                        Price.ofMicroPerKwh(-6));
        return Stream.of(
                new OrderAccepted(1, START, new OrderId(1), TestMarket.sell(101, 1, 5, 70)),
                new OrderRejected(2, START.plusMillis(1), member, 2, RejectReason.BUSY),
                new TradeMade(3, START, trade),
                new OrderCancelled(
                        4,
                        START,
                        new OrderId(1),
                        member,
                        1,
                        Energy.ofWattHours(5),
                        CancelReason.SELF_TRADE),
                new GateClosed(5, START, new AreaId(Integer.MAX_VALUE), TestMarket.interval(-1)));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void readsTheCommandItWrote(EngineCommand command) {
        WireWriter out = new WireWriter();
        EngineCodec.write(out, command);

        assertThat(EngineCodec.readCommand(reader(out))).isEqualTo(command);
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsTheEventItWrote(EngineEvent event) {
        WireWriter out = new WireWriter();
        EngineCodec.write(out, event);

        assertThat(EngineCodec.readEvent(reader(out))).isEqualTo(event);
    }

    @ParameterizedTest
    @EnumSource(RejectReason.class)
    void knowsEveryReason(RejectReason reason) {
        WireWriter out = new WireWriter().name(reason);

        assertThat(reader(out).name(RejectReason.class)).isEqualTo(reason);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void refusesATruncatedCommand(EngineCommand command) {
        WireWriter out = new WireWriter();
        EngineCodec.write(out, command);

        for (int length = 0; length < out.length(); length++) {
            WireReader truncated = new WireReader(out.buffer(), 0, length);
            assertThatThrownBy(() -> EngineCodec.readCommand(truncated))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Foreign bytes give a command or an IllegalArgumentException, nothing else. */
    @Test
    void survivesForeignBytes() {
        Random random = new Random(1);
        int understood = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = (byte) random.nextInt(7);
            }
            understood += isCommand(bytes) ? 1 : 0;
        }
        assertThat(understood).isPositive();
    }

    private static boolean isCommand(byte[] bytes) {
        try {
            EngineCodec.readCommand(new WireReader(new UnsafeBuffer(bytes), 0, bytes.length));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static WireReader reader(WireWriter out) {
        return new WireReader(out.buffer(), 0, out.length());
    }
}
