package energy.peerwatt.metering.protocol;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.BlockResult.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A block as bytes: the signed header, which commits to a Merkle root, and the readings under that
 * root. Kept by the head-end so that each reading stays provable; immutable.
 */
public final class SignedBlock {

    private record Register(MeteringPointId meteringPoint, Channel channel) {

        static Register of(Reading reading) {
            return new Register(reading.meteringPoint(), reading.channel());
        }
    }

    private final byte[] header;
    private final byte[] body;

    /**
     * Joins the two parts; nothing is checked.
     *
     * @param header COSE_Sign1 with a {@link BlockHeader} in it
     * @param body the readings
     */
    public SignedBlock(byte[] header, byte[] body) {
        this.header = header.clone();
        this.body = body.clone();
    }

    static SignedBlock decode(byte[] bytes) throws MalformedBlockException {
        CborReader in = new CborReader(bytes);
        if (in.isTag()) {
            throw new MalformedBlockException(Refusal.UNSUPPORTED_VERSION, "layout version 1");
        }
        in.array(2, "a block is an array of 2");
        SignedBlock block = new SignedBlock(in.bytes(), in.bytes());
        in.end();
        return block;
    }

    /** What a gateway sends: {@code [<< header >>, << body >>]}. */
    public byte[] toByteArray() {
        return new CborWriter().array(2).bytes(header).bytes(body).toByteArray();
    }

    /** COSE_Sign1 (RFC 9052), the same in the proofs of all readings. */
    public byte[] header() {
        return header.clone();
    }

    /** The readings as deterministic CBOR. */
    public byte[] body() {
        return body.clone();
    }

    /**
     * The proof of one reading; it says nothing about the others.
     *
     * @return empty if the block does not hold the sequence, or holds only its hash
     * @throws IllegalArgumentException if the bytes are not those of a block
     */
    public Optional<ReadingProof> prove(long sequence) {
        try {
            BlockHeader signed = signedHeader();
            long index = sequence - signed.firstSequence();
            if (index < 0 || index >= signed.count()) {
                return Optional.empty();
            }
            Picker picker = new Picker(sequence);
            BodyReader reader = BodyReader.read(signed, body, picker);
            if (picker.leaf == null) {
                return Optional.empty();
            }
            List<Hash256> path =
                    MerkleTree.path(
                            reader.leaves(), signed.count(), (int) index, Hash256.newDigest());
            return Optional.of(new ReadingProof(header, picker.leaf, path));
        } catch (MalformedBlockException e) {
            throw new IllegalArgumentException("not a block", e);
        }
    }

    /**
     * The same block without the readings of some metering points. Of those, the hashes of the
     * salted leaves stay, from which nothing can be learned; the other readings stay provable.
     *
     * @throws IllegalArgumentException if the bytes are not those of a block
     */
    public SignedBlock without(Set<MeteringPointId> points) {
        return without(reading -> points.contains(reading.meteringPoint()));
    }

    /**
     * The same block without some readings. In a register's chain a reading cannot be left out
     * between others, so with one that is gone all before it of its register go, too.
     *
     * @throws IllegalArgumentException if the bytes are not those of a block
     */
    public SignedBlock without(Predicate<Reading> gone) {
        try {
            BlockHeader signed = signedHeader();
            Remover remover = new Remover(lastGone(signed, gone));
            BodyReader.read(signed, body, remover);
            return new SignedBlock(header, remover.rest.toByteArray(signed.layout()));
        } catch (MalformedBlockException e) {
            throw new IllegalArgumentException("not a block", e);
        }
    }

    /**
     * The part of each register's chain from a sequence on; registers without a reading from there
     * on are left out.
     *
     * @throws IllegalArgumentException if the bytes are not those of a block, or readings are
     *     withheld
     */
    public List<ChainLink> links(long fromSequence) {
        try {
            Linker linker = new Linker(fromSequence);
            BodyReader.read(signedHeader(), body, linker);
            return linker.links();
        } catch (MalformedBlockException e) {
            throw new IllegalArgumentException("not a whole block", e);
        }
    }

    private static final class Linker implements BodyReader.Visitor {

        private final long fromSequence;
        private final Map<Register, Hash256> previous = new LinkedHashMap<>();
        private final Map<Register, Hash256> heads = new HashMap<>();

        Linker(long fromSequence) {
            this.fromSequence = fromSequence;
        }

        @Override
        public void reading(Reading reading, BodyReader at) {
            Register register = Register.of(reading);
            if (reading.sequence() >= fromSequence) {
                Hash256 before = heads.get(register);
                previous.putIfAbsent(
                        register, before == null ? Hash256.of(at.firstPrevious()) : before);
            }
            heads.put(register, at.leafHash());
        }

        @Override
        public void withheld(BodyReader at) throws MalformedBlockException {
            throw new MalformedBlockException("a reading is withheld");
        }

        List<ChainLink> links() {
            List<ChainLink> links = new ArrayList<>(previous.size());
            previous.forEach((register, before) ->
                    links.add(
                            new ChainLink(
                                    register.meteringPoint(),
                                    register.channel(),
                                    before,
                                    Objects.requireNonNull(heads.get(register)))));
            return links;
        }
    }

    private static final class Picker implements BodyReader.Visitor {

        private final long sequence;
        private byte @Nullable [] leaf;

        Picker(long sequence) {
            this.sequence = sequence;
        }

        @Override
        public void reading(Reading reading, BodyReader at) {
            if (reading.sequence() == sequence) {
                leaf = at.leaf();
            }
        }

        @Override
        public void withheld(BodyReader at) {
            // Its hash is among the leaves; no more is known of it.
        }
    }

    /** The newest reading of each register that is gone. */
    private Map<Register, Long> lastGone(BlockHeader signed, Predicate<Reading> gone)
            throws MalformedBlockException {
        Map<Register, Long> last = new HashMap<>();
        BodyReader.read(
                signed,
                body,
                new BodyReader.Visitor() {
                    @Override
                    public void reading(Reading reading, BodyReader at) {
                        if (gone.test(reading)) {
                            last.put(Register.of(reading), reading.sequence());
                        }
                    }

                    @Override
                    public void withheld(BodyReader at) {
                        // Gone already.
                    }
                });
        return last;
    }

    private static final class Remover implements BodyReader.Visitor {

        private final Map<Register, Long> lastGone;
        private final Map<Register, byte[]> previous = new HashMap<>();
        private final BodyWriter rest = new BodyWriter();

        Remover(Map<Register, Long> lastGone) {
            this.lastGone = lastGone;
        }

        @Override
        public void reading(Reading reading, BodyReader at) {
            Register register = Register.of(reading);
            if (reading.sequence() <= lastGone.getOrDefault(register, 0L)) {
                rest.withhold(at.leafHash());
                previous.put(register, at.leafHash().toByteArray());
            } else {
                byte[] before = previous.getOrDefault(register, at.firstPrevious());
                rest.add(reading, before, at.salt());
            }
        }

        @Override
        public void withheld(BodyReader at) {
            rest.withhold(at.leafHash());
        }
    }

    private BlockHeader signedHeader() throws MalformedBlockException {
        return BlockHeader.decode(CoseSign1.decode(header).payload());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedBlock block
                && Arrays.equals(header, block.header)
                && Arrays.equals(body, block.body);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(header);
    }
}
