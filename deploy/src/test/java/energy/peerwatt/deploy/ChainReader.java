package energy.peerwatt.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.web3j.crypto.Hash;
import org.web3j.utils.Numeric;

/** Reads the contract straight from the node, with nothing of the market's own code in between. */
final class ChainReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The node keeps the state of its newest block only, and that is a later one. */
    static final class BlockPassedException extends IOException {

        private static final long serialVersionUID = 1;

        BlockPassedException(String message) {
            super(message);
        }
    }

    private static final String NEWEST = "latest";

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI node;
    private final String contract;

    ChainReader(String url, String contract) {
        this.node = URI.create(url);
        this.contract = contract;
    }

    /** Nano-currency of the account after the block. */
    BigInteger cashOf(String account, long block) throws IOException {
        return signed(call("cashOf(address)", List.of(word(account)), block));
    }

    /** Watt-hours the account has sold up to the block. */
    BigInteger soldOf(String account, long block) throws IOException {
        return signed(call("soldOf(address)", List.of(word(account)), block));
    }

    /** Tokens of one interval, in watt-hours, after the block. */
    BigInteger tokensOf(String account, int area, long intervalStart, long block)
            throws IOException {
        BigInteger id =
                BigInteger.valueOf(area).shiftLeft(64).or(BigInteger.valueOf(intervalStart));
        return signed(call("balanceOf(address,uint256)", List.of(word(account), word(id)), block));
    }

    /** Never changes once it is there. */
    String linesRootOf(String batchKey) throws IOException {
        return call("linesRootOf(bytes32)", List.of(word(batchKey)), NEWEST);
    }

    /** One 32-byte ABI word, as hexadecimal digits, of a signed number. */
    static String word(BigInteger value) {
        BigInteger unsigned = value.signum() < 0 ? value.add(BigInteger.ONE.shiftLeft(256)) : value;
        return "%064x".formatted(unsigned);
    }

    /** One 32-byte ABI word of an address or a 32-byte value. */
    static String word(String hex) {
        String digits = Numeric.cleanHexPrefix(hex);
        return "0".repeat(64 - digits.length()) + digits;
    }

    private static BigInteger signed(String word) {
        return new BigInteger(Numeric.hexStringToByteArray(word));
    }

    private String call(String signature, List<String> words, long block) throws IOException {
        return call(signature, words, "0x%x".formatted(block));
    }

    private String call(String signature, List<String> words, String block) throws IOException {
        byte[] hash = Hash.sha3(signature.getBytes(StandardCharsets.US_ASCII));
        String selector = Numeric.toHexString(Arrays.copyOf(hash, 4));
        String body =
                """
                {"jsonrpc":"2.0","id":1,"method":"eth_call",
                 "params":[{"to":"%s","data":"%s"},"%s"]}\
                """
                        .formatted(contract, selector + String.join("", words), block);
        HttpRequest request =
                HttpRequest.newBuilder(node)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode answer = JSON.readTree(response.body());
            if (answer.path("error").path("message").asText().contains("BlockOutOfRange")) {
                throw new BlockPassedException(signature + ": " + answer);
            }
            if (!answer.has("result")) {
                throw new IOException(signature + ": " + answer);
            }
            return answer.path("result").asText();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
