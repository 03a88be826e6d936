package energy.peerwatt.web.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.web.config.MarketConfig;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class FailureLimitTest {

    private static final String HERE = "192.0.2.1";
    private static final String THERE = "198.51.100.7";

    private final AtomicLong nanos = new AtomicLong(-5);
    private final FailureLimit limit = new FailureLimit(new Limits(), nanos::get);

    /** Two for a login from one address, four from an address, five for a login in ten minutes. */
    private record Limits() implements MarketConfig.Accounts {
        @Override
        public Duration sessionIdle() {
            return Duration.ZERO;
        }

        @Override
        public Duration sessionLongest() {
            return Duration.ZERO;
        }

        @Override
        public int failuresPerLogin() {
            return 2;
        }

        @Override
        public int failuresPerAddress() {
            return 4;
        }

        @Override
        public int failuresInAll() {
            return 5;
        }

        @Override
        public Duration failuresWithin() {
            return Duration.ofMinutes(10);
        }
    }

    private void refuses(String login, String address, Duration wait) {
        assertThatThrownBy(() -> limit.attempt(login, address))
                .asInstanceOf(InstanceOfAssertFactories.type(TooManyFailures.class))
                .extracting(TooManyFailures::waitFor)
                .isEqualTo(wait);
    }

    /** And it is wrong. */
    private void allows(String login, String address) {
        assertThatCode(() -> limit.attempt(login, address)).doesNotThrowAnyException();
        limit.failed(login, address);
    }

    @Test
    void refusesALoginFromTheAddressThatFailedForIt() {
        allows("anna", HERE);
        nanos.addAndGet(Duration.ofMinutes(4).toNanos());
        allows("anna", HERE);
        refuses("anna", HERE, Duration.ofMinutes(6));
        allows("anna", THERE);
        allows("bert", HERE);

        nanos.addAndGet(Duration.ofMinutes(6).toNanos());
        allows("anna", HERE);
    }

    @Test
    void refusesAnAddressThatFailsForMany() {
        allows("a", HERE);
        allows("b", HERE);
        allows("c", HERE);
        allows("d", HERE);
        refuses("e", HERE, Duration.ofMinutes(10));
        allows("e", THERE);
    }

    @Test
    void refusesALoginThatFailsFromMany() {
        for (int i = 0; i < 5; i++) {
            allows("anna", "192.0.2." + i);
        }
        refuses("anna", THERE, Duration.ofMinutes(10));
        allows("bert", THERE);
    }

    @Test
    void nobodyIsLockedOutFromAfarWhereItCameInBefore() {
        limit.attempt("anna", HERE);
        limit.succeeded("anna", HERE);
        for (int i = 10; i < 15; i++) {
            allows("anna", "192.0.2." + i);
        }
        refuses("anna", THERE, Duration.ofMinutes(10));
        assertThatThrownBy(() -> limit.require("anna", THERE)).isInstanceOf(TooManyFailures.class);
        limit.require("anna", HERE);
        allows("anna", HERE);
        allows("anna", HERE);
        refuses("anna", HERE, Duration.ofMinutes(10));
        assertThatThrownBy(() -> limit.require("anna", HERE)).isInstanceOf(TooManyFailures.class);
    }

    @Test
    void oneLineIsOneAddress() {
        allows("anna", "2001:db8::1");
        allows("anna", "2001:db8::2");
        refuses("anna", "2001:db8::3", Duration.ofMinutes(10));
    }

    @Test
    void codesMailsAndPasswordsAreCountedApart() {
        for (int i = 0; i < 4; i++) {
            limit.countMail(HERE);
        }
        assertThatThrownBy(() -> limit.countMail(HERE)).isInstanceOf(TooManyFailures.class);
        limit.countMail(THERE);
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> code(Uni.createFrom().failure(new IllegalStateException())))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> code(Uni.createFrom().item(1)))
                .isInstanceOf(TooManyFailures.class);
        allows("anna", HERE);
    }

    private void code(Uni<Integer> look) {
        limit.countedCode(HERE, look).await().indefinitely();
    }

    @Test
    void whoeverIsNotKnownFromWhereStopsNobodyElse() {
        for (int i = 0; i < 10; i++) {
            limit.countMail("");
            allows("login " + i, "");
        }
    }

    @Test
    void attemptsUnderWayAreWaitedForNotForTheWholeTime() {
        limit.attempt("anna", HERE);
        limit.attempt("anna", HERE);
        refuses("anna", HERE, Duration.ofSeconds(1));
        limit.succeeded("anna", HERE);
        allows("anna", HERE);
    }

    @Test
    void doesNotCountWhatWasRight() {
        for (int i = 0; i < 10; i++) {
            limit.attempt("anna", HERE);
            limit.succeeded("anna", HERE);
        }
        assertThat(limit.size()).isZero();
        allows("anna", HERE);
        allows("anna", HERE);
        refuses("anna", HERE, Duration.ofMinutes(10));
    }

    @Test
    void keepsNoMoreThanItMay() {
        for (int i = 0; i < FailureLimit.MOST_COUNTED; i++) {
            allows("login " + i, "2001:db8:%x:%x::1".formatted(i >> 16, i & 0xffff));
        }
        assertThat(limit.size()).isEqualTo(FailureLimit.MOST_COUNTED);
    }
}
