package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.unit.Money;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A part of a {@link SettlementBatch} as the vault takes it.
 *
 * @param start of the delivery interval
 * @param part of the community, 0 if it is not split
 * @param version from 1
 * @param meterVersion of the meter report that the energy stands on; 0 if only cash changes
 * @param pages number of trade pages
 * @param linesRoot over the lines of all parts
 * @param tradesRoot over the part's pages, zero if there are none
 * @param rows in ascending order of index, at most {@link #MAX_ROWS}; cash sums to zero and bought
 *     equals sold
 */
record VaultBatch(
        AreaId area,
        Instant start,
        int part,
        int version,
        int meterVersion,
        int pages,
        Digest linesRoot,
        Digest tradesRoot,
        List<VaultRow> rows) {

    /** The vault's limit. */
    static final int MAX_ROWS = 5_000;

    /** Digest of no exports at all. */
    private static final Digest NO_EXPORTS = Digest.of(new AbiWords().add(1).bytes());

    private static final int GROUP_BYTES = 8 * VaultRow.BYTES;

    private static final long GAS_PER_BATCH = 300_000;
    private static final long GAS_PER_ROW = 1_100;

    /** Of four accounts, at most, the slot being new. */
    private static final long GAS_PER_SLOT = 22_500;

    /** What the contracts' gas snapshot says of 200 rows in 200 slots and in 50, rounded up. */
    private static final long GAS_PER_WRITTEN_SLOT = 5_100;

    private static final Digest TYPE =
            TypedData.text(
                    "Batch(uint32 area,uint64 intervalStart,uint32 part,uint32 version,"
                            + "uint32 meterVersion,uint32 pages,bytes32 linesRoot,"
                            + "bytes32 tradesRoot,bytes32 rowsRoot)");

    private static final String SETTLE =
            "settle((uint32,uint64,uint32,uint32,uint32,uint32,bytes32,bytes32,bytes32),"
                    + "bytes,bytes)";

    private static final int HEAD_WORDS = 11;

    VaultBatch {
        rows = List.copyOf(rows);
        if (rows.size() > MAX_ROWS) {
            throw new IllegalArgumentException("at most " + MAX_ROWS + " rows: " + rows.size());
        }
        Money cash = Money.ZERO;
        long open = 0;
        long last = 0;
        for (VaultRow row : rows) {
            if (row.index() <= last) {
                throw new IllegalArgumentException("rows not ascending: " + row.index());
            }
            last = row.index();
            cash = cash.plus(row.cash());
            open = Math.addExact(open, row.boughtWh() - row.soldWh());
        }
        if (!cash.isZero() || open != 0) {
            throw new IllegalArgumentException(
                    "cash off by " + cash + ", bought less sold is " + open + " Wh");
        }
    }

    /**
     * {@code keccak256(abi.encode(uint32 area, uint64 intervalStart, uint32 part, uint32
     * version))}.
     */
    static Digest keyOf(AreaId area, Instant start, int part, int version) {
        return Digest.keccak(
                new AbiWords()
                        .add(area.value())
                        .add(start.getEpochSecond())
                        .add(part)
                        .add(version)
                        .bytes());
    }

    Digest key() {
        return keyOf(area, start, part, version);
    }

    /** All rows, 24 bytes each. */
    byte[] rowBytes() {
        return bytesOf(rows);
    }

    /** These rows, 24 bytes each. */
    static byte[] bytesOf(List<VaultRow> rows) {
        ByteBuffer bytes = ByteBuffer.allocate(rows.size() * VaultRow.BYTES);
        rows.forEach(row -> row.write(bytes));
        return bytes.array();
    }

    /** Over groups of eight rows; zero if there are none. */
    Digest rowsRoot() {
        return rowsRoot(rows);
    }

    /** Over groups of eight rows; zero if there are none. */
    static Digest rowsRoot(List<VaultRow> rows) {
        List<Digest> groups = groups(rows);
        return groups.isEmpty() ? Digest.ZERO : StatementTree.of(groups).root();
    }

    /** Leaves of the rows' tree: eight rows each. */
    static List<Digest> groups(List<VaultRow> rows) {
        byte[] bytes = bytesOf(rows);
        List<Digest> groups = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += GROUP_BYTES) {
            int to = Math.min(from + GROUP_BYTES, bytes.length);
            groups.add(Digest.keccak(Arrays.copyOfRange(bytes, from, to)));
        }
        return groups;
    }

    /** What the meter report says of the rows' exports. */
    Digest exportsDigest() {
        Digest digest = NO_EXPORTS;
        for (VaultRow row : rows) {
            if (row.exportWh() > 0) {
                long packed = row.index() << Integer.SIZE | row.exportWh();
                digest = Digest.keccak(new AbiWords().add(digest).addUnsigned(packed).bytes());
            }
        }
        return digest;
    }

    /** What the auditor signs. */
    byte[] message(long chainId, ChainAddress vault) {
        byte[] struct = fields(new AbiWords().add(TYPE)).bytes();
        return TypedData.message("Peerwatt SettlementVault", chainId, vault, Digest.keccak(struct));
    }

    /** Data of the call that settles at once. */
    byte[] settle(byte[] auditorSignature) {
        byte[] rowBytes = rowBytes();
        AbiWords words = fields(AbiWords.call(SETTLE));
        int tail = HEAD_WORDS * AbiWords.WORD;
        return words.add(tail)
                .add((long) tail + AbiWords.WORD + AbiWords.padded(rowBytes.length))
                .addBytes(rowBytes)
                .addBytes(auditorSignature)
                .bytes();
    }

    /** Words of the batch itself, as calls, events and hashes have it. */
    AbiWords fields(AbiWords words) {
        return words.add(area.value())
                .add(start.getEpochSecond())
                .add(part)
                .add(version)
                .add(meterVersion)
                .add(pages)
                .add(linesRoot)
                .add(tradesRoot)
                .add(rowsRoot());
    }

    /**
     * Gas that the batch may use at most; unused gas costs nothing.
     *
     * @throws IllegalStateException if no transaction can carry it: the community must be split
     */
    long gasLimit() {
        long slots = rows.stream().map(row -> slotOf(row.index())).distinct().count();
        long least = leastGas(rows.size(), slots);
        if (least > TransactionSigner.GAS_CAP) {
            throw new IllegalStateException(
                    rows.size() + " rows in " + slots + " slots need " + least + " gas");
        }
        long most = GAS_PER_BATCH + GAS_PER_ROW * rows.size() + GAS_PER_SLOT * slots;
        return Math.min(TransactionSigner.GAS_CAP, most);
    }

    /** Where the vault keeps an account, with three others. */
    static long slotOf(long index) {
        return index / 4;
    }

    /** Gas of a batch whose slots were all written before. */
    static long leastGas(long rows, long slots) {
        return GAS_PER_BATCH + GAS_PER_ROW * rows + GAS_PER_WRITTEN_SLOT * slots;
    }
}
