package energy.peerwatt.edge.spool;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.DeviceContext;
import energy.peerwatt.metering.protocol.DeviceEvidence;
import energy.peerwatt.metering.protocol.Hash256;
import energy.peerwatt.metering.protocol.MeterRecord;
import energy.peerwatt.metering.protocol.Reading;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One reading as bytes: length, CRC-32C of the payload, payload; big endian. Flags say what follows
 * the metering point; records of before have none of it, and their clock is unknown.
 */
final class SpoolRecord {

    private static final int HEADER_BYTES = 8;
    private static final int FIXED_BYTES = 31;
    private static final int MAX_CLOCK = 10;
    private static final int MAX_EVIDENCE =
            1 + 64 + 2 * Hash256.BYTES + 1 + DeviceEvidence.MAX_IDENTITY;
    private static final int MAX_WITHOUT_RECORD = FIXED_BYTES + 33 + MAX_CLOCK + MAX_EVIDENCE + 4;
    private static final int MAX_PAYLOAD = MAX_WITHOUT_RECORD + 3 + MeterRecord.MAX_BYTES;

    /** No record is longer, header included. */
    static final int MAX_BYTES = HEADER_BYTES + MAX_PAYLOAD;

    /** No record of a reading without a {@link MeterRecord} is longer, header included. */
    static final int USUAL_BYTES = HEADER_BYTES + MAX_WITHOUT_RECORD;

    private static final int BOUNDARY = 1;
    private static final int CLOCK = 2;
    private static final int DEVIATION = 4;
    private static final int EVIDENCE = 8;
    private static final int IDENTITY = 16;
    private static final int POWER = 32;
    private static final int RECORD = 64;

    // Files outlive the order of an enum: new ones are added at the end.
    private static final List<MeterRecord.Form> FORMS = List.of(MeterRecord.Form.OCMF);

    private SpoolRecord() {}

    static void write(Reading reading, ByteBuffer out) {
        int start = out.position();
        out.position(start + HEADER_BYTES);
        out.putLong(reading.sequence());
        out.put(code(reading.channel()));
        out.put((byte) flags(reading));
        out.putLong(reading.at().toEpochMilli());
        out.putLong(reading.registerWh());
        out.putInt(reading.resolutionMilliWh());
        byte[] point = reading.meteringPoint().value().getBytes(StandardCharsets.US_ASCII);
        out.put((byte) point.length).put(point);
        if (!reading.clock().equals(ClockState.UNKNOWN)) {
            ClockBytes.write(reading.clock(), out);
        }
        write(reading.context(), out);
        int length = out.position() - start - HEADER_BYTES;
        out.putInt(start, length);
        out.putInt(start + 4, crc(out, start + HEADER_BYTES, length));
    }

    /** Records of readings need at most so many bytes. */
    static int room(List<Reading> readings) {
        int room = 0;
        for (Reading reading : readings) {
            room += USUAL_BYTES;
            room += reading.context().record().map(record -> 3 + record.length()).orElse(0);
        }
        return room;
    }

    private static int flags(Reading reading) {
        ClockState clock = reading.clock();
        return (reading.boundary() ? BOUNDARY : 0)
                | (clock.equals(ClockState.UNKNOWN) ? 0 : CLOCK)
                | (clock.deviation().isPresent() ? DEVIATION : 0)
                | flags(reading.context());
    }

    private static int flags(DeviceContext context) {
        Optional<String> identity = context.evidence().flatMap(DeviceEvidence::identity);
        return (context.evidence().isPresent() ? EVIDENCE : 0)
                | (identity.isPresent() ? IDENTITY : 0)
                | (context.watts().isPresent() ? POWER : 0)
                | (context.record().isPresent() ? RECORD : 0);
    }

    private static void write(DeviceContext context, ByteBuffer out) {
        context.evidence().ifPresent(evidence -> write(evidence, out));
        context.watts().ifPresent(out::putInt);
        context.record().ifPresent(record -> write(record, out));
    }

    private static void write(DeviceEvidence evidence, ByteBuffer out) {
        byte[] profile = evidence.profileId().getBytes(StandardCharsets.US_ASCII);
        out.put((byte) profile.length).put(profile);
        out.put(evidence.profileHash().toByteArray()).put(evidence.frameHash().toByteArray());
        evidence.identity()
                .map(identity -> identity.getBytes(StandardCharsets.US_ASCII))
                .ifPresent(identity -> out.put((byte) identity.length).put(identity));
    }

