package energy.peerwatt.edge.spool;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.Reading;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;

/** One reading as bytes: length, CRC-32C of the payload, payload; big endian. */
final class SpoolRecord {

    private static final int HEADER_BYTES = 8;
    private static final int FIXED_BYTES = 31;
    private static final int MAX_PAYLOAD = FIXED_BYTES + 33;

    /** No record is longer, header included. */
    static final int MAX_BYTES = HEADER_BYTES + MAX_PAYLOAD;

    private static final int BOUNDARY = 1;

    private SpoolRecord() {}

    static void write(Reading reading, ByteBuffer out) {
        int start = out.position();
        out.position(start + HEADER_BYTES);
        out.putLong(reading.sequence());
        out.put(code(reading.channel()));
        out.put((byte) (reading.boundary() ? BOUNDARY : 0));
        out.putLong(reading.at().toEpochMilli());
        out.putLong(reading.registerWh());
        out.putInt(reading.resolutionMilliWh());
        byte[] point = reading.meteringPoint().value().getBytes(StandardCharsets.US_ASCII);
        out.put((byte) point.length).put(point);
        int length = out.position() - start - HEADER_BYTES;
        out.putInt(start, length);
        out.putInt(start + 4, crc(out, start + HEADER_BYTES, length));
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
            boolean boundary = payload.get() == BOUNDARY;
            Instant at = Instant.ofEpochMilli(payload.getLong());
            long registerWh = payload.getLong();
            int resolution = payload.getInt();
            byte[] point = new byte[payload.get()];
            payload.get(point);
            MeteringPointId id = new MeteringPointId(new String(point, StandardCharsets.US_ASCII));
            return Optional.of(
                    new Reading(sequence, id, channel, at, registerWh, resolution, boundary));
        } catch (IllegalArgumentException
                | BufferUnderflowException
                | NegativeArraySizeException e) {
            // The checksum fits and the content does not: no record of ours.
            return Optional.empty();
        }
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
