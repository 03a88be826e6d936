package energy.peerwatt.matching.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.matching.TestMarket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class EngineServiceTest {

    private static final EngineNodeConfig CONFIG = EngineNodeConfig.single(Path.of("nowhere"));

    private final List<Throwable> failures = new ArrayList<>();
    private final EngineService service =
            new EngineService(
                    CONFIG, 0, new StateReporter(CONFIG, Path.of("nowhere")), failures::add);

    @Test
    void anyExceptionStopsTheNode() {
        MutableDirectBuffer request = Protocol.encodeCommand(TestMarket.configure());
        int length = request.capacity();

        // Before it was started: a bug, as far as the service can tell.
        assertThatThrownBy(() -> service.onSessionMessage(null, 0, request, 0, length, null))
                .isInstanceOf(AgentTerminationException.class);
        assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void foreignMessagesHaveNoEffect() {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[] {1, 2, 3});

        service.onSessionMessage(null, 0, bytes, 0, bytes.capacity(), null);

        assertThat(failures).isEmpty();
        assertThat(service.handledRequests()).isZero();
    }
}
