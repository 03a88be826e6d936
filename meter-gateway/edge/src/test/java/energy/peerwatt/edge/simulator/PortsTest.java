package energy.peerwatt.edge.simulator;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {

    /** Of 12,768: enough that two would surely be equal if each were only a free one. */
    private static final int MANY = 600;

    @Test
    void neverGivesTheSameTwice() {
        List<Integer> given =
                IntStream.range(0, MANY).parallel().map(_ -> Ports.free()).boxed().toList();

        assertThat(given).doesNotHaveDuplicates();
    }

    @Test
    void givesNoneThatIsKeptForAnother() {
        Map<Integer, Integer> ofHomes =
                IntStream.range(0, MANY)
                        .boxed()
                        .collect(toMap(home -> home, home -> 21_000 + home));
        new Ports(0, ofHomes, Map.of()).keep();

        List<Integer> given = IntStream.range(0, MANY).map(_ -> Ports.free()).boxed().toList();

        assertThat(given).doesNotContainAnyElementsOf(ofHomes.values());
    }

    @Test
    void prefersWhatWasBeforeWhileItIsFree() throws IOException {
        int before = Ports.free();

        assertThat(Ports.freeOr(before)).isEqualTo(before);
        try (ServerSocket taken = new ServerSocket(before, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.freeOr(before)).isNotEqualTo(taken.getLocalPort());
        }
    }
}
