package energy.peerwatt.matching;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.PlaceBasket;
import energy.peerwatt.market.EngineCommand.PlaceBlock;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.BasketAccepted;
import energy.peerwatt.market.EngineEvent.BlockAccepted;
import energy.peerwatt.market.EngineEvent.CallCleared;
import energy.peerwatt.market.EngineEvent.GateClosed;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.EngineEvent.OrderReduced;
import energy.peerwatt.market.EngineEvent.OrderRejected;
import energy.peerwatt.market.EngineEvent.OrderReplaced;
import energy.peerwatt.market.EngineEvent.TradeMade;
import energy.peerwatt.market.Trade;
import energy.peerwatt.time.DeliveryInterval;
import java.lang.management.ManagementFactory;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventEncoderTest {

    private final CommandView view = new CommandView();

    @ParameterizedTest
    @MethodSource("energy.peerwatt.matching.WireFormTest#events")
    void encodesTheEventFromNumbers(EngineEvent event) {
        EventLog log = new EventLog(1);
        log.restart(event.sequence() - 1);
        EventEncoder encoder = new EventEncoder(log).at(WireTime.nanos(event.at()));

        encode(encoder, event);

        assertThat(EngineCodec.decodeEvent(log.tail(), log.latestOffset(), log.latestLength()))
                .isEqualTo(event);
    }

    @Test
    void numbersTheEventsOfALog() {
        EventLog log = new EventLog(10);
        EventEncoder encoder = new EventEncoder(log).at(WireTime.nanos(WireExamples.AT));

        for (EngineEvent event : WireExamples.events()) {
            encode(encoder, event);

            long sequence = log.lastSequence();
            EngineEvent kept =
                    EngineCodec.decodeEvent(
                            log.buffer(sequence), log.offset(sequence), log.length(sequence));
            assertThat(kept.sequence()).isEqualTo(sequence);
            assertThat(kept).usingRecursiveComparison().ignoringFields("sequence").isEqualTo(event);
        }
        assertThat(log.size()).isEqualTo(WireExamples.events().size());
    }

    /** Looking at commands, appending, reading and acknowledging events. */
    @Test
    void allocatesNothing() {
        MutableDirectBuffer command = new UnsafeBuffer(new byte[200]);
        int length = EngineCodec.encode(TestMarket.sell(101, 1, 5, 70), command, 0);
        EventLog log = new EventLog(100_000);
        EventEncoder encoder = new EventEncoder(log);
        // Until there are as many chunks as are ever needed.
        run(50_000, command, length, log, encoder);

        long before = allocatedBytes();
        long sum = run(200_000, command, length, log, encoder);
        long allocated = allocatedBytes() - before;

        assertThat(sum).isPositive();
        assertThat(allocated).isLessThan(4096);
    }

    private long run(
            int rounds,
            MutableDirectBuffer command,
            int length,
            EventLog log,
            EventEncoder encoder) {
        long sum = 0;
        for (int i = 0; i < rounds; i++) {
            sum += view.wrap(command, 0, length) ? 1 : 0;
            encoder.at(i).accepted(i + 1L, view);
            encoder.traded(1, 0, 1, 2, 3, 0, 0, 0, 0, 0, 0);
            long sequence = log.lastSequence();
            sum += log.offset(sequence) + log.length(sequence);
            sum += log.buffer(sequence).getByte(log.offset(sequence));
            if (log.size() >= 4_000) {
                log.acknowledge(sequence - 100);
            }
        }
        return sum;
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    private void encode(EventEncoder encoder, EngineEvent event) {
        switch (event) {
            case OrderAccepted(_, _, var order, PlaceOrder command) ->
                    encoder.accepted(order.value(), view(command));
            case BlockAccepted(_, _, var order, PlaceBlock command) ->
                    encoder.accepted(order.value(), view(command));
            case BasketAccepted(_, _, var order, PlaceBasket command) ->
                    encoder.accepted(order.value(), view(command));
            case OrderReplaced replaced ->
                    encoder.replaced(
                            replaced.order().value(),
                            replaced.participant().value(),
                            replaced.clientOrderId(),
                            replaced.quantity().wattHours(),
                            replaced.limit().microPerKwh());
            case OrderReduced reduced ->
                    encoder.orderReduced()
                            .order(reduced.order().value())
                            .participant(reduced.participant().value())
                            .clientOrderId(reduced.clientOrderId())
                            .by(reduced.by().wattHours())
                            .left(reduced.left().wattHours())
                            .reason(WireCodes.CANCEL_REASON.code(reduced.reason()));
            case CallCleared cleared ->
                    encoder.callCleared()
                            .intervalStart(start(cleared.interval()))
                            .price(cleared.price().microPerKwh())
                            .volume(cleared.volume().wattHours())
                            .area(cleared.area().value())
                            .intervalLength(seconds(cleared.interval()));
            case OrderRejected rejected ->
                    encoder.orderRejected()
                            .participant(rejected.participant().value())
                            .clientOrderId(rejected.clientOrderId())
                            .reason(WireCodes.REJECT_REASON.code(rejected.reason()));
            case TradeMade(_, _, Trade trade) -> encode(encoder, trade);
            case OrderCancelled cancelled ->
                    encoder.cancelled(
                            cancelled.order().value(),
                            cancelled.participant().value(),
                            cancelled.clientOrderId(),
                            cancelled.remaining().wattHours(),
                            WireCodes.CANCEL_REASON.code(cancelled.reason()));
            case GateClosed closed ->
                    encoder.gateClosed()
                            .intervalStart(start(closed.interval()))
                            .area(closed.area().value())
                            .intervalLength(seconds(closed.interval()));
        }
    }

    private static void encode(EventEncoder encoder, Trade trade) {
        encoder.traded(
                trade.id().value(),
                start(trade.interval()),
                trade.seller().value(),
                trade.buyer().value(),
                trade.sellOrder().value(),
                trade.buyOrder().value(),
                trade.quantity().wattHours(),
                trade.price().microPerKwh(),
                trade.area().value(),
                trade.buyerArea().value(),
                seconds(trade.interval()));
    }

    private CommandView view(EngineCommand command) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int length = EngineCodec.encode(command, buffer, 3);
        assertThat(view.wrap(buffer, 3, length)).isTrue();
        return view;
    }

    private static long start(DeliveryInterval interval) {
        return interval.start().getEpochSecond();
    }

    private static int seconds(DeliveryInterval interval) {
        return (int) interval.length().toSeconds();
    }
}
