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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.web3j.crypto.Hash;
import org.web3j.utils.Numeric;

/** Reads the vault straight from the node, with nothing of the market's own code in between. */
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

    private static final String BATCH_SETTLED =
            "BatchSettled(bytes32,"
                    + "(uint32,uint64,uint32,uint32,uint32,uint32,bytes32,bytes32,bytes32))";

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI node;
    private final String contract;

    ChainReader(String url, String contract) {
        this.node = URI.create(url);
        this.contract = contract;
    }

    /** Index of an address's account in the vault; 0 if it has none. */
    BigInteger indexOf(String account) throws IOException {
        return signed(call("indexOf(address)", List.of(word(account)), NEWEST));
    }

    /** Nano-currency that the account holds after the block. */
    BigInteger cashOf(BigInteger index, long block) throws IOException {
        return signed(call("cashOf(uint32)", List.of(word(index)), block));
    }

    /** Nano-currency that was paid into the account up to the block. */
    BigInteger depositedTo(BigInteger index, long block) throws IOException {
        BigInteger sum = BigInteger.ZERO;
        for (JsonNode log : logs("Deposited(uint32,uint256)", "0x" + word(index), block)) {
            sum = sum.add(signed(log.path("data").asText()));
        }
        return sum;
    }

    /** A batch as the vault's event has it; its key and root in hexadecimal digits. */
    record Settled(String key, String linesRoot, long start, String transaction) {}

    /** All batches that took effect. */
    List<Settled> settled() throws IOException {
        List<Settled> settled = new ArrayList<>();
        for (JsonNode log : logs(BATCH_SETTLED, null, Long.MAX_VALUE)) {
            String data = Numeric.cleanHexPrefix(log.path("data").asText());
            settled.add(
                    new Settled(
                            log.path("topics").path(1).asText(),
                            "0x" + data.substring(6 * 64, 7 * 64),
                            Long.parseLong(data.substring(64, 128), 16),
                            log.path("transactionHash").asText()));
        }
        return settled;
    }

    /** Energy that an account bought and sold in a batch, as its rows say. */
    record Energy(long boughtWh, long soldWh) {}

    /** From the call that settled; 24 bytes a row. */
    Energy energyOf(Settled batch, BigInteger index) throws IOException {
        JsonNode answer =
                ask("eth_getTransactionByHash", "[\"%s\"]".formatted(batch.transaction()));
        String call = Numeric.cleanHexPrefix(answer.path("result").path("input").asText());
        int place = 8 + 2 * Integer.parseInt(call.substring(8 + 9 * 64, 8 + 10 * 64), 16);
        int length = 2 * Integer.parseInt(call.substring(place, place + 64), 16);
        String rows = call.substring(place + 64, place + 64 + length);
        for (int at = 0; at < length; at += 48) {
            if (new BigInteger(rows.substring(at, at + 8), 16).equals(index)) {
                return new Energy(
                        Long.parseLong(rows.substring(at + 24, at + 32), 16),
                        Long.parseLong(rows.substring(at + 32, at + 40), 16));
            }
        }
        return new Energy(0, 0);
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

    private JsonNode logs(String event, @Nullable String topic, long block) throws IOException {
        String hash = Numeric.toHexString(Hash.sha3(event.getBytes(StandardCharsets.US_ASCII)));
        String second = topic == null ? "" : ",\"%s\"".formatted(topic);
        String to = block == Long.MAX_VALUE ? NEWEST : "0x%x".formatted(block);
        String filter =
                """
                [{"address":"%s","fromBlock":"earliest","toBlock":"%s","topics":["%s"%s]}]\
                """
                        .formatted(contract, to, hash, second);
        return ask("eth_getLogs", filter).path("result");
    }

    private String call(String signature, List<String> words, String block) throws IOException {
        byte[] hash = Hash.sha3(signature.getBytes(StandardCharsets.US_ASCII));
        String selector = Numeric.toHexString(Arrays.copyOf(hash, 4));
        String parameters =
                """
                [{"to":"%s","data":"%s"},"%s"]\
                """
                        .formatted(contract, selector + String.join("", words), block);
        return ask("eth_call", parameters).path("result").asText();
    }

    private JsonNode ask(String method, String parameters) throws IOException {
        String body =
                """
                {"jsonrpc":"2.0","id":1,"method":"%s","params":%s}\
                """
                        .formatted(method, parameters);
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
                throw new BlockPassedException(method + ": " + answer);
            }
            if (!answer.has("result")) {
                throw new IOException(method + ": " + answer);
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
