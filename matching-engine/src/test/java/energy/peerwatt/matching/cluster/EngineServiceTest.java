package energy.peerwatt.matching.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.matching.TestMarket;
import energy.peerwatt.matching.WireWriter;
import energy.peerwatt.matching.cluster.Protocol.Request;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class EngineServiceTest {

    private final List<Throwable> failures = new ArrayList<>();
    private final EngineService service = new EngineService(10, failures::add);

    @Test
    void anyExceptionStopsTheNode() {
        WireWriter out = new WireWriter();
        Protocol.write(out, new Request.Command(1, TestMarket.configure()));

        // Without a session to reply to: a bug, as far as the service can tell.
        assertThatThrownBy(() ->
                        service.onSessionMessage(null, 0, out.buffer(), 0, out.length(), null))
                .isInstanceOf(AgentTerminationException.class);
        assertThat(failures).singleElement().isInstanceOf(NullPointerException.class);
    }

    @Test
    void foreignMessagesHaveNoEffect() {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[] {1, 2, 3});

        service.onSessionMessage(null, 0, bytes, 0, bytes.capacity(), null);

        assertThat(failures).isEmpty();
        assertThat(service.handledRequests()).isZero();
    }
}
