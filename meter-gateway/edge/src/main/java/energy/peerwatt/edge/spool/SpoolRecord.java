package energy.peerwatt.edge.spool;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.DeviceEvidence;
import energy.peerwatt.metering.protocol.Hash256;
import energy.peerwatt.metering.protocol.Reading;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
    private static final int MAX_EVIDENCE = 1 + 64 + 2 * Hash256.BYTES;
    private static final int MAX_PAYLOAD = FIXED_BYTES + 33 + MAX_CLOCK + MAX_EVIDENCE;

    /** No record is longer, header included. */
    static final int MAX_BYTES = HEADER_BYTES + MAX_PAYLOAD;

    private static final int BOUNDARY = 1;
    private static final int CLOCK = 2;
    private static final int DEVIATION = 4;
    private static final int EVIDENCE = 8;

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
        reading.evidence().ifPresent(evidence -> write(evidence, out));
        int length = out.position() - start - HEADER_BYTES;
        out.putInt(start, length);
        out.putInt(start + 4, crc(out, start + HEADER_BYTES, length));
    }

    private static int flags(Reading reading) {
        ClockState clock = reading.clock();
        return (reading.boundary() ? BOUNDARY : 0)
                | (clock.equals(ClockState.UNKNOWN) ? 0 : CLOCK)
                | (clock.deviation().isPresent() ? DEVIATION : 0)
                | (reading.evidence().isPresent() ? EVIDENCE : 0);
    }

    private static void write(DeviceEvidence evidence, ByteBuffer out) {
        byte[] profile = evidence.profileId().getBytes(StandardCharsets.US_ASCII);
        out.put((byte) profile.length).put(profile);
        out.put(evidence.profileHash().toByteArray()).put(evidence.frameHash().toByteArray());
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
            Optional<DeviceEvidence> evidence =
                    (flags & EVIDENCE) == 0 ? Optional.empty() : Optional.of(evidence(payload));
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
                            evidence));
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

    private static DeviceEvidence evidence(ByteBuffer payload) {
        return new DeviceEvidence(text(payload), hash(payload), hash(payload));
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
