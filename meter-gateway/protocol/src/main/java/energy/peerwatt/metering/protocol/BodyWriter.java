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

    private record Profile(String id, Hash256 hash) {}

    private final CborWriter registerRows = new CborWriter();
    private final CborWriter clockRows = new CborWriter();
    private final CborWriter profileRows = new CborWriter();
    private final CborWriter readingRows = new CborWriter();
    private final Map<Register, Integer> registers = new HashMap<>();
    private final Map<ClockState, Integer> clocks = new HashMap<>();
    private final Map<Profile, Integer> profiles = new HashMap<>();
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
        Optional<DeviceEvidence> evidence = reading.evidence();
        count++;
        readingRows
                .array(evidence.isPresent() ? 9 : 7)
                .integer(register)
                .integer(reading.at().toEpochMilli())
                .integer(reading.registerWh())
                .integer(reading.resolutionMilliWh())
                .bool(reading.boundary())
                .integer(clock)
                .bytes(salt, 0, SaltKey.SALT_BYTES);
        if (evidence.isPresent()) {
            readingRows.integer(profile(evidence.get())).bytes(evidence.get().frameHash().bytes());
        }
    }

    /** Adds the hash of the next reading's leaf in place of the reading. */
    void withhold(Hash256 leaf) {
        count++;
        readingRows.bytes(leaf.bytes());
    }

    byte[] toByteArray() {
        CborWriter out = new CborWriter().array(4);
        out.array(registers.size()).raw(registerRows);
        out.array(clocks.size()).raw(clockRows);
        out.array(profiles.size()).raw(profileRows);
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
        Profile profile = new Profile(evidence.profileId(), evidence.profileHash());
        Integer known = profiles.putIfAbsent(profile, profiles.size());
        if (known != null) {
            return known;
        }
        profileRows.array(2).text(profile.id()).bytes(profile.hash().bytes());
        return profiles.size() - 1;
    }
}
