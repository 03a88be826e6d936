package energy.peerwatt.web.view;

import energy.peerwatt.book.Level;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.trading.Book;
import energy.peerwatt.web.trading.MadeTrade;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An interval's book.
 *
 * @param feesMicro what a buyer pays on top of the net price
 * @param asks net, lowest first
 * @param bids all-in, highest first
 * @param last the latest trade, null before the first
 */
public record BookView(
        int areaId,
        Instant interval,
        Instant closesAt,
        String state,
        long seq,
        long feesMicro,
        List<LevelView> asks,
        List<LevelView> bids,
        @Nullable LastTrade last) {

    /** All orders with one limit. */
    public record LevelView(long priceMicro, long energyWh, int orders) {

        static LevelView of(Level level) {
            return new LevelView(
                    level.limit().microPerKwh(), level.quantity().wattHours(), level.orders());
        }
    }

    /** The interval's latest trade. */
    public record LastTrade(long energyWh, long priceMicro, Instant at) {

        static LastTrade of(MadeTrade made) {
            return new LastTrade(
                    made.trade().quantity().wattHours(),
                    made.trade().price().microPerKwh(),
                    made.at());
        }
    }

    /**
     * The book as seen now.
     *
     * @param now market time; the engine may close the gate a moment later
     */
    public static BookView of(Area area, Book book, Instant now) {
        Instant gate = area.gateOf(book.interval());
        boolean open = !book.gateClosed() && now.isBefore(gate);
        return new BookView(
                book.area().value(),
                book.interval().start(),
                gate,
                open ? "OPEN" : "CLOSED",
                book.sequence(),
                area.charges().at(book.interval().start()).total().microPerKwh(),
                book.asks().stream().map(LevelView::of).toList(),
                book.bids().stream().map(LevelView::of).toList(),
                book.last().map(LastTrade::of).orElse(null));
    }
}
