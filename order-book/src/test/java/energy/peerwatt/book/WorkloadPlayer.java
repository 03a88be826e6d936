package energy.peerwatt.book;

import energy.peerwatt.market.MarketDesign.Rationing;
import energy.peerwatt.market.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;

/** Plays the commands of a workload on a book and tells all that the book answers. */
final class WorkloadPlayer {

    private record Shown(NewOrder order, long displayed, long priority) {}

    final OrderBook book;
    private final BookWorkload workload;
    private final BookEvents events;
    private final LongConsumer answers;
    private final Quote quote = new Quote();
    private final CallAuction auction;

    /** Opens the workload's contracts. */
    WorkloadPlayer(OrderBook book, BookWorkload workload, BookEvents events, LongConsumer answers) {
        this.book = book;
        this.workload = workload;
        this.events = events;
        this.answers = answers;
        auction = new CallAuction(book);
        for (int i = 0; i < workload.shape.contracts(); i++) {
            answers.accept(book.open(workload.tick(i)));
        }
    }

    /** Plays the workload's current command. */
    void play() {
        MatchScope scope = workload.scope.copy();
        long target = workload.target();
        int contract = workload.contract();
        switch (workload.kind()) {
            case PLACE -> answers.accept(book.place(workload.order, scope, events));
            case CANCEL -> answers.accept(book.cancel(target));
            case REPLACE ->
                    answers.accept(
                            book.replace(
                                    target, workload.amount(), workload.limit(), scope, events));
            case QUOTE -> quote(scope);
            case COLLECT -> answers.accept(book.collect(workload.order, workload.amount(), events));
            case FILL -> fill(target);
            case CLEAR -> clear(contract);
            case CLOSE -> reopen(contract, workload.other());
            case RESTORE -> restore(contract);
            case LOOK -> look(contract);
        }
    }

    private void quote(MatchScope scope) {
        book.quote(workload.order, scope, quote);
        answers.accept(quote.quantity());
        answers.accept(quote.value());
        answers.accept(scope.capacity());
    }

    private void fill(long target) {
        long left = book.left(target);
        answers.accept(left);
        if (left > 0) {
            book.fill(target, Math.min(left, workload.amount()));
        }
    }

    private void clear(int contract) {
        Rationing rationing = contract % 2 == 0 ? Rationing.TIME : Rationing.PRO_RATA;
        auction.meetOwn(contract, workload.amount(), events);
        answers.accept(
                auction.clear(
                        contract, workload.amount(), MatchScope.UNLIMITED, rationing, events));
    }

    private void reopen(int first, int second) {
        book.close(first, events);
        book.close(second, events);
        answers.accept(book.open(workload.tick(second)));
        answers.accept(book.open(workload.tick(first)));
    }

    /** Empties a contract and puts everything back, as shown or in order of priority. */
    private void restore(int contract) {
        List<Shown> shown = new ArrayList<>();
        book.visit(
                contract,
                (order, displayed, priority) ->
                        shown.add(new Shown(copy(order), displayed, priority)));
        if (workload.target() == 0) {
            shown.sort(Comparator.comparingLong(Shown::priority));
        }
        book.close(contract, events);
        answers.accept(book.open(workload.tick(contract)));
        shown.forEach(each -> book.restore(each.order, each.displayed, each.priority));
    }

    private static NewOrder copy(NewOrder order) {
        return new NewOrder()
                .limitOrder(
                        order.id(),
                        order.participant(),
                        order.group(),
                        order.contract(),
                        order.side(),
                        order.quantity(),
                        order.limit())
                .selfTrade(order.selfTrade())
                .postOnly(order.postOnly())
                .clip(order.clip());
    }

    /** Tells all that can be seen of a contract. */
    void look(int contract) {
        answers.accept(book.nextPriority());
        answers.accept(book.size());
        answers.accept(book.size(contract));
        book.visit(contract, this::tell);
        for (Side side : Side.values()) {
            for (Level level : book.levels(contract, side)) {
                answers.accept(level.limit().microPerKwh());
                answers.accept(level.quantity().wattHours());
                answers.accept(level.orders());
            }
            walk(book.cursor(contract, side));
        }
    }

    private void tell(NewOrder order, long displayed, long priority) {
        answers.accept(order.id());
        answers.accept(order.participant());
        answers.accept(order.group());
        answers.accept(order.contract());
        answers.accept(order.side().name().hashCode());
        answers.accept(order.quantity());
        answers.accept(order.limit());
        answers.accept(order.lasting().name().hashCode());
        answers.accept(order.selfTrade().name().hashCode());
        answers.accept(order.postOnly() ? 1 : 0);
        answers.accept(order.minimumFill());
        answers.accept(order.clip());
        answers.accept(displayed);
        answers.accept(priority);
    }

    private void walk(LevelCursor cursor) {
        while (cursor.next()) {
            answers.accept(cursor.limit());
            answers.accept(cursor.quantity());
            while (cursor.nextOrder()) {
                answers.accept(cursor.order());
                answers.accept(cursor.participant());
                answers.accept(cursor.group());
                answers.accept(cursor.orderQuantity());
            }
        }
    }
}