    private static void write(MeterRecord record, ByteBuffer out) {
        byte[] bytes = record.toByteArray();
        out.put((byte) FORMS.indexOf(record.form())).putShort((short) bytes.length).put(bytes);
    }

    /**
     * The record at the position, which moves behind it; empty, without moving, if none is there.
     */
    static Optional<Reading> read(ByteBuffer in) {
        int start = in.position();
        if (in.remaining() < HEADER_BYTES + FIXED_BYTES) {
            return Optional.empty();
        }
        int length = in.getInt(start);
        if (length <= FIXED_BYTES
                || length > MAX_PAYLOAD
                || length > in.remaining() - HEADER_BYTES
                || in.getInt(start + 4) != crc(in, start + HEADER_BYTES, length)) {
            return Optional.empty();
        }
        return parse(in.slice(start + HEADER_BYTES, length))
                .map(reading -> {
                    in.position(start + HEADER_BYTES + length);
                    return reading;
                });
    }

    private static Optional<Reading> parse(ByteBuffer payload) {
        try {
            long sequence = payload.getLong();
            Channel channel = channel(payload.get());
            int flags = payload.get();
            Instant at = Instant.ofEpochMilli(payload.getLong());
            long registerWh = payload.getLong();
            int resolution = payload.getInt();
            MeteringPointId point = new MeteringPointId(text(payload));
            ClockState clock =
                    (flags & CLOCK) == 0
                            ? ClockState.UNKNOWN
                            : ClockBytes.read(payload, (flags & DEVIATION) != 0);
            DeviceContext context = context(payload, flags);
            boolean boundary = (flags & BOUNDARY) != 0;
            return Optional.of(
                    new Reading(
                            sequence,
                            point,
                            channel,
                            at,
                            registerWh,
                            resolution,
                            boundary,
                            clock,
                            context));
        } catch (IllegalArgumentException
                | BufferUnderflowException
                | NegativeArraySizeException e) {
            // The checksum fits and the content does not: no record of ours.
            return Optional.empty();
        }
    }

    private static String text(ByteBuffer payload) {
        byte[] ascii = new byte[payload.get()];
        payload.get(ascii);
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    private static DeviceContext context(ByteBuffer payload, int flags) {
        if ((flags & (EVIDENCE | POWER | RECORD)) == 0) {
            return DeviceContext.NONE;
        }
        Optional<DeviceEvidence> evidence =
                (flags & EVIDENCE) == 0 ? Optional.empty() : Optional.of(evidence(payload, flags));
        Optional<Integer> watts =
                (flags & POWER) == 0 ? Optional.empty() : Optional.of(payload.getInt());
        Optional<MeterRecord> record =
                (flags & RECORD) == 0 ? Optional.empty() : Optional.of(record(payload));
        return new DeviceContext(watts, evidence, record);
    }

    private static DeviceEvidence evidence(ByteBuffer payload, int flags) {
        return new DeviceEvidence(
                text(payload),
                hash(payload),
                hash(payload),
                (flags & IDENTITY) == 0 ? Optional.empty() : Optional.of(text(payload)));
    }

    private static MeterRecord record(ByteBuffer payload) {
        int form = payload.get();
        byte[] bytes = new byte[Math.min(Short.toUnsignedInt(payload.getShort()), MAX_PAYLOAD)];
        payload.get(bytes);
        if (form < 0 || form >= FORMS.size()) {
            throw new IllegalArgumentException("form " + form);
        }
        return new MeterRecord(FORMS.get(form), bytes);
    }

    private static Hash256 hash(ByteBuffer payload) {
        byte[] bytes = new byte[Hash256.BYTES];
        payload.get(bytes);
        return Hash256.of(bytes);
    }

    private static int crc(ByteBuffer buffer, int start, int length) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.slice(start, length));
        return (int) crc.getValue();
    }

    // Written out, not ordinals: files outlive the order of an enum.
    private static byte code(Channel channel) {
        return switch (channel) {
            case IMPORT -> 0;
            case EXPORT -> 1;
            case GENERATION -> 2;
        };
    }

    private static Channel channel(byte code) {
        return switch (code) {
            case 0 -> Channel.IMPORT;
            case 1 -> Channel.EXPORT;
            case 2 -> Channel.GENERATION;
            default -> throw new IllegalArgumentException("channel " + code);
        };
    }
}
