package energy.peerwatt.settlement.chain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.HexFormat;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;

/** A text that wallets show to people and sign as such (EIP-191, version E). */
public record WalletText(String text) {

    private static final int WORD = 32;

    /** Below it v says which of two keys it is; from it on that is added to it. */
    private static final int LEAST_V = 27;

    /**
     * Whether an address's key signed it.
     *
     * @param signatureHex r, s and v, with or without {@code 0x}; anything else is no signature
     */
    public boolean isSignedBy(ChainAddress address, String signatureHex) {
        String digits = signatureHex.startsWith("0x") ? signatureHex.substring(2) : signatureHex;
        if (!digits.matches("[0-9a-fA-F]{130}")) {
            return false;
        }
        byte[] bytes = HexFormat.of().parseHex(digits);
        int v = bytes[2 * WORD] & 0xff;
        Sign.SignatureData signature =
                new Sign.SignatureData(
                        (byte) (v < LEAST_V ? v + LEAST_V : v),
                        Arrays.copyOfRange(bytes, 0, WORD),
                        Arrays.copyOfRange(bytes, WORD, 2 * WORD));
        try {
            String key = Keys.getAddress(Sign.signedPrefixedMessageToKey(bytes(), signature));
            return new ChainAddress("0x" + key).equals(address);
        } catch (SignatureException | RuntimeException e) {
            // No signature of anybody's.
            return false;
        }
    }

    /** What a wallet with this key makes of it: {@code 0x}, then r, s and v. */
    public String signedWith(ECKeyPair key) {
        Sign.SignatureData signature = Sign.signPrefixedMessage(bytes(), key);
        byte[] bytes =
                ByteBuffer.allocate(2 * WORD + 1)
                        .put(signature.getR())
                        .put(signature.getS())
                        .put(signature.getV())
                        .array();
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    private byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
