package energy.peerwatt.metering.protocol;

import energy.peerwatt.market.MeteringPointId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which devices of a gateway give values. Every report says again what holds, so a lost one is
 * healed by the next; of two about one device the later counts.
 *
 * @param gatewayId see {@link ReadingBlock#gatewayId()}
 * @param at market time, whole milliseconds
 * @param devices at most {@link #MAX_DEVICES}, each once
 */
public record DeviceReport(String gatewayId, Instant at, List<Device> devices) {

    /** More devices take several reports. */
    public static final int MAX_DEVICES = 1_000;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** What a device measures; several of one kind at one metering point are one. */
    public enum Kind {
        METER,
        INVERTER,
        BATTERY,
        CHARGER,
        HEAT_PUMP,
        APPLIANCE
    }

    /** Whether it gives values. */
    public enum State {
        GOOD,
        /** Nothing comes from it. */
        SILENT,
        /** It answers, but with nothing that is a value. */
        REFUSING
    }

    /**
     * One device.
     *
     * @param since market time, whole seconds; of its last good value if it gives none now
     */
    public record Device(MeteringPointId meteringPoint, Kind kind, State state, Instant since) {

        public Device {
            requireTime(since, ChronoUnit.SECONDS);
        }
    }

    public DeviceReport {
        ReadingBlock.requireGatewayId(gatewayId);
        requireTime(at, ChronoUnit.MILLIS);
        devices = List.copyOf(devices);
        if (devices.size() > MAX_DEVICES) {
            throw new IllegalArgumentException(devices.size() + " devices");
        }
        Set<List<Object>> seen = new HashSet<>();
        for (Device device : devices) {
            if (!seen.add(List.of(device.meteringPoint(), device.kind()))) {
                throw new IllegalArgumentException(device + " is there twice");
            }
            if (device.since().isAfter(at)) {
                throw new IllegalArgumentException(device + " after " + at);
            }
        }
    }

    private static void requireTime(Instant time, ChronoUnit step) {
        if (time.isBefore(Instant.EPOCH)
                || time.isAfter(LATEST)
                || !time.equals(time.truncatedTo(step))) {
            throw new IllegalArgumentException("time " + time);
        }
    }
}
