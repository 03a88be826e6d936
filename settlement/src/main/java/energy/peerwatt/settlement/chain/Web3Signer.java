package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SignatureException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;
import org.web3j.protocol.ObjectMapperFactory;
import org.web3j.utils.Numeric;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * A key in a signing service with the HTTP interface of Web3Signer in eth1 mode, which has them in
 * vaults and hardware modules. What it signs is checked before it is used.
 */
public final class Web3Signer implements Signer {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String KEYS = "/api/v1/eth1/publicKeys";
    private static final String SIGN = "/api/v1/eth1/sign/";
    private static final int SIGNATURE_BYTES = 65;

    private final URI service;
    private final ChainAddress address;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .build();

    /**
     * Reaches out only when it has to sign.
     *
     * @param service the interface's root, without a slash at its end
     * @param address the account whose key the service has
     */
    public Web3Signer(URI service, ChainAddress address) {
        this.service = service;
        this.address = address;
    }

    @Override
    public ChainAddress address() {
        return address;
    }

    @Override
    public byte[] sign(byte[] message) {
        String body = "{\"data\":\"0x" + HexFormat.of().formatHex(message) + "\"}";
        HttpRequest request =
                request(SIGN + publicKey())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return checked(message, answer(request).strip());
    }

    /** The identifier of the account's key. */
    private String publicKey() {
        String json = answer(request(KEYS).GET().build());
        try {
            List<String> keys =
                    ObjectMapperFactory.getObjectMapper()
                            .readValue(json, new TypeReference<List<String>>() {});
            return keys.stream()
                    .filter(key -> address.equals(addressOf(key)))
                    .findFirst()
                    .orElseThrow(() -> unavailable("it has no key of " + address, null));
        } catch (JacksonException | IllegalArgumentException e) {
            throw unavailable("its list of keys cannot be read", e);
        }
    }

    private byte[] checked(byte[] message, String hex) {
        try {
            byte[] signature = HexFormat.of().parseHex(Numeric.cleanHexPrefix(hex));
            if (signature.length != SIGNATURE_BYTES) {
                throw new IllegalArgumentException("a signature of " + signature.length + " bytes");
            }
            BigInteger key = Sign.signedMessageToKey(message, Sign.signatureDataFromHex(hex));
            if (!new ChainAddress("0x" + Keys.getAddress(key)).equals(address)) {
                throw new IllegalArgumentException("a signature of another key");
            }
            return signature;
        } catch (SignatureException | IllegalArgumentException e) {
            throw unavailable("its answer is no signature of " + address, e);
        }
    }

    private static ChainAddress addressOf(String publicKey) {
        return new ChainAddress("0x" + Keys.getAddress(Numeric.toBigInt(publicKey)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(service + path)).timeout(TIMEOUT);
    }

    private String answer(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw unavailable("it answers " + response.statusCode(), null);
            }
            return response.body();
        } catch (IOException e) {
            throw unavailable("it does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("interrupted", e);
        }
    }

    private MarketException unavailable(String reason, @Nullable Throwable cause) {
        String context = "signing service " + service + ": " + reason;
        return new MarketException(ErrorCode.SIGNING_KEY_UNAVAILABLE, context, cause);
    }
}
