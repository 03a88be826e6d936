package energy.peerwatt.metering.protocol;

import static energy.peerwatt.metering.protocol.CborReader.require;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.BlockResult.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what {@link BodyWriter} writes, hashes every leaf on the way and compares the root; refuses
 * every other encoding of the same readings.
 */
final class BodyReader {

    /** Takes the readings of a body in order; {@code at} tells more of the one in turn. */
    interface Visitor {

        void reading(Reading reading, BodyReader at) throws MalformedBlockException;

        /** A reading of which the body holds nothing but the hash of its leaf. */
        void withheld(BodyReader at) throws MalformedBlockException;
    }

    private interface Row<T> {

        T read(CborReader in) throws MalformedBlockException;
    }

    private record Profile(String id, Hash256 hash, Optional<String> identity) {}

    private static final class Register {

        private final MeteringPointId meteringPoint;
        private final Channel channel;
        private final Hash256 previous;
        private final byte[] name;
        private final byte[] head;

        Register(MeteringPointId meteringPoint, Channel channel, Hash256 previous) {
            this.meteringPoint = meteringPoint;
            this.channel = channel;
            this.previous = previous;
            name = LeafHasher.name(meteringPoint, channel);
            head = previous.toByteArray();
        }

        static Register read(CborReader in) throws MalformedBlockException {
            in.array(3, "a register is an array of 3");
            MeteringPointId point = new MeteringPointId(in.text());
            return new Register(point, Channels.of(in.small(Channels.MAX_CODE)), in.hash());
        }

        ChainLink link() {
            return new ChainLink(meteringPoint, channel, previous, Hash256.of(head));
        }
    }

    private final BlockHeader header;
    private final CborReader in;
    private final LeafHasher hasher;
    private final byte[] leaves;
    private final Table<Register> registers;
    private final Table<ClockState> clocks;
    private final Table<Profile> profiles;
    private final Table<MeterRecord> records;
    private int index;
    private int recordBytes;
    private byte[] salt = {};
    private byte[] firstPrevious = {};

    private BodyReader(BlockHeader header, byte[] body) throws MalformedBlockException {
        this.header = header;
        in = new CborReader(body);
        hasher = new LeafHasher(header.gatewayId(), header.epoch());
        leaves = new byte[header.count() * Hash256.BYTES];
        boolean isPlain = header.layout() == BlockHeader.PLAIN;
        in.array(isPlain ? 4 : 5, "a body is an array of 4, or of 5 in layout 3");
        registers = new Table<>(in, Register::read, r -> r.meteringPoint + "/" + r.channel);
        clocks = new Table<>(in, ClockCodec::read, clock -> clock);
        profiles = new Table<>(in, this::profile, profile -> profile);
        records =
                isPlain
                        ? new Table<>()
                        : new Table<>(in, ContextCodec::readRecord, record -> record);
    }

    /**
     * Reads a body to its end.
     *
     * @throws MalformedBlockException also if the root is another than the header's
     */
    static BodyReader read(BlockHeader header, byte[] body, Visitor visitor)
            throws MalformedBlockException {
        BodyReader reader = readUnderAnyRoot(header, body, visitor);
        if (!reader.root().equals(header.root())) {
            throw new MalformedBlockException(Refusal.WRONG_ROOT, "gateway " + header.gatewayId());
        }
        return reader;
    }

    static BodyReader readUnderAnyRoot(BlockHeader header, byte[] body, Visitor visitor)
            throws MalformedBlockException {
        try {
            BodyReader reader = new BodyReader(header, body);
            reader.readings(visitor);
            return reader;
        } catch (IllegalArgumentException e) {
            throw new MalformedBlockException(Refusal.INVALID_CONTENT, String.valueOf(e));
        }
    }

    /** Of the tree over the leaves. */
    Hash256 root() {
        return MerkleTree.root(leaves, header.count(), Hash256.newDigest());
    }

    /** Hashes of all leaves, one after the other. */
    byte[] leaves() {
        return leaves;
    }

    /** In the order of first use. */
    List<ChainLink> links() {
        return registers.rows.stream().map(Register::link).toList();
    }

    /** The canonical leaf of the reading in turn. */
    byte[] leaf() {
        return hasher.lastLeaf();
    }

    /** The hash of that leaf. */
    Hash256 leafHash() {
        return Hash256.copyOf(leaves, index * Hash256.BYTES);
    }

