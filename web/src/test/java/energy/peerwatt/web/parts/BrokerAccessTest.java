package energy.peerwatt.web.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.spi.core.security.jaas.NoCacheLoginException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerAccessTest {

    @ParameterizedTest
    @CsvSource({
        "gw-1, SEND, peerwatt.v1.gw-1.up.block, true",
        "gw-1, SEND, peerwatt.v1.gw-1.up.live, true",
        "gw-1, SEND, peerwatt.v1.gw-1.down.ack, false",
        "gw-1, SEND, peerwatt.v1.gw-2.up.block, false",
        "gw-1, SEND, peerwatt.v1.gw-11.up.block, false",
        "gw-1, CONSUME, peerwatt.v1.gw-1.down.ack, true",
        "gw-1, CONSUME, peerwatt.v1.gw-1.down.ack::client.peerwatt.v1.gw-1.down.ack, true",
        "gw-1, CREATE_NON_DURABLE_QUEUE, peerwatt.v1.gw-1.down.*, true",
        "gw-1, CREATE_DURABLE_QUEUE, peerwatt.v1.gw-2.down.ack::peerwatt.v1.gw-1.down.ack, false",
        "gw-1, CONSUME, peerwatt.v1.*.down.ack, false",
        "gw-1, CONSUME, #, false",
        "gw-1, CONSUME, peerwatt.v1.gw-1.up.block, false",
        "gw-1, MANAGE, activemq.management, false",
        "market, CONSUME, peerwatt.v1.*.up.block, true",
        "market, SEND, peerwatt.v1.gw-1.down.ack, true",
    })
    void letsGatewaysUseTheirOwnTopicsOnly(
            String user, CheckType check, String address, boolean allowed) {
        assertThat(BrokerAccess.mayUse(user, check, address)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "gw-1, gateway, true",
        "gw-1, market-secret, false",
        "gw.1, gateway, false",
        "'', gateway, false",
        ", gateway, false",
        "gw-1, , false",
        "market, market-secret, true",
        "market, gateway, false",
    })
    void knowsGatewaysAndTheMarket(String user, String password, boolean known) {
        BrokerAccess access =
                new BrokerAccess("market-secret", GatewayLogins.shared(Optional.of("gateway")));

        assertThat(access.validateUser(user, password)).isEqualTo(known);
    }

    @Test
    void letsNoGatewayInWithoutAPassword() {
        BrokerAccess access =
                new BrokerAccess("market-secret", GatewayLogins.shared(Optional.empty()));

        assertThatThrownBy(() -> access.authenticate("gw-1", "", null, null))
                .isInstanceOf(NoCacheLoginException.class);
        assertThat(access.authorize(null, null, CheckType.SEND, "peerwatt.v1.gw-1.up.x")).isFalse();
    }
}
