package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.device.ProfileQuantity;
import energy.peerwatt.edge.device.RenderedProfile;
import energy.peerwatt.edge.testkit.FreePort;
import energy.peerwatt.edge.testkit.ModbusSlaveServer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A meter on a real port that counts while the tool's time passes, and shows it as it is wired.
 * Whoever waits by this time lets the meter count.
 */
final class WiredMeter implements Sighting.Time, AutoCloseable {

    private static final MathContext EXACT_ENOUGH = MathContext.DECIMAL128;
    private static final BigDecimal NANOS_PER_HOUR = BigDecimal.valueOf(3_600_000_000_000L);

    private final ModbusSlaveServer slave;
    private final int port;
    private final String profile;
    private final Consumer<Map<ProfileQuantity, BigDecimal>> wiring;
    private final Map<ProfileQuantity, BigDecimal> truth;
    private long nanos = 1_000;

    /**
     * Listens.
     *
     * @param watts that the house draws; negative if it feeds
     * @param wiring turns the truth into what the meter shows
     */
    WiredMeter(String profile, int watts, Consumer<Map<ProfileQuantity, BigDecimal>> wiring)
            throws Exception {
        this(profile, watts, wiring, ModbusSlaveServer.start(FreePort.find()));
    }

    private WiredMeter(
            String profile,
            int watts,
            Consumer<Map<ProfileQuantity, BigDecimal>> wiring,
            ModbusSlaveServer slave) {
        this.slave = slave;
        this.profile = profile;
        this.wiring = wiring;
        port = slave.port();
        truth = Mains.house();
        truth.put(ProfileQuantity.POWER, BigDecimal.valueOf(watts));
        BigDecimal phase = BigDecimal.valueOf(watts).divide(BigDecimal.valueOf(4));
        truth.put(ProfileQuantity.POWER_L1, phase);
        truth.put(ProfileQuantity.POWER_L2, phase);
        truth.put(ProfileQuantity.POWER_L3, phase.add(phase));
        truth.put(ProfileQuantity.SOLAR_POWER, BigDecimal.valueOf(watts));
        show();
    }

    /** The same behind a serial converter. */
    static WiredMeter serial(String profile, int watts) throws Exception {
        int port = FreePort.find();
        return new WiredMeter(profile, watts, _ -> {}, ModbusSlaveServer.startRtu(port));
    }

    String host() {
        return "127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void sleep(Duration duration) {
        nanos += duration.toNanos();
        BigDecimal power = truth.getOrDefault(ProfileQuantity.POWER, BigDecimal.ZERO);
        BigDecimal wattHours =
                power.multiply(BigDecimal.valueOf(duration.toNanos()))
                        .divide(NANOS_PER_HOUR, EXACT_ENOUGH);
        truth.merge(
                power.signum() > 0 ? ProfileQuantity.IMPORT : ProfileQuantity.EXPORT,
                wattHours.abs(),
                BigDecimal::add);
        truth.merge(ProfileQuantity.GENERATION, wattHours.abs(), BigDecimal::add);
        show();
    }

    @Override
    public void close() {
        slave.close();
    }

    private void show() {
        Map<ProfileQuantity, BigDecimal> shown = new EnumMap<>(truth);
        wiring.accept(shown);
        RenderedProfile.draw(slave, 1, profile, shown);
    }

    static void swap(
            Map<ProfileQuantity, BigDecimal> shown, ProfileQuantity one, ProfileQuantity other) {
        BigDecimal first = shown.getOrDefault(one, BigDecimal.ZERO);
        shown.put(one, shown.getOrDefault(other, BigDecimal.ZERO));
        shown.put(other, first);
    }

    static void scale(
            Map<ProfileQuantity, BigDecimal> shown, int factor, ProfileQuantity... quantities) {
        for (ProfileQuantity quantity : quantities) {
            shown.computeIfPresent(
                    quantity, (_, value) -> value.multiply(BigDecimal.valueOf(factor)));
        }
    }
}
