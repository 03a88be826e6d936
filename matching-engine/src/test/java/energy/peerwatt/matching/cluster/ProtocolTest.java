package energy.peerwatt.matching.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.book.LadderOrderBook;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.OrderRejected;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.matching.EngineCodec;
import energy.peerwatt.matching.MatchingEngine;
import energy.peerwatt.matching.TestMarket;
import energy.peerwatt.matching.cluster.Protocol.Message;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProtocolTest {

    private static final long SEED = 201;

    private final MutableDirectBuffer request = new ExpandableArrayBuffer();
    private final RequestView view = new RequestView();
    private final NodeMessage message = new NodeMessage();
    private final MatchingEngine engine = new MatchingEngine(new LadderOrderBook(), 1_000_000);

    @Test
    void carriesACommand() {
        EngineCommand command = TestMarket.sell(101, 1, 5, 70);
        int length = encodeCommand(-7, command);

        assertThat(view.wrap(request, 0, length)).isTrue();
        assertThat(view.isCommand()).isTrue();
        assertThat(view.correlation()).isEqualTo(-7);
        assertThat(EngineCodec.decodeCommand(request, view.commandOffset(), view.commandLength()))
                .isEqualTo(command);
    }

    @Test
    void carriesARequestForEvents() {
        int length = Protocol.encodeEventsRequest(request, Long.MAX_VALUE);

        assertThat(view.wrap(request, 0, length)).isTrue();
        assertThat(view.isCommand()).isFalse();
        assertThat(view.after()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void carriesAMembersReportOfItsState() {
        int length = Protocol.encodeStateReport(request, 2, 1_000_000, -5);

        assertThat(view.wrap(request, 0, length)).isTrue();
        assertThat(view.isCommand()).isFalse();
        assertThat(view.isStateReport()).isTrue();
        assertThat(view.stateReport().member()).isEqualTo(2);
        assertThat(view.stateReport().commands()).isEqualTo(1_000_000);
        assertThat(view.stateReport().stateHash()).isEqualTo(-5);
    }

    @Test
    void carriesTheEventOfACommand() {
        EngineEvent event =
                new OrderRejected(
                        0,
                        TestMarket.START,
                        TestMarket.sell(101, 1, 5, 70).participant(),
                        1,
                        RejectReason.BUSY);
        MutableDirectBuffer encoded = new ExpandableArrayBuffer();
        int length = EngineCodec.encode(event, encoded, 3);

        message.reply(7, encoded, 3, length);

        assertThat(decoded()).isEqualTo(new Message.Reply(7, new EngineReply.Answered(event)));
    }

    @Test
    void saysThatACommandIsDone() {
        message.done(Long.MIN_VALUE);

        assertThat(decoded()).isEqualTo(new Message.Reply(Long.MIN_VALUE, new EngineReply.Done()));
    }

    @ParameterizedTest
    @EnumSource(RejectReason.class)
    void saysWhyACommandIsRefused(RejectReason reason) {
        message.refused(7, reason);

        assertThat(decoded()).isEqualTo(new Message.Reply(7, new EngineReply.Refused(reason)));
    }

    @Test
    void saysThatThereAreNoEvents() {
        assertThat(message.events(engine.retained(), 0)).isZero();

        Message.Events none = (Message.Events) decoded();
        assertThat(none.firstRetained()).isEqualTo(1);
        assertThat(none.latest()).isZero();
        assertThat(none.events().count()).isZero();
    }

    @Test
    void carriesAllEventsInSeveralMessages() {
        List<EngineEvent> all = rejections(1_000);

        List<EngineEvent> received = new ArrayList<>();
        long after = 0;
        int messages = 0;
        while (after < all.size()) {
            after = message.events(engine.retained(), after);
            assertThat(message.length()).isLessThan(32 * 1024);
            Message.Events events = (Message.Events) decoded();
            assertThat(events.latest()).isEqualTo(all.size());
            assertThat(events.events().firstSequence()).isEqualTo(received.size() + 1);
            events.events().from(0).forEachRemaining(received::add);
            assertThat(received).hasSize((int) after);
            messages++;
        }

        assertThat(received).isEqualTo(all);
        assertThat(messages).isBetween(2, 10);
    }

    @Test
    void beginsWithTheOldestEventThatIsKept() {
        List<EngineEvent> all = rejections(10);
        engine.apply(0, new EngineCommand.AcknowledgeEvents(4));

        message.events(engine.retained(), 2);

        Message.Events events = (Message.Events) decoded();
        assertThat(events.firstRetained()).isEqualTo(5);
        assertThat(events.events().from(0).next()).isEqualTo(all.get(4));
    }

    @Test
    void skipsTheFirstEvents() {
        List<EngineEvent> all = rejections(10);
        message.events(engine.retained(), 0);

        Message.Events events = (Message.Events) decoded();
        List<EngineEvent> received = new ArrayList<>();
        events.events().from(7).forEachRemaining(received::add);
        assertThat(received).isEqualTo(all.subList(7, 10));
    }

    @Test
    void answersNewerClientsThatTheirCommandIsMalformed() {
        EngineCommand command = TestMarket.sell(101, 1, 5, 70);
        int length = encodeCommand(7, command);
        request.putShort(6, (short) 2, ByteOrder.LITTLE_ENDIAN);
        request.putShort(8 + 8 + 2 + 6, (short) 2, ByteOrder.LITTLE_ENDIAN);

        assertThat(view.wrap(request, 0, length)).isTrue();
        assertThat(view.correlation()).isEqualTo(7);
        var answer = engine.apply(0, request, view.commandOffset(), view.commandLength());
        assertThat(answer.reason()).isEqualTo(RejectReason.MALFORMED);
    }

    @Test
    void takesAReplyItDoesNotUnderstandAsUnknown() {
        message.refused(7, RejectReason.BUSY);
        MutableDirectBuffer changed = new UnsafeBuffer(bytes(message.buffer(), message.length()));
        changed.putByte(16, (byte) 200);

        Message.Reply reply = (Message.Reply) Protocol.decode(changed, 0, message.length());
        assertThat(reply.correlation()).isEqualTo(7);
        assertThat(reply.reply()).isInstanceOf(EngineReply.Unknown.class);
    }

    /** As in wire-form-2.txt: never changed, only added to. */
    @Test
    void keepsTheFormThatWasPublished() {
        rejections(1);
        EngineCommand command = new EngineCommand.AcknowledgeEvents(2);

        assertThat(hex(request, encodeCommand(1, command)))
                .isEqualTo("0800c900951102000100000000000000100008000f00951102000200000000000000");
        assertThat(hex(request, Protocol.encodeEventsRequest(request, 1)))
                .isEqualTo("0800ca00951102000100000000000000");
        assertThat(hex(request, Protocol.encodeStateReport(request, 1, 2, 3)))
                .isEqualTo("1400cb00951102000100000002000000000000000300000000000000");
        message.reply(1, EngineCodec.encode(command), 0, 16);
        assertThat(hex(message.buffer(), message.length()))
                .isEqualTo("0800fb00951102000100000000000000100008000f00951102000200000000000000");
        message.done(1);
        assertThat(hex(message.buffer(), message.length()))
                .isEqualTo("0800fc00951102000100000000000000");
        message.refused(1, RejectReason.TOO_MANY);
        assertThat(hex(message.buffer(), message.length()))
                .isEqualTo("0900fd0095110200010000000000000010");
        message.events(engine.retained(), 0);
        assertThat(hex(message.buffer(), message.length()))
                .isEqualTo(
                        "1000fe009511020001000000000000000100000000000000"
                                + "000001290021006b009511020001000000000000000000000000000000"
                                + "6500000000000000010000000000000000");
    }

    /** Foreign bytes are a message or refused, and nothing else happens. */
    @Test
    void takesOrRefusesDamagedMessages() {
        Random random = new Random(SEED);
        rejections(5);
        int taken = 0;
        int refused = 0;
        for (byte[] example : examples()) {
            for (int i = 0; i < 20_000; i++) {
                byte[] bytes = Arrays.copyOf(example, example.length - random.nextInt(3));
                for (int flips = random.nextInt(4); flips > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                DirectBuffer buffer = new UnsafeBuffer(bytes);
                if (view.wrap(buffer, 0, bytes.length) && view.isCommand()) {
                    assertThat(view.commandOffset() + view.commandLength())
                            .as("seed %d", SEED)
                            .isLessThanOrEqualTo(bytes.length);
                    engine.apply(0, buffer, view.commandOffset(), view.commandLength());
                }
                if (isTaken(buffer)) {
                    taken++;
                } else {
                    refused++;
                }
            }
        }
        assertThat(taken).isPositive();
        assertThat(refused).isPositive();
    }

    private static boolean isTaken(DirectBuffer buffer) {
        try {
            if (Protocol.decode(buffer, 0, buffer.capacity()) instanceof Message.Events events) {
                events.events().from(0).forEachRemaining(_ -> {});
            }
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private List<byte[]> examples() {
        List<byte[]> examples = new ArrayList<>();
        examples.add(bytes(request, encodeCommand(1, TestMarket.sell(101, 1, 5, 70))));
        examples.add(bytes(request, Protocol.encodeStateReport(request, 1, 2, 3)));
        examples.add(bytes(request, Protocol.encodeEventsRequest(request, 1)));
        message.events(engine.retained(), 0);
        examples.add(bytes(message.buffer(), message.length()));
        message.reply(
                1,
                engine.retained().buffer(1),
                engine.retained().offset(1),
                engine.retained().length(1));
        examples.add(bytes(message.buffer(), message.length()));
        message.refused(1, RejectReason.BUSY);
        examples.add(bytes(message.buffer(), message.length()));
        message.done(1);
        examples.add(bytes(message.buffer(), message.length()));
        return examples;
    }

    @Test
    void refusesWhatIsNoMessage() {
        UnsafeBuffer nothing = new UnsafeBuffer(new byte[100]);
        for (int length = 0; length <= 100; length++) {
            int tried = length;
            assertThat(view.wrap(nothing, 0, tried)).isFalse();
            assertThatThrownBy(() -> Protocol.decode(nothing, 0, tried))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Orders of an unknown area; returns the rejections. */
    private List<EngineEvent> rejections(int count) {
        for (int i = 1; i <= count; i++) {
            engine.apply(0, TestMarket.sell(101, i, 5, 70));
        }
        return engine.retainedAfter(0, count);
    }

    private int encodeCommand(long correlation, EngineCommand command) {
        MutableDirectBuffer encoded = Protocol.encodeCommand(command);
        Protocol.correlation(encoded, correlation);
        request.putBytes(0, encoded, 0, encoded.capacity());
        return encoded.capacity();
    }

    private Message decoded() {
        return Protocol.decode(message.buffer(), 0, message.length());
    }

    private static String hex(DirectBuffer buffer, int length) {
        return HexFormat.of().formatHex(bytes(buffer, length));
    }

    private static byte[] bytes(DirectBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
