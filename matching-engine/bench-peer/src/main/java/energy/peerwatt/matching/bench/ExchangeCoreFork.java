package energy.peerwatt.matching.bench;

import java.io.IOException;

/** Measures exchange-core's OrderBookDirectImpl: {@code MEASUREMENT FILE}. */
final class ExchangeCoreFork {

    private ExchangeCoreFork() {}

    public static void main(String[] args) throws IOException {
        Fork.run(args, new ExchangeCoreBooks());
    }
}
