package energy.peerwatt.web.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.MarketException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleTest {

    @Test
    void readsNames() {
        assertThat(Role.parse(Set.of("all"))).isEqualTo(EnumSet.allOf(Role.class));
        assertThat(Role.parse(Set.of("api", "ingest")))
                .containsExactlyInAnyOrder(Role.API, Role.INGEST);
    }

    @Test
    void refusesOtherNames() {
        assertThatThrownBy(() -> Role.parse(Set.of("apis")))
                .isInstanceOf(MarketException.class)
                .hasMessageContaining("configuration-invalid")
                .hasMessageContaining("apis");
    }
}
