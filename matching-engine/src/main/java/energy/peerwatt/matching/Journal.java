package energy.peerwatt.matching;

import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.RejectReason;

/**
 * Says what happens: every event is encoded straight into the log of retained events, and the
 * command's own one is its answer.
 */
final class Journal {

    private final EventLog log;
    private final EventEncoder events;

    /** Of events that are answers only: each takes the place of the one before. */
    private final EventEncoder unkept = new EventEncoder(new EventLog(1));

    private final SequencedClock clock;
    private final Participants participants;
    private final Answer answer = new Answer();

    /** Number of the latest trade. */
    private long lastTrade;

    Journal(EventLog log, SequencedClock clock, Participants participants) {
        this.log = log;
        this.events = new EventEncoder(log);
        this.clock = clock;
        this.participants = participants;
    }

    EventLog log() {
        return log;
    }

    Answer answer() {
        return answer;
    }

    boolean isFull() {
        return log.isFull();
    }

    /** The order, block or basket was taken. */
    void accepted(Order order, CommandView command) {
        order.acceptedAt = clock.now();
        events.at(order.acceptedAt).accepted(order.id, command);
        order.acceptedSequence = log.lastSequence();
        answer.event(log);
    }

    /**
     * The command was taken before: answers it with the event of the first, which has no effect.
     */
    void acceptedBefore(Order order, CommandView command) {
        unkept(order.acceptedSequence).at(order.acceptedAt).accepted(order.id, command);
        answer.event(unkept.log());
    }

    private EventEncoder unkept(long sequence) {
        unkept.log().restart(sequence - 1);
        return unkept;
    }

    /** A rejection is kept like every event, unless nothing more can be kept. */
    void rejected(long participantId, long clientOrderId, RejectReason reason) {
        EventEncoder target = log.isFull() ? unkept(0) : events;
        target.at(clock.now())
                .orderRejected()
                .participant(participantId)
                .clientOrderId(clientOrderId)
                .reason(WireCodes.REJECT_REASON.code(reason));
        answer.event(target.log());
    }

    void traded(
            OpenInterval seller,
            OpenInterval buyer,
            long sellOrder,
            int sells,
            long buyOrder,
            int buys,
            long quantity,
            long price) {
        lastTrade++;
        events.at(clock.now())
                .traded(
                        lastTrade,
                        seller.startSeconds,
                        participants.id(sells),
                        participants.id(buys),
                        sellOrder,
                        buyOrder,
                        quantity,
                        price,
                        seller.area.id,
                        buyer.area.id,
                        seller.area.intervalLength);
    }

    /** All that was left of an order left the market. */
    void cancelled(Order order, long remaining, CancelReason reason) {
        events.at(clock.now())
                .cancelled(
                        order.id,
                        order.participantId,
                        order.clientOrderId,
                        remaining,
                        WireCodes.CANCEL_REASON.code(reason));
    }

    void reduced(Order order, long by, long left, CancelReason reason) {
        events.at(clock.now())
                .orderReduced()
                .order(order.id)
                .participant(order.participantId)
                .clientOrderId(order.clientOrderId)
                .by(by)
                .left(left)
                .reason(WireCodes.CANCEL_REASON.code(reason));
    }

    void replaced(Order order, long quantity, long limit) {
        events.at(clock.now())
                .replaced(order.id, order.participantId, order.clientOrderId, quantity, limit);
        answer.event(log);
    }

    void callCleared(OpenInterval interval, long price, long volume) {
        events.at(clock.now())
                .callCleared()
                .intervalStart(interval.startSeconds)
                .price(price)
                .volume(volume)
                .area(interval.area.id)
                .intervalLength(interval.area.intervalLength);
    }

    void gateClosed(Area area, long index) {
        events.at(clock.now())
                .gateClosed()
                .intervalStart(area.startSecondsOf(index))
                .area(area.id)
                .intervalLength(area.intervalLength);
    }

    /** The event told last is what the sender is answered. */
    void answerWithLatest() {
        answer.event(log);
    }

    void write(StateWriter out) {
        out.int64(lastTrade);
        log.write(out);
    }

    void read(WireReader in) {
        lastTrade = in.int64();
        log.read(in);
    }
}
