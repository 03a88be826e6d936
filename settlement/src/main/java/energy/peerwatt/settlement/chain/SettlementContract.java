package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.time.DeliveryInterval;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.web3j.protocol.ObjectMapperFactory;
import tools.jackson.databind.JsonNode;

/** The compiled contract and the data of its calls. Immutable. */
final class SettlementContract {

    static final String RESOURCE = "/contracts/PeerwattSettlement.json";

    static final long DEPLOYMENT_GAS = 4_000_000;

    /** Measured: below 54,000 a position, all its storage slots being new. */
    private static final long GAS_PER_POSITION = 60_000;

    private static final long GAS_PER_BATCH = 150_000;

    private static final int SELECTOR_DIGITS = 10;

    private static final int SELECTOR = 4;

    private static final int WORD = 32;

    /** {@code Error(string)}. */
    private static final String REQUIRE = "0x08c379a0";

    /** {@code Panic(uint256)}. */
    private static final String PANIC = "0x4e487b71";

    private static final String SETTLE =
            "settle(bytes32,uint32,uint64,uint32,bytes32,(address,int128,int64,int64)[])";

    /** The event of a settled batch; its indexed words are key, area and start. */
    static final Digest BATCH_SETTLED =
            Digest.keccak(
                    "BatchSettled(bytes32,uint32,uint64,uint32,bytes32,uint256)"
                            .getBytes(StandardCharsets.US_ASCII));

    private final byte[] creationCode;
    private final Map<String, String> errorsBySelector;

    private SettlementContract(byte[] creationCode, Map<String, String> errorsBySelector) {
        this.creationCode = creationCode;
        this.errorsBySelector = errorsBySelector;
    }

    /** Reads the artefact that is part of this program. */
    static SettlementContract load() {
        try (InputStream in =
                Objects.requireNonNull(SettlementContract.class.getResourceAsStream(RESOURCE))) {
            JsonNode artefact = ObjectMapperFactory.getObjectMapper().readTree(in);
            Map<String, String> errors = new HashMap<>();
            artefact.get("errors")
                    .properties()
                    .forEach(error -> errors.put(error.getKey(), error.getValue().asString()));
            String code = artefact.get("bytecode").asString();
            return new SettlementContract(
                    HexFormat.of().parseHex(code, 2, code.length()), Map.copyOf(errors));
        } catch (IOException e) {
            throw new IllegalStateException("reading " + RESOURCE, e);
        }
    }

    /** Creation code with the constructor's argument. */
    byte[] deployment(ChainAddress operator) {
        byte[] argument = new AbiWords().add(operator).bytes();
        byte[] data = new byte[creationCode.length + argument.length];
        System.arraycopy(creationCode, 0, data, 0, creationCode.length);
        System.arraycopy(argument, 0, data, creationCode.length, argument.length);
        return data;
    }

    static byte[] settle(SettlementBatch batch) {
        AbiWords words =
                AbiWords.call(SETTLE)
                        .add(batch.key())
                        .add(batch.area().value())
                        .add(batch.interval().start().getEpochSecond())
                        .add(batch.version())
                        .add(batch.linesRoot())
                        .add(6 * 32)
                        .add(batch.positions().size());
        batch.positions()
                .forEach(position ->
                        words.add(position.address())
                                .add(position.cash().nano())
                                .add(position.boughtWh())
                                .add(position.soldWh()));
        return words.bytes();
    }

    /** Which settlement the data of a settling call is of. */
    static Subject subjectOf(byte[] call) {
        return new Subject(
                new AreaId(Math.toIntExact(number(call, 1))),
                Instant.ofEpochSecond(number(call, 2)),
                Math.toIntExact(number(call, 3)));
    }

    private static long number(byte[] call, int argument) {
        int from = SELECTOR + argument * WORD;
        return new BigInteger(Arrays.copyOfRange(call, from, from + WORD)).longValueExact();
    }

    /** What a settling call names beside its key. */
    record Subject(AreaId area, Instant start, int version) {

        ChainGateway.Refusal in(ChainBatch batch) {
            return new ChainGateway.Refusal(batch, area, start, version);
        }
    }

    /** Gas that a batch may use at most; unused gas costs nothing. */
    static long gasLimit(int positions) {
        return GAS_PER_BATCH + GAS_PER_POSITION * positions;
    }

    static byte[] cashOf(ChainAddress account) {
        return AbiWords.call("cashOf(address)").add(account).bytes();
    }

    static byte[] soldOf(ChainAddress account) {
        return AbiWords.call("soldOf(address)").add(account).bytes();
    }

    static byte[] balanceOf(ChainAddress account, AreaId area, DeliveryInterval interval) {
        return AbiWords.call("balanceOf(address,uint256)")
                .add(account)
                .add(SettlementBatch.energyTokenId(area, interval))
                .bytes();
    }

    static byte[] linesRootOf(Digest batchKey) {
        return AbiWords.call("linesRootOf(bytes32)").add(batchKey).bytes();
    }

    static byte[] verifyLine(Digest batchKey, Digest leaf, List<Digest> proof) {
        AbiWords words =
                AbiWords.call("verifyLine(bytes32,bytes32,bytes32[])")
                        .add(batchKey)
                        .add(leaf)
                        .add(3 * 32)
                        .add(proof.size());
        proof.forEach(words::add);
        return words.bytes();
    }

    /**
     * What a refused call's data says: the name of the contract's error with its arguments as
     * words, the text of a {@code require}, or the code of a panic.
     */
    String errorIn(String dataHex) {
        if (dataHex.length() < SELECTOR_DIGITS) {
            return "unknown";
        }
        String selector = dataHex.substring(0, SELECTOR_DIGITS);
        byte[] arguments = HexFormat.of().parseHex(dataHex, SELECTOR_DIGITS, dataHex.length());
        return switch (selector) {
            case REQUIRE -> text(arguments);
            case PANIC -> "panic " + new BigInteger(1, arguments);
            default -> {
                String name = errorsBySelector.get(selector);
                yield name == null ? "unknown error " + selector : name + words(arguments);
            }
        };
    }

    private static String text(byte[] arguments) {
        // Where the text starts, its length, and itself.
        if (arguments.length < 2 * WORD) {
            return "unknown";
        }
        int length = new BigInteger(1, Arrays.copyOfRange(arguments, WORD, 2 * WORD)).intValue();
        int end = Math.min(arguments.length, 2 * WORD + Math.max(0, length));
        return new String(arguments, 2 * WORD, end - 2 * WORD, StandardCharsets.UTF_8);
    }

    /** Small numbers as such, everything else in hexadecimal digits without leading zeros. */
    private static String words(byte[] arguments) {
        StringJoiner all = new StringJoiner(", ", "(", ")");
        for (int from = 0; from + WORD <= arguments.length; from += WORD) {
            BigInteger word = new BigInteger(Arrays.copyOfRange(arguments, from, from + WORD));
            all.add(word.bitLength() < Long.SIZE ? word.toString() : "0x" + unsigned(word));
        }
        return all.toString();
    }

    private static String unsigned(BigInteger word) {
        return word.signum() < 0
                ? word.add(BigInteger.ONE.shiftLeft(8 * WORD)).toString(16)
                : word.toString(16);
    }
}
