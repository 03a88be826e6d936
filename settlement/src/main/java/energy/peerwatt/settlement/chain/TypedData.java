package energy.peerwatt.settlement.chain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What is signed for a contract (EIP-712). */
final class TypedData {

    private static final int HASH = 32;

    private static final Digest DOMAIN_TYPE =
            text(
                    "EIP712Domain(string name,string version,uint256 chainId,"
                            + "address verifyingContract)");

    private TypedData() {}

    /** Hash of a text, as of a type. */
    static Digest text(String text) {
        return Digest.keccak(text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * The message whose Keccak-256 hash is signed.
     *
     * @param name of the contract's domain, version 1
     * @param structHash of what is signed
     */
    static byte[] message(String name, long chainId, ChainAddress contract, Digest structHash) {
        Digest domain =
                Digest.keccak(
                        new AbiWords()
                                .add(DOMAIN_TYPE)
                                .add(text(name))
                                .add(text("1"))
                                .add(chainId)
                                .add(contract)
                                .bytes());
        return ByteBuffer.allocate(2 + 2 * HASH)
                .put((byte) 0x19)
                .put((byte) 0x01)
                .put(domain.bytes())
                .put(structHash.bytes())
                .array();
    }
}
