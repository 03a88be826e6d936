package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.AreaId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the meters of an area's part counted in an interval, for the oracle.
 *
 * @param version from 1 without a gap
 * @param readingsRoot over all readings, not zero
 * @param exportsDigest over the accounts with export, {@link VaultBatch#exportsDigest}
 * @param importWh sum of all import
 * @param exportWh sum of all export
 */
record MeterReport(
        AreaId area,
        Instant start,
        int part,
        int version,
        Digest readingsRoot,
        Digest exportsDigest,
        long importWh,
        long exportWh) {

    private static final Digest TYPE =
            TypedData.text(
                    "Report(uint32 area,uint64 intervalStart,uint32 part,uint32 version,"
                            + "bytes32 readingsRoot,bytes32 exportsDigest,uint64 importWh,"
                            + "uint64 exportWh)");

    private static final String REPORT =
            "report((uint32,uint64,uint32,uint32,bytes32,bytes32,uint64,uint64),"
                    + "address[],bytes[])";

    private static final int HEAD_WORDS = 10;

    private static final long GAS = 200_000;
    private static final long GAS_PER_SIGNATURE = 30_000;

    /** Key of the report's row in the outbox. */
    Digest key() {
        return Digest.keccak(fields(new AbiWords().add(TypedData.text("meter report"))).bytes());
    }

    /** What each metering operator signs. */
    byte[] message(long chainId, ChainAddress oracle) {
        byte[] struct = fields(new AbiWords().add(TYPE)).bytes();
        return TypedData.message("Peerwatt MeterOracle", chainId, oracle, Digest.keccak(struct));
    }

    /** Data of the call that reports, signed by all of these. */
    byte[] report(long chainId, ChainAddress oracle, List<Signer> signers) {
        byte[] message = message(chainId, oracle);
        Map<ChainAddress, byte[]> signatures = new TreeMap<>();
        signers.forEach(signer -> signatures.put(signer.address(), signer.sign(message)));
        int count = signatures.size();
        int head = HEAD_WORDS * AbiWords.WORD;
        AbiWords words = fields(AbiWords.call(REPORT));
        words.add(head).add(head + (1L + count) * AbiWords.WORD).add(count);
        signatures.keySet().forEach(words::add);
        words.add(count);
        long place = (long) count * AbiWords.WORD;
        for (byte[] signature : signatures.values()) {
            words.add(place);
            place += AbiWords.WORD + AbiWords.padded(signature.length);
        }
        signatures.values().forEach(words::addBytes);
        return words.bytes();
    }

    static long gasLimit(int signers) {
        return GAS + GAS_PER_SIGNATURE * signers;
    }

    private AbiWords fields(AbiWords words) {
        return words.add(area.value())
                .add(start.getEpochSecond())
                .add(part)
                .add(version)
                .add(readingsRoot)
                .add(exportsDigest)
                .add(importWh)
                .add(exportWh);
    }
}
