package energy.peerwatt.metering.protocol;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The readings of a block as deterministic CBOR; see the module's README for the layout. Tables are
 * in the order of first use.
 */
final class BodyWriter {

    private record Register(MeteringPointId meteringPoint, Channel channel) {}

    private record Profile(String id, Hash256 hash, Optional<String> identity) {}

    private final CborWriter registerRows = new CborWriter();
    private final CborWriter clockRows = new CborWriter();
    private final CborWriter profileRows = new CborWriter();
    private final CborWriter recordRows = new CborWriter();
    private final CborWriter readingRows = new CborWriter();
    private final Map<Register, Integer> registers = new HashMap<>();
    private final Map<ClockState, Integer> clocks = new HashMap<>();
    private final Map<Profile, Integer> profiles = new HashMap<>();
    private final Map<MeterRecord, Integer> records = new HashMap<>();
    private int count;

    /**
     * Adds the next reading.
     *
     * @param previous 32 bytes; matters for the first reading of its register
     * @param salt its first 16 bytes
     */
    void add(Reading reading, byte[] previous, byte[] salt) {
        int register = register(reading, previous);
        int clock = clock(reading.clock());
        DeviceContext context = reading.context();
        count++;
        readingRows
                .array(size(context))
                .integer(register)
                .integer(reading.at().toEpochMilli())
                .integer(reading.registerWh())
                .integer(reading.resolutionMilliWh())
                .bool(reading.boundary())
                .integer(clock)
                .bytes(salt, 0, SaltKey.SALT_BYTES);
        if (context.hasMoreThanEvidence()) {
            addContext(context);
        } else if (context.evidence().isPresent()) {
            addEvidence(context.evidence().get());
        }
    }

    private static int size(DeviceContext context) {
        if (context.hasMoreThanEvidence()) {
            return 10;
        }
        return context.evidence().isPresent() ? 9 : 7;
    }

    private void addContext(DeviceContext context) {
        readingRows.array(context.evidence().isPresent() ? 2 : 0);
        context.evidence().ifPresent(this::addEvidence);
        ContextCodec.writeWatts(context.watts(), readingRows);
        readingRows.array(context.record().isPresent() ? 1 : 0);
        context.record().ifPresent(record -> readingRows.integer(record(record)));
    }

    private void addEvidence(DeviceEvidence evidence) {
        readingRows.integer(profile(evidence)).bytes(evidence.frameHash().bytes());
    }

    /** Adds the hash of the next reading's leaf in place of the reading. */
    void withhold(Hash256 leaf) {
        count++;
        readingRows.bytes(leaf.bytes());
    }

    /** The body as it stands under a header of this layout. */
    byte[] toByteArray(int layout) {
        CborWriter out = new CborWriter().array(layout == BlockHeader.PLAIN ? 4 : 5);
        out.array(registers.size()).raw(registerRows);
        out.array(clocks.size()).raw(clockRows);
        out.array(profiles.size()).raw(profileRows);
        if (layout != BlockHeader.PLAIN) {
            out.array(records.size()).raw(recordRows);
        }
        out.array(count).raw(readingRows);
        return out.toByteArray();
    }

    private int register(Reading reading, byte[] previous) {
        Register register = new Register(reading.meteringPoint(), reading.channel());
        Integer known = registers.putIfAbsent(register, registers.size());
        if (known != null) {
            return known;
        }
        registerRows
                .array(3)
                .text(register.meteringPoint().value())
                .integer(Channels.code(register.channel()))
                .bytes(previous);
        return registers.size() - 1;
    }

    private int clock(ClockState clock) {
        Integer known = clocks.putIfAbsent(clock, clocks.size());
        if (known != null) {
            return known;
        }
        ClockCodec.write(clock, clockRows);
        return clocks.size() - 1;
    }

    private int profile(DeviceEvidence evidence) {
        Profile profile =
                new Profile(evidence.profileId(), evidence.profileHash(), evidence.identity());
        Integer known = profiles.putIfAbsent(profile, profiles.size());
        if (known != null) {
            return known;
        }
        profileRows.array(profile.identity().isPresent() ? 3 : 2);
        profileRows.text(profile.id()).bytes(profile.hash().bytes());
        profile.identity().ifPresent(profileRows::text);
        return profiles.size() - 1;
    }

    private int record(MeterRecord record) {
        Integer known = records.putIfAbsent(record, records.size());
        if (known != null) {
            return known;
        }
        ContextCodec.writeRecord(record, recordRows);
        return records.size() - 1;
    }
}
