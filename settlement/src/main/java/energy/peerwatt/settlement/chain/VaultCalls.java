package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.AreaId;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Data of the vault's calls and events, to and fro. */
final class VaultCalls {

    private static final int WORD = AbiWords.WORD;
    private static final int SELECTOR = 4;

    private static final String BATCH =
            "(uint32,uint64,uint32,uint32,uint32,uint32,bytes32,bytes32,bytes32)";

    /** The event of a batch that took effect; its indexed word is the key. */
    static final Digest BATCH_SETTLED = TypedData.text("BatchSettled(bytes32," + BATCH + ")");

    private static final byte[] SETTLE = selector("settle(" + BATCH + ",bytes,bytes)");
    private static final byte[] APPLY = selector("applyProposed(" + BATCH + ",bytes)");
    private static final byte[] REPORT =
            selector(
                    "report((uint32,uint64,uint32,uint32,bytes32,bytes32,uint64,uint64),"
                            + "address[],bytes[])");

    /** The event of money that came in; its indexed word is the account's index. */
    static final Digest DEPOSITED = TypedData.text("Deposited(uint32,uint256)");

    /** The event of money that went out; its indexed word is the account's index. */
    static final Digest EXITED = TypedData.text("Exited(uint32,address,uint256)");

    private VaultCalls() {}

    /** What an event or call says of a batch, beside its rows. */
    record Head(
            AreaId area,
            Instant start,
            int part,
            int version,
            int meterVersion,
            int pages,
            Digest linesRoot,
            Digest tradesRoot,
            Digest rowsRoot) {

        static final int WORDS = 9;

        static Head of(List<Digest> words) {
            return new Head(
                    new AreaId(number(words.get(0))),
                    Instant.ofEpochSecond(new BigInteger(words.get(1).bytes()).longValueExact()),
                    number(words.get(2)),
                    number(words.get(3)),
                    number(words.get(4)),
                    number(words.get(5)),
                    words.get(6),
                    words.get(7),
                    words.get(8));
        }

        Digest key() {
            return VaultBatch.keyOf(area, start, part, version);
        }

        /** Adds its words as calls have them. */
        AbiWords write(AbiWords words) {
            return words.add(area.value())
                    .add(start.getEpochSecond())
                    .add(part)
                    .add(version)
                    .add(meterVersion)
                    .add(pages)
                    .add(linesRoot)
                    .add(tradesRoot)
                    .add(rowsRoot);
        }
    }

    static byte[] register(ChainAddress owner) {
        return AbiWords.call("register(address)").add(owner).bytes();
    }

    static byte[] deposit(long index, long amountNano) {
        return AbiWords.call("deposit(uint32,uint64)").add(index).add(amountNano).bytes();
    }

    static byte[] indexOf(ChainAddress owner) {
        return AbiWords.call("indexOf(address)").add(owner).bytes();
    }

    static byte[] cashOf(long index) {
        return AbiWords.call("cashOf(uint32)").add(index).bytes();
    }

    static byte[] exitOf(long index) {
        return AbiWords.call("exitOf(uint32)").add(index).bytes();
    }

    static byte[] payeeOf(long index) {
        return AbiWords.call("payeeOf(uint32)").add(index).bytes();
    }

    static byte[] exitFor(long index) {
        return AbiWords.call("exitFor(uint32)").add(index).bytes();
    }

    /** An account's index as events have it. */
    static Digest topic(long index) {
        return Digest.of(new AbiWords().add(index).bytes());
    }

    static byte[] energyVersionOf(AreaId area, Instant start) {
        return AbiWords.call("energyVersionOf(uint32,uint64,uint32)")
                .add(area.value())
                .add(start.getEpochSecond())
                .add(0)
                .bytes();
    }

    /** Which settlement a settling or reporting call is of; empty for other calls. */
    static Optional<ChainGateway.Subject> subjectOf(byte[] call) {
        if (!starts(call, SETTLE) && !starts(call, APPLY) && !starts(call, REPORT)) {
            return Optional.empty();
        }
        List<Digest> words = words(call, SELECTOR, 4);
        return Optional.of(
                new ChainGateway.Subject(
                        new AreaId(number(words.get(0))),
                        Instant.ofEpochSecond(
                                new BigInteger(words.get(1).bytes()).longValueExact()),
                        number(words.get(3))));
    }

    /** The batch of a settling call; empty if it is another call or does not hold together. */
    static Optional<Settling> settlingIn(byte[] call) {
        boolean known = starts(call, SETTLE) || starts(call, APPLY);
        if (!known || call.length < SELECTOR + (Head.WORDS + 1) * WORD) {
            return Optional.empty();
        }
        try {
            List<Digest> words = words(call, SELECTOR, Head.WORDS + 1);
            int at = SELECTOR + number(words.get(Head.WORDS));
            int length = number(words(call, at, 1).getFirst());
            ByteBuffer bytes = ByteBuffer.wrap(call, at + WORD, length);
            List<VaultRow> rows = new ArrayList<>();
            while (bytes.hasRemaining()) {
                rows.add(VaultRow.read(bytes));
            }
            return Optional.of(new Settling(Head.of(words), rows));
        } catch (RuntimeException e) {
            // Whatever it is, the vault did not take it as a batch.
            return Optional.empty();
        }
    }

    /** A batch and its rows. */
    record Settling(Head head, List<VaultRow> rows) {}

    private static List<Digest> words(byte[] data, int from, int count) {
        List<Digest> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = from + i * WORD;
            if (at < 0 || at + WORD > data.length) {
                throw new IllegalArgumentException("data ends at " + data.length);
            }
            words.add(Digest.of(Arrays.copyOfRange(data, at, at + WORD)));
        }
        return words;
    }

    private static int number(Digest word) {
        return new BigInteger(word.bytes()).intValueExact();
    }

    private static boolean starts(byte[] call, byte[] selector) {
        return call.length >= SELECTOR && Arrays.equals(call, 0, SELECTOR, selector, 0, SELECTOR);
    }

    private static byte[] selector(String signature) {
        return Arrays.copyOf(TypedData.text(signature).bytes(), SELECTOR);
    }
}
