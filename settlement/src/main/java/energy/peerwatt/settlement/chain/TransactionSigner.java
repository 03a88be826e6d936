package energy.peerwatt.settlement.chain;

import energy.peerwatt.settlement.store.OutboxEntry.Attempt;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import java.math.BigInteger;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.web3j.crypto.ContractUtils;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.Sign.SignatureData;
import org.web3j.crypto.SignedRawTransaction;
import org.web3j.crypto.TransactionDecoder;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.crypto.transaction.type.ITransaction;
import org.web3j.crypto.transaction.type.Transaction1559;

/** Turns calls into signed outbox entries of the operator's account. Immutable. */
final class TransactionSigner {

    /** EIP-7825; enforced here because not every node does. */
    static final long GAS_CAP = 16_777_216;

    private final Signer operator;
    private final long chainId;

    TransactionSigner(Signer operator, long chainId) {
        this.operator = operator;
        this.chainId = chainId;
    }

    /** Address of the contract that {@code sender}'s transaction {@code nonce} creates. */
    static ChainAddress contractAddress(ChainAddress sender, long nonce) {
        return new ChainAddress(
                ContractUtils.generateContractAddress(sender.hex(), BigInteger.valueOf(nonce)));
    }

    Signed sign(long nonce, Draft draft, Fees fees) {
        String to = draft.to().map(ChainAddress::hex).orElse("");
        return Signed.prepared(
                draft.kind(),
                nonce,
                draft.key().hex(),
                draft.round(),
                sign(nonce, draft.gas(), to, draft.dataHex(), fees));
    }

    /**
     * A transaction to be.
     *
     * @param key its idempotency key
     * @param round 1 unless a contract refused it before
     * @param to the contract that is called; none creates one
     * @param dataHex without prefix
     */
    record Draft(
            Kind kind, Digest key, int round, Optional<ChainAddress> to, String dataHex, long gas) {

        /** A call or creation with this data. */
        static Draft of(Kind kind, Digest key, Optional<ChainAddress> to, byte[] data, long gas) {
            return new Draft(kind, key, 1, to, hex(data), gas);
        }

        /** The same in another round. */
        Draft in(int other) {
            return new Draft(kind, key, other, to, dataHex, gas);
        }
    }

    /** The same transaction, offering other fees. */
    Signed raise(Signed entry, Fees fees) {
        RawTransaction before = decode(entry);
        return entry.raised(
                sign(
                        before.getNonce().longValueExact(),
                        before.getGasLimit().longValueExact(),
                        creates(before) ? "" : before.getTo(),
                        clean(before.getData()),
                        fees));
    }

    /** What the newest attempt offers. */
    static Fees feesOf(Signed entry) {
        ITransaction transaction = decode(entry).getTransaction();
        if (transaction instanceof Transaction1559 dynamic) {
            return new Fees(
                    dynamic.getMaxFeePerGas().longValueExact(),
                    dynamic.getMaxPriorityFeePerGas().longValueExact());
        }
        long price = transaction.getGasPrice().longValueExact();
        return new Fees(price, price);
    }

    /** Whether a signed transaction comes from our operator and has this code or call first. */
    boolean isOurs(Signed entry, String codeHex) {
        RawTransaction decoded = decode(entry);
        try {
            return decoded instanceof SignedRawTransaction signed
                    && signed.getFrom().equalsIgnoreCase(operator.address().hex())
                    && clean(decoded.getData()).startsWith(codeHex);
        } catch (SignatureException e) {
            return false;
        }
    }

    /** The contract that a signed transaction calls; empty if it creates one. */
    static Optional<ChainAddress> calledBy(Signed entry) {
        RawTransaction decoded = decode(entry);
        return creates(decoded)
                ? Optional.empty()
                : Optional.of(new ChainAddress("0x" + clean(decoded.getTo())));
    }

    /** The call data inside a signed transaction. */
    static byte[] dataOf(Signed entry) {
        return HexFormat.of().parseHex(clean(decode(entry).getData()));
    }

    /** Units of gas that a signed transaction may use. */
    static long gasOf(Signed entry) {
        return decode(entry).getGasLimit().longValueExact();
    }

    private Attempt sign(long nonce, long gas, String to, String data, Fees fees) {
        if (gas > GAS_CAP) {
            throw new IllegalArgumentException("gas beyond the cap of a transaction: " + gas);
        }
        RawTransaction transaction =
                fees.isNone()
                        ? RawTransaction.createTransaction(
                                BigInteger.valueOf(nonce),
                                BigInteger.ZERO,
                                BigInteger.valueOf(gas),
                                to,
                                data)
                        : RawTransaction.createTransaction(
                                chainId,
                                BigInteger.valueOf(nonce),
                                BigInteger.valueOf(gas),
                                to,
                                BigInteger.ZERO,
                                data,
                                BigInteger.valueOf(fees.tip()),
                                BigInteger.valueOf(fees.max()));
        byte[] raw = fees.isNone() ? signLegacy(transaction) : signDynamic(transaction);
        return new Attempt(Digest.keccak(raw).hex(), hex(raw), null);
    }

    /** With the chain's id in the signature (EIP-155). */
    private byte[] signLegacy(RawTransaction transaction) {
        SignatureData signature = sign(TransactionEncoder.encode(transaction, chainId));
        return TransactionEncoder.encode(
                transaction, TransactionEncoder.createEip155SignatureData(signature, chainId));
    }

    private byte[] signDynamic(RawTransaction transaction) {
        return TransactionEncoder.encode(transaction, sign(TransactionEncoder.encode(transaction)));
    }

    private SignatureData sign(byte[] message) {
        byte[] signature = operator.sign(message);
        return new SignatureData(
                signature[64],
                Arrays.copyOfRange(signature, 0, 32),
                Arrays.copyOfRange(signature, 32, 64));
    }

    private static RawTransaction decode(Signed entry) {
        return TransactionDecoder.decode(entry.newest().rawTransactionHex());
    }

    private static boolean creates(RawTransaction transaction) {
        String to = transaction.getTo();
        return to == null || clean(to).isEmpty();
    }

    private static String clean(String hex) {
        return hex.startsWith("0x") ? hex.substring(2) : hex;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
