package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.time.DeliveryInterval;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.web3j.protocol.ObjectMapperFactory;
import tools.jackson.databind.JsonNode;

/** The compiled contract and the data of its calls. Immutable. */
final class SettlementContract {

    static final String RESOURCE = "/contracts/PeerwattSettlement.json";

    /** EIP-7825; enforced here because not every node does. */
    static final long TRANSACTION_GAS_CAP = 16_777_216;

    static final long DEPLOYMENT_GAS = 4_000_000;

    /** Measured: below 54,000 a position, all its storage slots being new. */
    private static final long GAS_PER_POSITION = 60_000;

    private static final long GAS_PER_BATCH = 150_000;

    private static final int SELECTOR_DIGITS = 10;

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

    /** Name of the custom error in a refused call's data. */
    String errorName(String dataHex) {
        String selector = dataHex.substring(0, Math.min(SELECTOR_DIGITS, dataHex.length()));
        return errorsBySelector.getOrDefault(selector, "unknown");
    }
}
