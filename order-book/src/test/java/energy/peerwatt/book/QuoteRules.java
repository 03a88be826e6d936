package energy.peerwatt.book;

import static energy.peerwatt.book.MatchScope.WHOLE_ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.book.NewOrder.Lasting;
import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import org.junit.jupiter.api.Test;

/** What an order could trade, without doing it. */
interface QuoteRules extends BookRules {

    private void assertQuote(NewOrder order, MatchScope scope, long quantity, long value) {
        Quote quote = stage().quote(order, scope);
        assertThat(quote.quantity()).as("quantity").isEqualTo(quantity);
        assertThat(quote.value()).as("value").isEqualTo(value);
    }

    @Test
    default void quotesNothingInAnEmptyBook() {
        assertQuote(stage().buyer(1, 10, 20), BookStage.scope(0), 0, 0);
    }

    @Test
    default void quotesUpToTheLimit() {
        stage().sell(1, 10, 10);
        stage().sell(2, 10, 20);
        stage().sell(3, 10, 25);

        assertQuote(stage().buyer(4, 100, 20), BookStage.scope(0), 20, 300);
        assertQuote(stage().buyer(4, 100, 5), BookStage.scope(0), 0, 0);
    }

    @Test
    default void quotesUpToTheQuantity() {
        stage().buy(1, 10, 30);
        stage().buy(2, 10, 20);

        assertQuote(stage().seller(4, 15, -100), BookStage.scope(0), 15, 400);
    }

    @Test
    default void buyersAreQuotedWithTheOffset() {
        stage().book.open(BookStage.TICK);
        stage().rest(Side.SELL, 1, 0, 10, 10);
        stage().rest(Side.SELL, 2, 1, 10, 5);

        assertQuote(
                stage().buyer(3, 15, 20),
                new MatchScope().add(0, 3, WHOLE_ORDER).add(1, 11, WHOLE_ORDER),
                15,
                10 * 13 + 5 * 16);
    }

    @Test
    default void sellersAreQuotedLessTheOffset() {
        stage().book.open(BookStage.TICK);
        stage().rest(Side.BUY, 1, 0, 10, 10);
        stage().rest(Side.BUY, 2, 1, 10, 15);

        assertQuote(
                stage().seller(3, 15, -20),
                new MatchScope().add(0, -3, WHOLE_ORDER).add(1, 11, WHOLE_ORDER),
                15,
                10 * 13 + 5 * 4);
    }

    @Test
    default void quotesChangeNothing() {
        stage().place(stage().seller(1, 25, 20).clip(10));
        stage().sell(2, 10, 20);
        stage().sell(3, 10, 20);
        MatchScope scope = BookStage.scope(0).capacity(40);
        NewOrder order = stage().buyer(2, 40, 20).selfTrade(SelfTradePrevention.CANCEL_OLDEST);

        assertQuote(order, scope, 35, 700);
        assertQuote(order, scope, 35, 700);

        assertThat(scope.capacity()).isEqualTo(40);
        assertThat(stage().rests()).containsExactly("1: 10+15 at 20", "2: 10 at 20", "3: 10 at 20");
        assertThat(stage().book.nextPriority()).isEqualTo(4);
        assertThat(stage().told()).isEmpty();
    }

    @Test
    default void quotesRespectCapacities() {
        stage().book.open(BookStage.TICK);
        stage().book.open(BookStage.TICK);
        stage().rest(Side.SELL, 1, 0, 10, 10);
        stage().rest(Side.SELL, 2, 1, 10, 15);
        stage().rest(Side.SELL, 3, 2, 10, 20);
        MatchScope scope = new MatchScope().capacity(17);
        int link = scope.addPool(12);
        scope.add(0, 0, link).add(1, 0, link).add(2, 0, WHOLE_ORDER);

        assertQuote(stage().buyer(4, 30, 30), scope, 17, 10 * 10 + 2 * 15 + 5 * 20);
        assertThat(scope.capacityOf(0)).isEqualTo(12);
        assertThat(scope.capacity()).isEqualTo(17);
    }

