package energy.peerwatt.metering.protocol;

import static energy.peerwatt.metering.protocol.CborReader.require;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.BlockResult.Refusal;
import energy.peerwatt.metering.protocol.DeviceReport.Device;
import energy.peerwatt.metering.protocol.DeviceReport.Kind;
import energy.peerwatt.metering.protocol.DeviceReport.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reports as deterministic CBOR: {@code [1, gateway, milliseconds, [[point, kind, state, seconds],
 * …]]}.
 */
final class DeviceReportCodec {

    private static final int VERSION = 1;
    private static final long LATEST_SECOND = 253_402_300_799L;

    // The code on the wire is the index: append only.
    private static final List<Kind> KINDS =
            List.of(
                    Kind.METER,
                    Kind.INVERTER,
                    Kind.BATTERY,
                    Kind.CHARGER,
                    Kind.HEAT_PUMP,
                    Kind.APPLIANCE);
    private static final List<State> STATES = List.of(State.GOOD, State.SILENT, State.REFUSING);

    private DeviceReportCodec() {}

    static byte[] encode(DeviceReport report) {
        CborWriter out = new CborWriter();
        out.array(4).integer(VERSION).text(report.gatewayId());
        out.integer(report.at().toEpochMilli()).array(report.devices().size());
        for (Device device : report.devices()) {
            out.array(4)
                    .text(device.meteringPoint().value())
                    .integer(KINDS.indexOf(device.kind()))
                    .integer(STATES.indexOf(device.state()))
                    .integer(device.since().getEpochSecond());
        }
        return out.toByteArray();
    }

    static DeviceReport decode(byte[] payload) throws MalformedBlockException {
        CborReader in = new CborReader(payload);
        in.array(4, "a report is an array of 4");
        if (in.unsigned() != VERSION) {
            throw new MalformedBlockException(Refusal.UNSUPPORTED_VERSION, "layout version");
        }
        try {
            String gatewayId = in.text();
            Instant at = Instant.ofEpochMilli(time(in, LATEST_SECOND * 1_000));
            int count = in.array(DeviceReport.MAX_DEVICES);
            List<Device> devices = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                devices.add(device(in));
            }
            in.end();
            return new DeviceReport(gatewayId, at, devices);
        } catch (IllegalArgumentException e) {
            throw new MalformedBlockException(Refusal.INVALID_CONTENT, String.valueOf(e));
        }
    }

    private static Device device(CborReader in) throws MalformedBlockException {
        in.array(4, "a device is an array of 4");
        return new Device(
                new MeteringPointId(in.text()),
                KINDS.get(in.small(KINDS.size() - 1)),
                STATES.get(in.small(STATES.size() - 1)),
                Instant.ofEpochSecond(time(in, LATEST_SECOND)));
    }

    private static long time(CborReader in, long latest) throws MalformedBlockException {
        long time = in.unsigned();
        require(time <= latest, "time beyond 9999");
        return time;
    }
}
