package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainNode.CallResult;
import energy.peerwatt.settlement.chain.ChainNode.Receipt;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.exceptions.ClientConnectionException;
import org.web3j.protocol.http.HttpService;
import tools.jackson.core.JacksonException;

/**
 * JSON-RPC to one node. Blocks; safe for use by several threads.
 *
 * <p>Whatever goes wrong on the way is CHAIN_UNAVAILABLE. Web3j's transaction managers and receipt
 * processors are not used: they lose nonces when a send fails and give up on receipts that come
 * late.
 */
final class NodeRpc {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

    private static final int REVERTED = 3;
    private static final int FAILED_IN_VM = -32015;

    private static final Pattern RUN_AND_FAILED =
            Pattern.compile(
                    "revert|out of gas|outofgas|invalid (opcode|jump)|stack (over|under)flow",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern DATA = Pattern.compile("0x(?:[0-9a-fA-F]{2})*+(?![0-9a-zA-Z])");

    private final HttpService http;

    NodeRpc(String url) {
        this(url, CALL_TIMEOUT);
    }

    /** With another limit than the usual one of a minute for each call. */
    NodeRpc(String url, Duration callTimeout) {
        this.http =
                new HttpService(
                        url,
                        HttpService.getOkHttpClientBuilder()
                                .connectTimeout(CONNECT_TIMEOUT)
                                .readTimeout(callTimeout)
                                .callTimeout(callTimeout)
                                .build());
    }

    long chainId() {
        return number(result("eth_chainId"));
    }

    long blockNumber() {
        return number(result("eth_blockNumber"));
    }

    Optional<Block> block(long number) {
        return object(answer("eth_getBlockByNumber", quantity(number), false)).map(NodeRpc::block);
    }

    /** Number of the block that the node calls final; empty if it calls none so. */
    Optional<Long> finalizedBlock() {
        return object(answer("eth_getBlockByNumber", "finalized", false))
                .map(fields -> number(fields.get("number")));
    }

    /** Wei per unit of gas that the newest block took; 0 if it knows no such fee. */
    long baseFee() {
        Map<?, ?> newest =
                object(answer("eth_getBlockByNumber", "latest", false))
                        .orElseThrow(() -> strange("latest block"));
        Object fee = newest.get("baseFeePerGas");
        return fee == null ? 0 : number(fee);
    }

    /** Gas that the newest block could have taken. */
    long blockGasLimit() {
        return object(answer("eth_getBlockByNumber", "latest", false))
                .map(newest -> number(newest.get("gasLimit")))
                .orElseThrow(() -> strange("latest block"));
    }

    /** Whether the account holds anything to pay for gas. */
    boolean hasFunds(ChainAddress account) {
        return !text(result("eth_getBalance", account.hex(), "latest")).equals("0x0");
    }

    /** Runs code as if it created a contract, without effect; why it failed, empty if it ran. */
    Optional<String> run(byte[] code) {
        return Optional.ofNullable(
                        answer("eth_call", Map.of("data", hex(code)), "latest").getError())
                .map(Response.Error::getMessage);
    }

    /** Wei per unit of gas that the node advises to offer beyond the base fee. */
    long usualTip() {
        return number(result("eth_maxPriorityFeePerGas"));
    }

    Optional<String> send(byte[] rawTransaction) {
        return Optional.ofNullable(answer("eth_sendRawTransaction", hex(rawTransaction)).getError())
                .map(Response.Error::getMessage);
    }

    Optional<Receipt> receipt(Digest transaction) {
        return object(answer("eth_getTransactionReceipt", transaction.hex()))
                .map(receipt -> receipt(transaction, receipt));
    }

    long transactionCount(ChainAddress account) {
        return number(result("eth_getTransactionCount", account.hex(), "latest"));
    }

    CallResult call(ChainAddress from, ChainAddress to, byte[] data) {
        return call(from, to, data, "latest");
    }

    CallResult callAt(long block, ChainAddress from, ChainAddress to, byte[] data) {
        return call(from, to, data, quantity(block));
    }

    private CallResult call(ChainAddress from, ChainAddress to, byte[] data, String block) {
        Map<String, String> call = Map.of("from", from.hex(), "to", to.hex(), "data", hex(data));
        Answer answer = answer("eth_call", call, block);
        if (!answer.hasError()) {
            return new CallResult.Returned(words(text(answer.getResult())));
        }
        Response.Error error = answer.getError();
        return hasRun(error)
                ? new CallResult.Refused(errorData(error))
                : new CallResult.Unanswered(error.getCode() + " " + error.getMessage());
    }

    /**
     * Events of a contract from a block on.
     *
     * @param topics the first ones that the event must have
     */
    List<Log> logs(ChainAddress contract, List<Digest> topics, long from) {
        Map<String, Object> filter =
                Map.of(
                        "address",
                        contract.hex(),
                        "fromBlock",
                        quantity(from),
                        "topics",
                        topics.stream().map(Digest::hex).toList());
        if (result("eth_getLogs", filter) instanceof List<?> found) {
            return found.stream().map(NodeRpc::log).toList();
        }
        throw strange("logs");
    }

    /** What a transaction called; empty if the node does not have it. */
    Optional<Called> transaction(Digest hash) {
        return object(answer("eth_getTransactionByHash", hash.hex()))
                .map(fields ->
                        new Called(
                                new ChainAddress(text(fields.get("to"))),
                                bytes(fields.get("input"))));
    }

    byte[] rawTransaction(Digest transaction) {
        return bytes(result("eth_getRawTransactionByHash", transaction.hex()));
    }

    /** Number of transactions that the next block could take. */
    long pendingTransactions() {
        Map<?, ?> status = object(answer("txpool_status")).orElseThrow(() -> strange("txpool"));
        return number(status.get("pending"));
    }

    void mine(long timestamp) {
        result("evm_setNextBlockTimestamp", timestamp);
        result("evm_mine");
    }

    String dumpState() {
        return text(result("anvil_dumpState"));
    }

    void loadState(String state) {
        result("anvil_loadState", state);
    }

    private @Nullable Object result(String method, Object... parameters) {
        Answer answer = answer(method, parameters);
        if (answer.hasError()) {
            String reason = method + ": " + answer.getError().getMessage();
            throw new MarketException(ErrorCode.CHAIN_UNAVAILABLE, reason);
        }
        return answer.getResult();
    }

    private Answer answer(String method, Object... parameters) {
        try {
            return new Request<>(method, List.of(parameters), http, Answer.class).send();
        } catch (IOException | ClientConnectionException | JacksonException e) {
            throw new MarketException(ErrorCode.CHAIN_UNAVAILABLE, method, e);
        }
    }

    private static Optional<Map<?, ?>> object(Answer answer) {
        return answer.getResult() instanceof Map<?, ?> fields
                ? Optional.of(fields)
                : Optional.empty();
    }

    private static Log log(@Nullable Object entry) {
        if (entry instanceof Map<?, ?> fields && fields.get("topics") instanceof List<?> topics) {
            return new Log(
                    number(fields.get("blockNumber")),
                    topics.stream().map(topic -> new Digest(text(topic))).toList(),
                    words(text(fields.get("data"))),
                    new Digest(text(fields.get("transactionHash"))));
        }
        throw strange(entry);
    }

    private static Block block(Map<?, ?> fields) {
        List<Digest> transactions = new ArrayList<>();
        if (fields.get("transactions") instanceof List<?> hashes) {
            hashes.forEach(hash -> transactions.add(new Digest(text(hash))));
        }
        return new Block(
                number(fields.get("number")),
                number(fields.get("timestamp")),
                new Digest(text(fields.get("hash"))),
                List.copyOf(transactions));
    }

    private static Receipt receipt(Digest transaction, Map<?, ?> fields) {
        return new Receipt(
                transaction,
                number(fields.get("blockNumber")),
                new Digest(text(fields.get("blockHash"))),
                number(fields.get("status")) == 1,
                number(fields.get("gasUsed")));
    }

    /**
     * Whether the error is of the code that was run, not of the node. Nodes do not agree on codes:
     * 3 is Geth's and Anvil's (since Geth 1.9.15), -32015 Nethermind's; Besu and others say it in
     * the text of -32000, which they also use for a state or block that they do not have.
     */
    private static boolean hasRun(Response.Error failure) {
        return failure.getCode() == REVERTED
                || failure.getCode() == FAILED_IN_VM
                || !errorData(failure).isEmpty()
                || RUN_AND_FAILED.matcher(String.valueOf(failure.getMessage())).find();
    }

    /** Web3j hands the data over as JSON; some nodes put words before it. */
    private static String errorData(Response.Error failure) {
        Matcher data = DATA.matcher(String.valueOf(failure.getData()));
        return data.find() ? data.group() : "";
    }

    private static List<Digest> words(String hex) {
        byte[] bytes = bytes(hex);
        if (bytes.length % 32 != 0) {
            throw strange(hex);
        }
        List<Digest> words = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += 32) {
            words.add(new Digest("0x" + HexFormat.of().formatHex(bytes, from, from + 32)));
        }
        return List.copyOf(words);
    }

