package energy.peerwatt.web.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class SessionCookieTest {

    @Test
    void isBoundToTheHostWhereThePageIsReachedByTls() {
        URI page = URI.create("https://market.example");
        assertThat(SessionCookie.isSecure(page)).isTrue();
        assertThat(SessionCookie.name(page)).isEqualTo("__Host-peerwatt-session");
    }

    @Test
    void isPlainWhereThePageIsNot() {
        URI page = URI.create("http://localhost:8080");
        assertThat(SessionCookie.isSecure(page)).isFalse();
        assertThat(SessionCookie.name(page)).isEqualTo("peerwatt-session");
    }
}