    /** The salt of the reading in turn. */
    byte[] salt() {
        return salt;
    }

    /** What the first reading in the body of its register links to. */
    byte[] firstPrevious() {
        return firstPrevious;
    }

    private void readings(Visitor visitor) throws MalformedBlockException {
        require(in.array(header.count()) == header.count(), "not as many readings as signed");
        for (index = 0; index < header.count(); index++) {
            int offset = index * Hash256.BYTES;
            if (in.isBytes()) {
                System.arraycopy(in.hash().bytes(), 0, leaves, offset, Hash256.BYTES);
                visitor.withheld(this);
            } else {
                visitor.reading(reading(header.firstSequence() + index, offset), this);
            }
        }
        in.end();
        registers.requireAllUsed();
        clocks.requireAllUsed();
        profiles.requireAllUsed();
        records.requireAllUsed();
    }

    private Reading reading(long sequence, int offset) throws MalformedBlockException {
        int size = in.array(10);
        require(
                size == 7 || size == 9 || (size == 10 && header.layout() != BlockHeader.PLAIN),
                "a reading is an array of 7 or 9, or of 10 in layout 3");
        Register register = registers.use(in);
        Instant at = Instant.ofEpochMilli(in.unsigned());
        long registerWh = in.unsigned();
        int resolution = in.small(Integer.MAX_VALUE);
        boolean boundary = in.bool();
        ClockState clock = clocks.use(in);
        salt = in.bytes();
        require(salt.length == SaltKey.SALT_BYTES, "a salt is not 16 bytes");
        Reading reading =
                new Reading(
                        sequence,
                        register.meteringPoint,
                        register.channel,
                        at,
                        registerWh,
                        resolution,
                        boundary,
                        clock,
                        context(size));
        firstPrevious = register.previous.bytes();
        hasher.hash(reading, register.name, register.head, salt, leaves, offset);
        System.arraycopy(leaves, offset, register.head, 0, Hash256.BYTES);
        return reading;
    }

    private DeviceContext context(int size) throws MalformedBlockException {
        if (size < 10) {
            return size == 7 ? DeviceContext.NONE : DeviceContext.of(evidence());
        }
        int evidence = in.array(2);
        require(evidence != 1, "evidence is an array of 0 or 2");
        DeviceContext context = evidence == 2 ? DeviceContext.of(evidence()) : DeviceContext.NONE;
        Optional<Integer> watts = ContextCodec.readWatts(in);
        Optional<MeterRecord> record =
                in.array(1) == 1 ? Optional.of(records.use(in)) : Optional.empty();
        require(watts.isPresent() || record.isPresent(), "a longer reading than needed");
        recordBytes += record.map(MeterRecord::length).orElse(0);
        require(recordBytes <= ReadingBlock.MAX_RECORD_BYTES, "too many bytes of records");
        return new DeviceContext(watts, context.evidence(), record);
    }

    private DeviceEvidence evidence() throws MalformedBlockException {
        Profile profile = profiles.use(in);
        return new DeviceEvidence(profile.id(), profile.hash(), in.hash(), profile.identity());
    }

    private Profile profile(CborReader in) throws MalformedBlockException {
        int size = in.array(3);
        require(
                size == 2 || (size == 3 && header.layout() != BlockHeader.PLAIN),
                "a profile is an array of 2, or of 3 in layout 3");
        return new Profile(
                in.text(), in.hash(), size == 3 ? Optional.of(in.text()) : Optional.empty());
    }

    /** Rows that are referred to by their number: all different, in the order of first use. */
    private static final class Table<T> {

        private final List<T> rows;
        private int used;

        Table() {
            rows = List.of();
        }

        Table(CborReader in, Row<T> row, Function<T, Object> identity)
                throws MalformedBlockException {
            int count = in.array(ReadingBlock.MAX_READINGS);
            rows = new ArrayList<>();
            HashSet<Object> known = new HashSet<>();
            for (int i = 0; i < count; i++) {
                T next = row.read(in);
                require(known.add(identity.apply(next)), "the same row twice");
                rows.add(next);
            }
        }

        T use(CborReader in) throws MalformedBlockException {
            int index = in.small(Math.min(used, rows.size() - 1));
            used = Math.max(used, index + 1);
            return rows.get(index);
        }

        void requireAllUsed() throws MalformedBlockException {
            require(used == rows.size(), "a row that no reading uses");
        }
    }
}
