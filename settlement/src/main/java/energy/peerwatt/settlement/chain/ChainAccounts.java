package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.ChainGateway.await;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.store.ChainOutbox;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Keys;
import org.web3j.utils.Numeric;

/**
 * The keys of operator, metering and auditor, and the participants' custodial ones. Thread-safe.
 *
 * <p>Participants' keys are derived from one secret: HMAC-SHA-256(secret, purpose and counter) as a
 * number in the curve's range. Whoever holds it, with its password, holds every account: it belongs
 * in the backup.
 */
public final class ChainAccounts {

    /** Name of the plain file of before, which holds everything. */
    public static final String SEED_FILE = "accounts.seed";

    private static final String CUSTODY = "custody";
    private static final int SEED_BYTES = 32;

    /** Number of private keys of secp256k1 plus one (SEC 2, section 2.4.1). */
    static final BigInteger CURVE_ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    /** Who signs what; each has a key of its own. */
    public enum Role {
        /** Sends all transactions. */
        OPERATOR("operator"),
        /** Signs what the meters counted. */
        METERING("metering"),
        /** Signs batches that take effect at once. */
        AUDITOR("auditor");

        private final String purpose;

        Role(String purpose) {
            this.purpose = purpose;
        }
    }

    private final byte[] seed;
    private final Map<Role, Signer> signers = new EnumMap<>(Role.class);
    private final Map<ParticipantId, ChainAddress> addresses = new ConcurrentHashMap<>();

    private ChainAccounts(byte[] seed, Map<Role, Signer> signers) {
        this.seed = seed.clone();
        for (Role role : Role.values()) {
            Signer signer = signers.get(role);
            this.signers.put(role, signer == null ? new LocalSigner(derive(role.purpose)) : signer);
        }
    }

    /**
     * Keys of their own for the roles and the participants, in encrypted files of a directory. They
     * are made where there are none and the outbox was never used. A plain seed file of before goes
     * on working. The outbox learns the accounts the first time, and knows them again from then on.
     * Blocks on the database.
     *
     * @param passwordFile its first line opens the files; drawn and written with them if it is not
     *     there
     * @param elsewhere the keys that are not in files
     * @throws MarketException CONFIGURATION_INVALID if a file cannot be read, made or opened;
     *     CHAIN_STATE_MISMATCH if the outbox was used with other accounts, with files that are not
     *     there, or with the contract of before the vault; DATABASE_UNAVAILABLE
     */
    public static ChainAccounts open(
            Path directory, Path passwordFile, Map<Role, Signer> elsewhere, ChainOutbox outbox) {
        requireVault(outbox);
        Path seedFile = directory.resolve(SEED_FILE);
        ChainAccounts accounts =
                Files.exists(seedFile)
                        ? new ChainAccounts(seedIn(seedFile), elsewhere)
                        : inKeystore(directory, passwordFile, elsewhere, outbox);
        String known = await(outbox.custodyOr(accounts.fingerprint()));
        if (!known.equals(accounts.fingerprint())) {
            throw new MarketException(
                    ErrorCode.CHAIN_STATE_MISMATCH,
                    "the custody key in "
                            + directory
                            + " is not the one of the accounts in the database: restore the file");
        }
        return accounts;
    }

    /** The deployment of the contract before the vault had a key of zeros. */
    private static void requireVault(ChainOutbox outbox) {
        if (!await(outbox.find(List.of(Digest.ZERO.hex()))).isEmpty()) {
            throw new MarketException(
                    ErrorCode.CHAIN_STATE_MISMATCH,
                    "the database has settled on the contract of an earlier version, which this one"
                            + " does not carry on: begin with a new home, and keep the old one for"
                            + " its proofs");
        }
    }

    private static ChainAccounts inKeystore(
            Path directory, Path passwordFile, Map<Role, Signer> elsewhere, ChainOutbox outbox) {
        if (!Keystore.isIn(directory)) {
            if (!await(outbox.isUnused())) {
                throw new MarketException(
                        ErrorCode.CHAIN_STATE_MISMATCH,
                        "the database has chain accounts, but there is no key file in "
                                + directory
                                + ": restore the files");
            }
            List<String> purposes = new ArrayList<>(List.of(CUSTODY));
            Stream.of(Role.values())
                    .filter(role -> !elsewhere.containsKey(role))
                    .forEach(role -> purposes.add(role.purpose));
            Keystore.create(directory, passwordFile, purposes);
        }
        Keystore keys = Keystore.in(directory, passwordFile);
        byte[] custody = Numeric.toBytesPadded(keys.key(CUSTODY).getPrivateKey(), SEED_BYTES);
        Map<Role, Signer> signers = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            Signer signer = elsewhere.get(role);
            signers.put(role, signer == null ? new LocalSigner(keys.key(role.purpose)) : signer);
        }
        return new ChainAccounts(custody, signers);
    }

    /**
     * Reads the seed file, or creates it with a random seed and mode 0600.
     *
     * @throws MarketException CONFIGURATION_INVALID if the file cannot be read, created or is no
     *     seed
     */
    public static ChainAccounts open(Path seedFile) {
        return new ChainAccounts(seedIn(seedFile), Map.of());
    }

    private static byte[] seedIn(Path seedFile) {
        try {
            if (Files.notExists(seedFile)) {
                create(seedFile);
            }
            byte[] seed = HexFormat.of().parseHex(Files.readString(seedFile).strip());
            if (seed.length != SEED_BYTES) {
                throw new IllegalArgumentException("seed of " + seed.length + " bytes");
            }
            return seed;
        } catch (IOException | IllegalArgumentException e) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID, "chain seed file " + seedFile, e);
        }
    }

    public ChainAddress operatorAddress() {
        return operator().address();
    }

    /** The participant's account; always the same for the same seed. */
    public ChainAddress addressOf(ParticipantId participant) {
        return addresses.computeIfAbsent(
                participant, id -> new ChainAddress("0x" + Keys.getAddress(derive(purposeOf(id)))));
    }

    /** The key of a participant's account. */
    Signer custodian(ParticipantId participant) {
        return new LocalSigner(derive(purposeOf(participant)));
    }

    private static String purposeOf(ParticipantId participant) {
        return "participant " + participant;
    }

    Signer operator() {
        return signer(Role.OPERATOR);
    }

    Signer signer(Role role) {
        return Objects.requireNonNull(signers.get(role));
    }

    /** Keeps a neighbour from guessing a reading from its hash; always the same. */
    Digest saltOf(Digest batchKey, ParticipantId participant) {
        return Digest.of(hmac("reading " + batchKey + " " + participant));
    }

    /** Tells the participants' secret from any other one, and nothing more about it. */
    private String fingerprint() {
        return HexFormat.of().formatHex(hmac("fingerprint"));
    }

    private ECKeyPair derive(String purpose) {
        for (int counter = 0; ; counter++) {
            BigInteger key = new BigInteger(1, hmac(purpose + " " + counter));
            // Outside the range with a probability of 2^-128.
            if (key.signum() > 0 && key.compareTo(CURVE_ORDER) < 0) {
                return ECKeyPair.create(key);
            }
        }
    }

    private byte[] hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(seed, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static void create(Path seedFile) throws IOException {
        byte[] fresh = new byte[SEED_BYTES];
        new SecureRandom().nextBytes(fresh);
        String line = HexFormat.of().formatHex(fresh) + "\n";
        DurableFile.replace(seedFile, line.getBytes(StandardCharsets.US_ASCII));
    }
}
