package energy.peerwatt.edge.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.testkit.FaultyProxy;
import energy.peerwatt.edge.testkit.SimulatedBus;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand reads through a proxy that spoils answers: what is read was true, of that unit and
 * those registers, while it was being read. Another seed: {@code -Dseed=…}.
 */
class FaultyBusTest {

    private static final long SEED = Long.getLong("seed", 20_261_121);
    private static final int POLLS = 10_000;
    private static final int UNITS = 3;
    private static final int WORDS = 4;
    private static final int PLACES = 8;
    private static final Duration TIMEOUT = Duration.ofMillis(8);

    @Test
    void modbusTcpNeverGivesAWrongValue() throws IOException {
        poll(Framing.TCP, true, POLLS);
    }

    @Test
    void serialFramesNeverGiveAWrongValue() throws IOException {
        poll(Framing.RTU_OVER_TCP, true, POLLS);
    }

    @Test
    void unitsThatAllowNoLongerReadNeverGiveAWrongValue() throws IOException {
        poll(Framing.RTU_OVER_TCP, false, POLLS / 10);
    }

    /** Where a unit allows no longer read, only the connection tells answers apart. */
    private static void poll(Framing framing, boolean allowsMore, int polls) throws IOException {
        SimulatedBus bus =
                allowsMore
                        ? SimulatedBus.of(FaultyBusTest::word)
                        : SimulatedBus.ofReadsOf(WORDS, FaultyBusTest::word);
        Random random = new Random(SEED);
        int right = 0;
        int none = 0;
        try (FaultyProxy proxy = new FaultyProxy(framing, bus, allowsMore, SEED);
                ModbusEndpoint endpoint =
                        new ModbusEndpoint("127.0.0.1", proxy.port(), framing, Pace.of(TIMEOUT))) {
            for (int i = 0; i < polls; i++) {
                if (isRead(endpoint, bus, 1 + random.nextInt(UNITS), random.nextInt(PLACES))) {
                    right++;
                } else {
                    none++;
                }
            }
            System.out.printf(
                    "%s, seed %d: %d polls, %d right, %d without a value, 0 wrong; answers %s%n",
                    framing, SEED, polls, right, none, proxy.counts());
            assertThat(proxy.counts()).containsOnlyKeys(FaultyProxy.Fault.values());
        }
        assertThat(right).isGreaterThan(polls / 2);
        assertThat(none).isPositive();
    }

    private static boolean isRead(ModbusEndpoint endpoint, SimulatedBus bus, int unit, int place) {
        long before = bus.version();
        int at = place * WORDS;
        try {
            ModbusAnswer answer = endpoint.unit(unit).read(3, at, WORDS);
            if (!(answer instanceof ModbusAnswer.Registers(RegisterBlock block))) {
                return false;
            }
            assertThat(block.unsigned32(at))
                    .as("seed %d: truth of unit %d at %d", SEED, unit, at)
                    .isBetween(before + 1, bus.version());
            assertThat(block.unsigned16(at + 2)).as("unit, seed %d", SEED).isEqualTo(unit);
            assertThat(block.unsigned16(at + 3)).as("place, seed %d", SEED).isEqualTo(place);
            return true;
        } catch (MarketException e) {
            return false;
        }
    }

    /** Version of the truth (two words), unit, and place. */
    private static long word(long version, int unit, int address) {
        return switch (address % WORDS) {
            case 0 -> version >>> 16;
            case 1 -> version;
            case 2 -> unit;
            default -> address / WORDS;
        };
    }
}