    @Test
    default void quotesStopAtTheFirstOwnOrder() {
        stage().sell(1, 10, 10);
        stage().sell(2, 10, 15);
        stage().sell(3, 10, 20);

        for (SelfTradePrevention rule : SelfTradePrevention.values()) {
            boolean passesOver = rule == SelfTradePrevention.CANCEL_OLDEST;
            assertQuote(
                    stage().buyer(2, 40, 30).selfTrade(rule),
                    BookStage.scope(0),
                    passesOver ? 20 : 10,
                    passesOver ? 300 : 100);
        }
    }

    @Test
    default void hiddenPartsBehindAnOwnOrderAreNotCounted() {
        stage().place(stage().seller(1, 30, 20).clip(10));
        stage().sell(2, 10, 20);
        stage().sell(3, 10, 20);

        assertQuote(stage().buyer(2, 50, 20), BookStage.scope(0), 10, 200);
        assertQuote(
                stage().buyer(2, 50, 20).selfTrade(SelfTradePrevention.CANCEL_OLDEST),
                BookStage.scope(0),
                40,
                800);
        assertQuote(
                stage().buyer(2, 50, 20).selfTrade(SelfTradePrevention.DECREMENT),
                BookStage.scope(0).trusted(new int[] {1}),
                30,
                600);
    }

    @Test
    default void trustDecidesWhatComesBeforeAnOwnOrder() {
        stage().book.open(BookStage.TICK);
        stage().sell(2, 10, 20);
        stage().sell(1, 10, 20);
        stage().rest(Side.SELL, 3, 1, 10, 15);
        MatchScope scope = new MatchScope().add(0, 0, WHOLE_ORDER).add(1, 5, WHOLE_ORDER);

        assertQuote(stage().buyer(2, 50, 20), scope, 0, 0);
        assertQuote(stage().buyer(2, 50, 20), scope.trusted(new int[] {3}), 10, 200);
        assertQuote(stage().buyer(2, 50, 20), scope.trusted(new int[] {1, 3}), 20, 400);
    }

    @Test
    default void anOwnOrderWithoutCapacityDoesNotStopAQuote() {
        stage().book.open(BookStage.TICK);
        stage().rest(Side.SELL, 2, 1, 10, 10);
        stage().rest(Side.SELL, 1, 0, 10, 20);
        MatchScope scope = new MatchScope().add(0, 0, WHOLE_ORDER);
        scope.add(1, 0, scope.addPool(0));

        assertQuote(stage().buyer(2, 50, 20), scope, 10, 200);
    }

    @Test
    default void lastingPostOnlyAndMinimumDoNotMatter() {
        stage().sell(1, 10, 20);

        assertQuote(
                stage().buyer(2, 50, 20)
                        .lasting(Lasting.FILL_OR_KILL)
                        .postOnly(true)
                        .minimumFill(50)
                        .clip(5),
                BookStage.scope(0),
                10,
                200);
    }

    @Test
    default void aQuoteObjectIsUsedAgain() {
        stage().sell(1, 10, 20);
        Quote quote = new Quote();
        stage().book.quote(stage().buyer(2, 10, 20), BookStage.scope(0), quote);

        stage().book.quote(stage().buyer(2, 3, 20), BookStage.scope(0), quote);

        assertThat(quote.quantity()).isEqualTo(3);
        assertThat(quote.value()).isEqualTo(60);
    }

    @Test
    default void valuesMayBeNegative() {
        stage().sell(1, 10, -20);
        stage().buy(2, 10, -25);

        assertQuote(stage().buyer(3, 10, 0), BookStage.scope(0), 10, -200);
        assertQuote(stage().seller(4, 10, -100), BookStage.scope(0), 10, -250);
    }
}
