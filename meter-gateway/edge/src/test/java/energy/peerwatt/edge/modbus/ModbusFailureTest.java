package energy.peerwatt.edge.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import energy.peerwatt.edge.testkit.FreePort;
import energy.peerwatt.edge.testkit.ScriptedPeer;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ModbusFailureTest {

    private static final Duration TIMEOUT = Duration.ofMillis(300);

    @Test
    void silenceIsATimeout() throws IOException {
        assertThat(failure(_ -> new byte[0])).isEqualTo(new ModbusFailure("timeout", false));
    }

    @Test
    void anotherUnitIsARefusedAnswer() throws IOException {
        assertThat(
                        failure(request -> {
                            byte[] answer = {request[0], request[1], 0, 0, 0, 5, 9, 3, 2, 0, 1};
                            return answer;
                        }))
                .isEqualTo(new ModbusFailure("refused-unit", true));
    }

    @Test
    void declinedNamesItsException() throws IOException {
        assertThat(
                        failure(request -> {
                            byte[] answer = {request[0], request[1], 0, 0, 0, 3, 1, (byte) 0x83, 6};
                            return answer;
                        }))
                .isEqualTo(new ModbusFailure("exception-6", true));
    }

    @Test
    void closedPortIsNoConnection() throws IOException {
        assertThat(failure(FreePort.find())).isEqualTo(new ModbusFailure("not-connected", false));
    }

    private static ModbusFailure failure(UnaryOperator<byte[]> answer) throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.start().otherwise(answer)) {
            return failure(peer.port());
        }
    }

    private static ModbusFailure failure(int port) {
        try (ModbusEndpoint endpoint = new ModbusEndpoint("127.0.0.1", port, TIMEOUT)) {
            RegisterPlan plan = new RegisterPlan(List.of(new RegisterSpan(3, 0, 1)), 10, 0);
            return ModbusFailure.of(
                    catchThrowableOfType(MarketException.class, () -> plan.read(endpoint.unit(1))));
        }
    }
}
