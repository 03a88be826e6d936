package energy.peerwatt.web.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionTokenTest {

    @Test
    void readsWhatItHasDrawn() {
        SessionToken token = SessionToken.draw();

        assertThat(SessionToken.parse(token.value())).contains(token);
        assertThat(SessionToken.parse(token.value() + "A")).isEmpty();
        assertThat(SessionToken.parse("'; DROP TABLE session")).isEqualTo(Optional.empty());
        assertThat(SessionToken.draw()).isNotEqualTo(token);
        assertThat(token.toString()).doesNotContain(token.value());
    }

    @Test
    void writesNeedItsOwnToken() {
        SessionToken token = SessionToken.draw();

        assertThat(token.allowsWrite(token.writeToken())).isTrue();
        assertThat(token.allowsWrite(token.value())).isFalse();
        assertThat(token.allowsWrite("")).isFalse();
        assertThat(token.allowsWrite(SessionToken.draw().writeToken())).isFalse();
    }
}
