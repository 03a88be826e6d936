package energy.peerwatt.metering.protocol;

import static energy.peerwatt.metering.protocol.CborReader.require;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.BlockResult.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The payload of a block as deterministic CBOR; see the module's README for the layout.
 *
 * <pre>
 * [1, gatewayId, epoch, firstSequence, [meteringPoint…], [[point, channel, atMillis, registerWh,
 *  resolutionMilliWh, boundary]…]]
 * </pre>
 */
final class BlockCodec {

    static final int VERSION = 1;

    private BlockCodec() {}

    static byte[] encode(ReadingBlock block) {
        SortedSet<MeteringPointId> points = new TreeSet<>();
        block.readings().forEach(reading -> points.add(reading.meteringPoint()));
        CborWriter out = new CborWriter();
        out.array(6).integer(VERSION).text(block.gatewayId());
        out.integer(block.epoch()).integer(block.firstSequence());
        Map<MeteringPointId, Integer> index = new HashMap<>();
        out.array(points.size());
        for (MeteringPointId point : points) {
            index.put(point, index.size());
            out.text(point.value());
        }
        out.array(block.readings().size());
        block.readings().forEach(reading -> encode(reading, index, out));
        return out.toByteArray();
    }

    private static void encode(
            Reading reading, Map<MeteringPointId, Integer> index, CborWriter out) {
        out.array(6)
                .integer(Objects.requireNonNull(index.get(reading.meteringPoint())))
                .integer(code(reading.channel()))
                .integer(reading.at().toEpochMilli())
                .integer(reading.registerWh())
                .integer(reading.resolutionMilliWh())
                .bool(reading.boundary());
    }

    static ReadingBlock decode(byte[] payload) throws MalformedBlockException {
        CborReader in = new CborReader(payload);
        in.array(6, "a block is an array of 6");
        if (in.unsigned() != VERSION) {
            throw new MalformedBlockException(Refusal.UNSUPPORTED_VERSION, "layout version");
        }
        String gatewayId = in.text();
        long epoch = in.unsigned();
        long firstSequence = in.unsigned();
        try {
            List<MeteringPointId> points = decodePoints(in);
            List<Reading> readings = decodeReadings(in, points, firstSequence);
            in.end();
            return new ReadingBlock(gatewayId, epoch, readings);
        } catch (IllegalArgumentException e) {
            throw new MalformedBlockException(Refusal.INVALID_CONTENT, String.valueOf(e));
        }
    }

    private static List<MeteringPointId> decodePoints(CborReader in)
            throws MalformedBlockException {
        int count = in.array(ReadingBlock.MAX_READINGS);
        List<MeteringPointId> points = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            MeteringPointId point = new MeteringPointId(in.text());
            require(
                    points.isEmpty() || points.getLast().compareTo(point) < 0,
                    "metering points not ascending");
            points.add(point);
        }
        return points;
    }

    private static List<Reading> decodeReadings(
            CborReader in, List<MeteringPointId> points, long firstSequence)
            throws MalformedBlockException {
        int count = in.array(ReadingBlock.MAX_READINGS);
        boolean[] used = new boolean[points.size()];
        List<Reading> readings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            in.array(6, "a reading is an array of 6");
            int point = in.small(points.size() - 1);
            used[point] = true;
            readings.add(decodeReading(in, firstSequence + i, points.get(point)));
        }
        for (boolean isUsed : used) {
            require(isUsed, "metering point without a reading");
        }
        return readings;
    }

    private static Reading decodeReading(CborReader in, long sequence, MeteringPointId point)
            throws MalformedBlockException {
        return new Reading(
                sequence,
                point,
                channel(in.small(2)),
                Instant.ofEpochMilli(in.unsigned()),
                in.unsigned(),
                in.small(Integer.MAX_VALUE),
                in.bool());
    }

    // Written out, not ordinals: the bytes must not depend on the order of an enum.
    private static int code(Channel channel) {
        return switch (channel) {
            case IMPORT -> 0;
            case EXPORT -> 1;
            case GENERATION -> 2;
        };
    }

    private static Channel channel(int code) {
        return switch (code) {
            case 0 -> Channel.IMPORT;
            case 1 -> Channel.EXPORT;
            default -> Channel.GENERATION;
        };
    }
}
