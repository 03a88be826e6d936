package energy.peerwatt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.Driver;
import energy.peerwatt.edge.device.Drivers;
import energy.peerwatt.edge.device.RegisterValue;
import energy.peerwatt.edge.intake.LiveBoard;
import energy.peerwatt.edge.intake.ReadingIntake;
import energy.peerwatt.edge.modbus.Framing;
import energy.peerwatt.edge.modbus.ModbusEndpoint;
import energy.peerwatt.edge.modbus.Pace;
import energy.peerwatt.edge.spool.Spool;
import energy.peerwatt.edge.spool.SpoolBounds;
import energy.peerwatt.edge.testkit.FaultyProxy;
import energy.peerwatt.edge.testkit.SimulatedBus;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.Reading;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Meters behind a proxy that delays, repeats, cuts, reorders and swaps their answers, read by their
 * profile and stored: every stored register was the meter's while it was being read. Another seed:
 * {@code -Dseed=…}.
 */
class FaultyMeteringTest {

    private static final long SEED = Long.getLong("seed", 20_261_121);
    private static final int POLLS = 5_000;
    private static final int UNITS = 3;
    private static final Pace PACE = Pace.of(Duration.ofMillis(8));
    private static final Instant START = Instant.parse("2026-06-18T10:00:00Z");

    /** Of an iEM3155: int64 Wh. */
    private static final int IMPORT_AT = 3_203;

    private static final int EXPORT_AT = 3_207;
    private static final int WORDS = 4;

    @TempDir Path folder;

    /**
     * One poll.
     *
     * @param before version of the truth when it began
     * @param after version of the truth when it had ended
     */
    private record Poll(int unit, long before, long after) {}

    @ParameterizedTest
    @EnumSource(Framing.class)
    void noWrongRegisterIsEverStored(Framing framing) throws Exception {
        SimulatedBus bus = SimulatedBus.of(FaultyMeteringTest::word);
        List<Poll> polls = new ArrayList<>();
        List<Reading> stored;
        try (Spool spool =
                        Spool.open(
                                folder.resolve("spool"),
                                new SpoolBounds(64 << 20, Duration.ofDays(400)),
                                1);
                FaultyProxy proxy = new FaultyProxy(framing, bus, true, SEED)) {
            poll(framing, bus, proxy, spool, polls);
            System.out.printf("%s, seed %d: answers %s%n", framing, SEED, proxy.counts());
            long last = spool.append(List.of());
            assertThat(spool.awaitDurable(last, Duration.ofSeconds(10))).isTrue();
            stored = spool.read(1, Integer.MAX_VALUE);
        }
        stored.forEach(reading -> assertTrue(reading, polls));
        System.out.printf(
                "%s, seed %d: %d polls, %d registers stored, 0 wrong%n",
                framing, SEED, polls.size(), stored.size());
        assertThat(stored).hasSizeGreaterThan(POLLS);
    }

    private void poll(
            Framing framing, SimulatedBus bus, FaultyProxy proxy, Spool spool, List<Poll> polls) {
        Random random = new Random(SEED);
        try (ModbusEndpoint endpoint =
                        new ModbusEndpoint("127.0.0.1", proxy.port(), framing, PACE);
                ReadingIntake intake =
                        new ReadingIntake(
                                spool,
                                new LiveBoard(),
                                () -> ClockState.MARKET,
                                folder.resolve("registers.json"))) {
            List<Driver> meters =
                    IntStream.rangeClosed(1, UNITS)
                            .mapToObj(unit -> meter(endpoint, unit))
                            .toList();
            for (int i = 0; i < POLLS; i++) {
                int unit = 1 + random.nextInt(UNITS);
                long before = bus.version();
                try {
                    DeviceSample sample = meters.get(unit - 1).read();
                    Poll poll = new Poll(unit, before, bus.version());
                    sample.registers()
                            .forEach((channel, value) -> assertTrue(channel, value, poll));
                    intake.accept(point(unit), START.plusSeconds(i), false, sample);
                } catch (MarketException e) {
                    // No reading: what a spoilt answer deserves.
                }
                polls.add(new Poll(unit, before, bus.version()));
            }
        }
    }

    private static Driver meter(ModbusEndpoint endpoint, int unit) {
        DeviceEntry.Connection at = new DeviceEntry.Connection.Modbus("127.0.0.1", 502, unit);
        return Drivers.of(
                new DeviceEntry(point(unit), DeviceRole.METER, "schneider-iem3155", at),
                endpoint.unit(unit));
    }

    private static void assertTrue(Channel channel, RegisterValue value, Poll poll) {
        assertTrue(channel, value.milliWh() / 1_000, poll);
    }

    private static void assertTrue(Reading reading, List<Poll> polls) {
        int index = (int) Duration.between(START, reading.at()).toSeconds();
        Poll poll = polls.get(index);
        assertThat(reading.meteringPoint()).isEqualTo(point(poll.unit()));
        assertTrue(reading.channel(), reading.registerWh(), poll);
    }

    private static void assertTrue(Channel channel, long wattHours, Poll poll) {
        int at = channel == Channel.IMPORT ? IMPORT_AT : EXPORT_AT;
        assertThat(wattHours)
                .as("seed %d: %s of unit %d", SEED, channel, poll.unit())
                .isBetween(
                        register(poll.before() + 1, poll.unit(), at),
                        register(poll.after(), poll.unit(), at));
    }

    private static MeteringPointId point(int unit) {
        return new MeteringPointId("AT-" + unit);
    }

    private static long register(long version, int unit, int at) {
        return unit * 1_000_000_000L + (at == EXPORT_AT ? 500_000_000L : 0) + version;
    }

    private static long word(long version, int unit, int address) {
        int at = address < EXPORT_AT ? IMPORT_AT : EXPORT_AT;
        int place = address - at;
        boolean isEnergy = place >= 0 && place < WORDS;
        return isEnergy ? register(version, unit, at) >>> (16 * (WORDS - 1 - place)) : 0;
    }
}