    private static String text(@Nullable Object value) {
        if (value instanceof String text && text.startsWith("0x")) {
            return text;
        }
        throw strange(value);
    }

    private static long number(@Nullable Object value) {
        return Long.parseUnsignedLong(text(value), 2, text(value).length(), 16);
    }

    private static byte[] bytes(@Nullable Object value) {
        return HexFormat.of().parseHex(text(value), 2, text(value).length());
    }

    private static String quantity(long number) {
        return "0x" + Long.toHexString(number);
    }

    private static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    private static MarketException strange(@Nullable Object value) {
        return new MarketException(ErrorCode.CHAIN_UNAVAILABLE, "unexpected answer: " + value);
    }

    /** What the node says about one block; time in seconds since 1970. */
    record Block(long number, long timestamp, Digest hash, List<Digest> transactions) {}

    /** An event. */
    record Log(long block, List<Digest> topics, List<Digest> words, Digest transaction) {

        ChainNode.Event event() {
            return new ChainNode.Event(block, transaction, words);
        }
    }

    /** A call in a block. */
    static final class Called {

        final ChainAddress to;
        final byte[] input;

        Called(ChainAddress to, byte[] input) {
            this.to = to;
            this.input = input;
        }
    }

    /** Any answer; the result is text, a map or a list. */
    static final class Answer extends Response<Object> {}
}
