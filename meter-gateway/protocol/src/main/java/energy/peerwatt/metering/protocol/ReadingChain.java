package energy.peerwatt.metering.protocol;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The hash chains of all registers of one gateway in one epoch: each reading's leaf holds the hash
 * of the leaf before it of the same register. The chain does not depend on how readings are put
 * into blocks.
 *
 * <p>Mutable; one thread at a time.
 */
public final class ReadingChain {

    private record Register(MeteringPointId meteringPoint, Channel channel) {}

    private static final class State {

        private final byte[] name;
        private final byte[] head;

        State(byte[] name, byte[] head) {
            this.name = name;
            this.head = head;
        }

        State(State other) {
            this(other.name, other.head.clone());
        }
    }

    private final String gatewayId;
    private final long epoch;
    private final SaltKey.Salts salts;
    private final LeafHasher hasher;
    private final Map<Register, State> states = new HashMap<>();

    /**
     * Chains that have got to {@code heads}.
     *
     * @param heads empty at the start of an epoch; other registers start with {@link #genesis}
     */
    public ReadingChain(
            String gatewayId, long epoch, SaltKey saltKey, Collection<ChainHead> heads) {
        this.gatewayId = ReadingBlock.requireGatewayId(gatewayId);
        this.epoch = epoch;
        salts = saltKey.salts(gatewayId, epoch);
        hasher = new LeafHasher(gatewayId, epoch);
        for (ChainHead head : heads) {
            byte[] name = LeafHasher.name(head.meteringPoint(), head.channel());
            states.put(
                    new Register(head.meteringPoint(), head.channel()),
                    new State(name, head.hash().toByteArray()));
        }
    }

    /** Chains of a new epoch. */
    public ReadingChain(String gatewayId, long epoch, SaltKey saltKey) {
        this(gatewayId, epoch, saltKey, List.of());
    }

    private ReadingChain(ReadingChain other) {
        gatewayId = other.gatewayId;
        epoch = other.epoch;
        salts = other.salts;
        hasher = other.hasher;
        other.states.forEach((register, state) -> states.put(register, new State(state)));
    }

    /** The hash that the first reading of a register in an epoch has for the one before. */
    public static Hash256 genesis(
            String gatewayId, long epoch, MeteringPointId point, Channel channel) {
        return LeafHasher.genesis(gatewayId, epoch, LeafHasher.name(point, channel));
    }

    public String gatewayId() {
        return gatewayId;
    }

    public long epoch() {
        return epoch;
    }

    /** A chain of its own that has got as far as this one; to be used by the same thread. */
    public ReadingChain copy() {
        return new ReadingChain(this);
    }

    /** The next reading of its register; readings come in the order of their sequences. */
    public void append(Reading reading) {
        State state = state(reading);
        append(reading, state, salts.salt(reading.sequence()), state.head, 0);
    }

    /** How far each register has got, in no order. */
    public List<ChainHead> heads() {
        List<ChainHead> heads = new ArrayList<>(states.size());
        states.forEach((register, state) ->
                heads.add(
                        new ChainHead(
                                register.meteringPoint(),
                                register.channel(),
                                Hash256.of(state.head))));
        return heads;
    }

    /** Appends, adding the reading to a body and its hash to the leaves. */
    void append(Reading reading, BodyWriter body, byte[] leaves, int index) {
        State state = state(reading);
        byte[] salt = salts.salt(reading.sequence());
        body.add(reading, state.head, salt);
        append(reading, state, salt, leaves, index * Hash256.BYTES);
        System.arraycopy(leaves, index * Hash256.BYTES, state.head, 0, Hash256.BYTES);
    }

    private void append(Reading reading, State state, byte[] salt, byte[] hash, int at) {
        hasher.hash(reading, state.name, state.head, salt, hash, at);
    }

    private State state(Reading reading) {
        return states.computeIfAbsent(
                new Register(reading.meteringPoint(), reading.channel()), this::newState);
    }

    private State newState(Register register) {
        byte[] name = LeafHasher.name(register.meteringPoint(), register.channel());
        return new State(name, LeafHasher.genesis(gatewayId, epoch, name).toByteArray());
    }
}
