package energy.peerwatt.settlement.chain;

import java.nio.ByteBuffer;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;

/** A key in this process. */
final class LocalSigner implements Signer {

    private static final int SIGNATURE_BYTES = 65;

    private final ECKeyPair key;
    private final ChainAddress address;

    LocalSigner(ECKeyPair key) {
        this.key = key;
        this.address = new ChainAddress("0x" + Keys.getAddress(key));
    }

    @Override
    public ChainAddress address() {
        return address;
    }

    @Override
    public byte[] sign(byte[] message) {
        Sign.SignatureData signature = Sign.signMessage(message, key);
        return ByteBuffer.allocate(SIGNATURE_BYTES)
                .put(signature.getR())
                .put(signature.getS())
                .put(signature.getV())
                .array();
    }
}
