package energy.peerwatt.web.settling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgreedDocumentsTest {

    private static final AreaId AREA = new AreaId(7);
    private static final DeliveryInterval FIRST =
            DeliveryInterval.quarterHourAt(Instant.parse("2026-06-18T03:00:00Z"));
    private static final Digest OLD = new Digest("0x" + "11".repeat(32));
    private static final Digest NEW = new Digest("0x" + "22".repeat(32));

    private static final int QUARTERS_AHEAD =
            (int) (AgreedDocuments.AHEAD.toMinutes() / Duration.ofMinutes(15).toMinutes());

    /** A chain on which other rules hold from the 40th quarter-hour on. */
    private static final class Decided implements AgreedDocuments.Source {

        private boolean silent;
        private boolean founded = true;
        private Instant fixedBefore = Instant.MAX;
        private int asked;

        @Override
        public Optional<Digest> documentAt(AreaId area, Instant start) {
            if (silent) {
                throw new MarketException(ErrorCode.CHAIN_UNAVAILABLE, "silent");
            }
            asked++;
            boolean old = start.isBefore(FIRST.plus(40).start());
            return founded ? Optional.of(old ? OLD : NEW) : Optional.empty();
        }

        @Override
        public boolean isFixed(Instant start) {
            return start.isBefore(fixedBefore);
        }
    }

    private final Decided chain = new Decided();
    private final AgreedDocuments agreed = new AgreedDocuments(chain);

    @Test
    void settlementGoesOnForTwoDaysWithoutTheChain() {
        assertThat(agreed.at(AREA, FIRST)).contains(OLD);
        lookAhead();
        chain.silent = true;

        assertThat(agreed.at(AREA, FIRST.plus(39))).contains(OLD);
        assertThat(agreed.at(AREA, FIRST.plus(40))).contains(NEW);
        assertThat(agreed.at(AREA, FIRST.plus(QUARTERS_AHEAD - 1))).contains(NEW);
        assertThatThrownBy(() -> agreed.at(AREA, FIRST.plus(QUARTERS_AHEAD)))
                .isInstanceOf(MarketException.class);
        assertThatThrownBy(() -> agreed.at(new AreaId(8), FIRST))
                .isInstanceOf(MarketException.class);
    }

    @Test
    void asksForEachIntervalOnce() {
        agreed.at(AREA, FIRST);
        lookAhead();
        assertThat(chain.asked).isEqualTo(QUARTERS_AHEAD);

        agreed.at(AREA, FIRST.next());
        lookAhead();

        assertThat(chain.asked).isEqualTo(QUARTERS_AHEAD + 1);
    }

    @Test
    void whatADecisionCanStillChangeIsAskedAgain() {
        chain.fixedBefore = FIRST.plus(4).start();
        agreed.at(AREA, FIRST);
        lookAhead();
        chain.silent = true;

        assertThat(agreed.at(AREA, FIRST.plus(3))).contains(OLD);
        assertThatThrownBy(() -> agreed.at(AREA, FIRST.plus(4)))
                .isInstanceOf(MarketException.class);
    }

    @Test
    void anAreaWithoutRulesIsAskedForAgain() {
        chain.founded = false;
        assertThat(agreed.at(AREA, FIRST)).isEmpty();
        lookAhead();
        chain.founded = true;

        assertThat(agreed.at(AREA, FIRST)).contains(OLD);
    }

    @Test
    void aSilentChainIsSaidToBeSo() {
        agreed.at(AREA, FIRST);
        chain.silent = true;

        assertThat(agreed.at(AREA, FIRST)).contains(OLD);
        assertThatThrownBy(() -> agreed.lookAhead(AREA)).isInstanceOf(MarketException.class);
    }

    private void lookAhead() {
        int looks = 0;
        while (agreed.lookAhead(AREA)) {
            assertThat(++looks).isLessThan(QUARTERS_AHEAD);
        }
    }
}
