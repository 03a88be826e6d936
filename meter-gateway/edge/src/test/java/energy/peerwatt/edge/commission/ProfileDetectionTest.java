package energy.peerwatt.edge.commission;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.device.ProfileReader;
import energy.peerwatt.edge.device.RenderedProfile;
import energy.peerwatt.edge.modbus.Framing;
import energy.peerwatt.edge.testkit.FreePort;
import energy.peerwatt.edge.testkit.ModbusSlaveServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every profile, drawn as a house would be measured, is found as itself or among alternatives. */
class ProfileDetectionTest {

    /** Their registers are the same as far as they go: no reading tells these devices apart. */
    private static final List<String> ALIKE = List.of("janitza-b23", "janitza-umg96rme");

    @Test
    void everyProfileIsFoundAsItselfOrAmongNamedAlternatives() throws Exception {
        List<String> alone = new ArrayList<>();
        List<String> ambiguous = new ArrayList<>();
        for (String id : ProfileReader.ids()) {
            ProfileMatch.Candidates found = found(id);
            assertThat(found.all()).as(id).contains(id);
            boolean hasProbe = ProfileReader.of(id).probedRegisters().isPresent();
            if (found.all().size() == 1 && hasProbe) {
                alone.add(id);
            } else {
                ambiguous.add(id + " " + found.all() + (hasProbe ? "" : " without probe"));
                assertThat(!hasProbe || ALIKE.containsAll(found.all())).as(id).isTrue();
            }
        }
        System.out.printf(
                "profiles found as themselves: %d %s; among alternatives or without probe: %d %s%n",
                alone.size(), alone, ambiguous.size(), ambiguous);
        assertThat(alone).hasSizeGreaterThanOrEqualTo(13);
    }

    private static ProfileMatch.Candidates found(String id) throws Exception {
        Framing framing = ProfileReader.of(id).framings().getFirst();
        int port = FreePort.find();
        try (ModbusSlaveServer slave =
                framing == Framing.TCP
                        ? ModbusSlaveServer.start(port)
                        : ModbusSlaveServer.startRtu(port)) {
            RenderedProfile.draw(slave, 1, id, Mains.house());
            BusScan.Result result =
                    new BusScan(new Target.Bus("127.0.0.1", port), new BusOptions(), _ -> {})
                            .scan(new TreeSet<>(List.of(1)), List.of(Framing.values()));
            assertThat(result.framing()).as(id).contains(framing);
            return Objects.requireNonNull(result.identities().get(1), id).profiles();
        }
    }
}
