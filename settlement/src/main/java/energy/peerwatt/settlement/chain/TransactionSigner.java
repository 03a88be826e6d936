package energy.peerwatt.settlement.chain;

import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import java.math.BigInteger;
import java.security.SignatureException;
import java.util.HexFormat;
import org.web3j.crypto.ContractUtils;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.SignedRawTransaction;
import org.web3j.crypto.TransactionDecoder;
import org.web3j.crypto.TransactionEncoder;

/** Turns calls into signed outbox entries of the operator's account. Immutable. */
final class TransactionSigner {

    private final Credentials operator;
    private final long chainId;
    private final long gasPrice;

    TransactionSigner(Credentials operator, long chainId, long gasPrice) {
        this.operator = operator;
        this.chainId = chainId;
        this.gasPrice = gasPrice;
    }

    /** Address of the contract that {@code sender}'s transaction {@code nonce} creates. */
    static ChainAddress contractAddress(ChainAddress sender, long nonce) {
        return new ChainAddress(
                ContractUtils.generateContractAddress(sender.hex(), BigInteger.valueOf(nonce)));
    }

    Signed signDeployment(Digest key, byte[] creationCode, long gas) {
        return sign(
                RawTransaction.createContractTransaction(
                        BigInteger.ZERO,
                        BigInteger.valueOf(gasPrice),
                        BigInteger.valueOf(capped(gas)),
                        BigInteger.ZERO,
                        hex(creationCode)),
                key);
    }

    Signed signCall(long nonce, Digest key, ChainAddress to, byte[] data, long gas) {
        return sign(
                RawTransaction.createTransaction(
                        BigInteger.valueOf(nonce),
                        BigInteger.valueOf(gasPrice),
                        BigInteger.valueOf(capped(gas)),
                        to.hex(),
                        hex(data)),
                key);
    }

    /** Whether a signed transaction comes from our operator and carries {@code data}. */
    boolean isOurs(String rawTransactionHex, byte[] data) {
        RawTransaction decoded = TransactionDecoder.decode(rawTransactionHex);
        try {
            return decoded instanceof SignedRawTransaction signed
                    && signed.getFrom().equalsIgnoreCase(operator.getAddress())
                    && clean(decoded.getData()).equals(hex(data));
        } catch (SignatureException e) {
            return false;
        }
    }

    /** The call data inside a signed transaction. */
    static byte[] dataOf(String rawTransactionHex) {
        return HexFormat.of()
                .parseHex(clean(TransactionDecoder.decode(rawTransactionHex).getData()));
    }

    private Signed sign(RawTransaction transaction, Digest key) {
        byte[] raw = TransactionEncoder.signMessage(transaction, chainId, operator);
        return Signed.prepared(
                transaction.getNonce().longValueExact(),
                key.hex(),
                hex(raw),
                Digest.keccak(raw).hex());
    }

    private static long capped(long gas) {
        if (gas > SettlementContract.TRANSACTION_GAS_CAP) {
            throw new IllegalArgumentException("gas beyond the cap of a transaction: " + gas);
        }
        return gas;
    }

    private static String clean(String hex) {
        return hex.startsWith("0x") ? hex.substring(2) : hex;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
