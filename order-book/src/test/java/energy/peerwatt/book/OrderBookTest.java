package energy.peerwatt.book;

/** What every {@link OrderBook} does. */
abstract class OrderBookTest
        implements MatchingRules,
                ScopeRules,
                KindRules,
                OwnOrderRules,
                IcebergRules,
                ReplaceRules,
                QuoteRules,
                CallPhaseRules,
                LifeRules {

    private final BookStage stage = new BookStage(newBook());

    /** An empty book. */
    abstract OrderBook newBook();

    @Override
    public BookStage stage() {
        return stage;
    }
}
