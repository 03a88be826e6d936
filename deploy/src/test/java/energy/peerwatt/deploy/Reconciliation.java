package energy.peerwatt.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import energy.peerwatt.settlement.chain.ChainAddress;
import energy.peerwatt.settlement.chain.ContractReader;
import energy.peerwatt.settlement.verify.StatementFile;
import energy.peerwatt.settlement.verify.StatementVerifier;
import energy.peerwatt.settlement.verify.Verification;
import energy.peerwatt.unit.Money;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.web3j.crypto.Hash;
import org.web3j.utils.Numeric;

/**
 * Compares everything the market says about its settled intervals with the meters and with the
 * chain.
 */
final class Reconciliation {

    private static final Duration QUARTER_HOUR = Duration.ofMinutes(15);
    private static final int ATTEMPTS = 10;
    private static final List<String> KINDS =
            List.of(
                    "MATCHED_ENERGY",
                    "POOL_ENERGY",
                    "GRID_FEE",
                    "LEVY",
                    "RESIDUAL_SUPPLY",
                    "RESIDUAL_FEED_IN");
    private static final List<String> DIRECTIONS = List.of("BOUGHT", "SOLD", "NONE");
    private static final List<String> QUALITIES = List.of("ACTUAL", "SUBSTITUTED", "ESTIMATED");

    private final MarketApi market;
    private final ChainReader chain;

    /** Confirmed intervals by start, without a hole. */
    private final TreeMap<Instant, JsonNode> settlements = new TreeMap<>();

    private final Map<Long, JsonNode> statements = new HashMap<>();

    private Reconciliation(MarketApi market, ChainReader chain) {
        this.market = market;
        this.chain = chain;
    }

    /** Checks all intervals confirmed so far; returns how many there were. */
    static int check(Village village, MarketApi market) throws IOException {
        JsonNode node = market.get("chain");
        ChainReader chain =
                new ChainReader(node.path("rpcUrl").asText(), node.path("contract").asText());
        Reconciliation books = balanced(market, chain);
        books.metersAgree(new Truth(village.home()));
        books.soldEqualsBoughtAndMoneyIsZero();
        books.proofsVerify();
        books.statementsHold(
                new ContractReader(
                        URI.create(node.path("rpcUrl").asText()),
                        new ChainAddress(node.path("contract").asText())));
        return books.settlements.size();
    }

    /** Looks again when a block is mined between the statements and the balances. */
    private static Reconciliation balanced(MarketApi market, ChainReader chain) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Reconciliation books = new Reconciliation(market, chain);
            books.load();
            try {
                books.chainBalancesEqualStatements();
                return books;
            } catch (ChainReader.BlockPassedException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Instant from() {
        return settlements.firstKey();
    }

    private Instant to() {
        return settlements.lastKey().plus(QUARTER_HOUR);
    }

    private void load() throws IOException {
        for (JsonNode settlement : market.confirmedSettlements()) {
            Instant start = Instant.parse(settlement.path("interval").asText());
            assertThat(settlement.path("version").asInt()).as("version of %s", start).isEqualTo(1);
            assertThat(settlements.put(start, settlement)).as("settled twice: %s", start).isNull();
        }
        Instant expected = from();
        for (Instant start : settlements.keySet()) {
            assertThat(start).as("no interval is left out").isEqualTo(expected);
            expected = expected.plus(QUARTER_HOUR);
        }
        for (JsonNode home : market.homes()) {
            long participant = home.path("participantId").asLong();
            statements.put(participant, market.statement(participant, from(), to()));
        }
    }

    /**
     * Settled energy of each home is the true difference of its meter's registers, from the first
     * interval in which it was metered. A register that could not be read at the first or the last
     * boundary may be wrong by what the market states, no more; within the span nothing is.
     */
    private void metersAgree(Truth truth) throws IOException {
        for (JsonNode home : market.homes()) {
            String point = home.path("meteringPointId").asText();
            Instant inService = Instant.parse(home.path("inServiceFrom").asText());
            Instant from = inService.isAfter(from()) ? inService : from();
            JsonNode totals = statements.get(home.path("participantId").asLong()).path("totals");
            long imported =
                    totals.path("boughtWh").asLong() + totals.path("residualSupplyWh").asLong();
            long exported =
                    totals.path("soldWh").asLong() + totals.path("residualFeedInWh").asLong();
            assertThat(imported)
                    .as("settled import of %s from %s to %s", point, from, to())
                    .isCloseTo(
                            truth.wattHours(point, "importWh", from, to()),
                            within(uncertainty(point, "IMPORT", from)));
            assertThat(exported)
                    .as("settled export of %s from %s to %s", point, from, to())
                    .isCloseTo(
                            truth.wattHours(point, "exportWh", from, to()),
                            within(uncertainty(point, "EXPORT", from)));
        }
    }

    /** What the market says the registers at the ends of the span may be wrong by, in Wh. */
    private long uncertainty(String point, String channel, Instant from) throws IOException {
        return uncertaintyIn(point, channel, from)
                + uncertaintyIn(point, channel, to().minus(QUARTER_HOUR));
    }

    private long uncertaintyIn(String point, String channel, Instant start) throws IOException {
        JsonNode values =
                market.getAsOperator(
                        "metering-points/%s/interval-values?from=%s&to=%s"
                                .formatted(point, start, start.plus(QUARTER_HOUR)));
        for (JsonNode value : values) {
            if (value.path("channel").asText().equals(channel)) {
                return value.path("uncertaintyWh").asLong();
            }
        }
        throw new AssertionError("no value of %s %s at %s".formatted(point, channel, start));
    }

    private void soldEqualsBoughtAndMoneyIsZero() throws IOException {
        for (Instant start : settlements.keySet()) {
            JsonNode settlement = market.get("areas/1/settlements/" + start);
            long bought = 0;
            long sold = 0;
            long all = 0;
            long onChain = 0;
            Set<Integer> numbers = new HashSet<>();
            for (JsonNode line : settlement.path("entries")) {
                assertThat(numbers.add(line.path("number").asInt())).as("line once").isTrue();
                all = Math.addExact(all, nano(line));
                if (line.path("onChain").asBoolean()) {
                    onChain = Math.addExact(onChain, nano(line));
                    bought += energy(line, "BOUGHT");
                    sold += energy(line, "SOLD");
                }
            }
            assertThat(sold).as("sold equals bought in %s", start).isEqualTo(bought);
            assertThat(all).as("all money of %s", start).isZero();
            assertThat(onChain).as("money on the chain of %s", start).isZero();
        }
    }

    private static long energy(JsonNode line, String direction) {
        boolean traded = line.path("kind").asText().endsWith("_ENERGY");
        boolean matches = line.path("direction").asText().equals(direction);
        return traded && matches ? line.path("energyWh").asLong() : 0;
    }

    private static long nano(JsonNode line) {
        return Money.parse(line.path("amount").asText()).nano();
    }

    /** Compared after the block of the last interval looked at. */
    private void chainBalancesEqualStatements() throws IOException {
        long block = lastBlock();
        List<ChainReader.Settled> settled =
                chain.settled().stream()
                        .filter(one -> settlements.containsKey(Instant.ofEpochSecond(one.start())))
                        .toList();
        assertThat(settled).as("one batch an interval").hasSameSizeAs(settlements.keySet());
        for (Map.Entry<Long, JsonNode> entry : statements.entrySet()) {
            JsonNode account = market.get("participants/" + entry.getKey() + "/account");
            BigInteger index = chain.indexOf(account.path("address").asText());
            assertThat(index).isEqualTo(account.path("accountIndex").bigIntegerValue());
            long cash = 0;
            Map<Instant, Long> bought = new TreeMap<>();
            Map<Instant, Long> sold = new TreeMap<>();
            for (JsonNode line : entry.getValue().path("lines")) {
                if (line.path("onChain").asBoolean()) {
                    cash = Math.addExact(cash, nano(line));
                    Instant start = Instant.parse(line.path("interval").asText());
                    bought.merge(start, energy(line, "BOUGHT"), Long::sum);
                    sold.merge(start, energy(line, "SOLD"), Long::sum);
                }
            }
            assertThat(chain.cashOf(index, block).subtract(chain.depositedTo(index, block)))
                    .isEqualTo(BigInteger.valueOf(cash));
            for (ChainReader.Settled batch : settled) {
                Instant start = Instant.ofEpochSecond(batch.start());
                assertThat(chain.energyOf(batch, index))
                        .as("energy of %s in %s", entry.getKey(), start)
                        .isEqualTo(
                                new ChainReader.Energy(
                                        bought.getOrDefault(start, 0L),
                                        sold.getOrDefault(start, 0L)));
            }
        }
    }

    private long lastBlock() {
        return settlements.values().stream()
                .mapToLong(one -> one.path("transaction").path("blockNumber").asLong())
                .max()
                .orElseThrow();
    }

    /** Every line hashes, along its path, to the root that the contract holds. */
    private void proofsVerify() throws IOException {
        Map<String, String> roots = new HashMap<>();
        chain.settled().forEach(batch -> roots.put(batch.key(), batch.linesRoot()));
        int verified = 0;
        for (JsonNode statement : statements.values()) {
            for (JsonNode line : statement.path("lines")) {
                JsonNode proof = line.path("proof");
                String batch = proof.path("batchKey").asText();
                Instant start = Instant.parse(line.path("interval").asText());
                assertThat(rootFrom(statement, line))
                        .as("proof of line %s of %s", line.path("number"), start)
                        .isEqualTo(roots.get(batch));
                verified++;
            }
        }
        assertThat(verified).as("verified lines").isPositive();
    }

    /** As anybody checks them who has only the file and a node; a changed copy is found. */
    private void statementsHold(ContractReader contract) {
        for (JsonNode statement : statements.values()) {
            String text = statement.toString();
            Verification found = StatementVerifier.verify(StatementFile.read(text), contract);
            assertThat(found.verdict())
                    .as("%s %s", found.faults(), found.unchecked())
                    .isEqualTo(Verification.Verdict.HOLDS);
            assertThat(found.proved()).isEqualTo(statement.path("lines").size());
            if (found.proved() > 0) {
                ObjectNode copy = statement.deepCopy();
                ((ObjectNode) copy.path("lines").path(0)).put("counterpartyId", 123_456);
                assertThat(
                                StatementVerifier.verify(
                                                StatementFile.read(copy.toString()), contract)
                                        .faults())
                        .anyMatch(
                                fault -> fault.startsWith("line 1 (") && fault.contains("changed"));
            }
        }
    }

    private static String rootFrom(JsonNode statement, JsonNode line) {
        JsonNode proof = line.path("proof");
        byte[] node = leaf(statement, line);
        assertThat(proof.path("leaf").asText()).isEqualTo(Numeric.toHexString(node));
        for (JsonNode step : proof.path("path")) {
            node = parent(node, Numeric.hexStringToByteArray(step.asText()));
        }
        return Numeric.toHexString(node);
    }

    /**
     * In the form that holds the whole line, which all is settled in from the first interval on.
     */
    private static byte[] leaf(JsonNode statement, JsonNode line) {
        assertThat(line.path("proof").path("form").asInt()).isEqualTo(2);
        byte[] tagged = new byte[33];
        tagged[0] = 2;
        System.arraycopy(Hash.sha3(leafBytes(statement, line)), 0, tagged, 1, 32);
        return Hash.sha3(tagged);
    }

    private static byte[] parent(byte[] left, byte[] right) {
        boolean ordered = new BigInteger(1, left).compareTo(new BigInteger(1, right)) <= 0;
        byte[] pair = new byte[64];
        System.arraycopy(ordered ? left : right, 0, pair, 0, 32);
        System.arraycopy(ordered ? right : left, 0, pair, 32, 32);
        return Hash.sha3(pair);
    }

    private static byte[] leafBytes(JsonNode statement, JsonNode line) {
        JsonNode proof = line.path("proof");
        List<String> words = new ArrayList<>();
        words.add(ChainReader.word(proof.path("batchKey").asText()));
        words.add(word(line.path("number").asLong()));
        words.add(word(statement.path("participantId").asLong()));
        words.add(word(line.path("counterpartyId").asLong()));
        words.add(word(KINDS.indexOf(line.path("kind").asText())));
        words.add(word(DIRECTIONS.indexOf(line.path("direction").asText())));
        words.add(word(line.path("energyWh").asLong()));
        words.add(word(line.path("priceMicro").asLong()));
        words.add(word(nano(line)));
        words.add(word(QUALITIES.indexOf(line.path("quality").asText())));
        words.add(word(line.path("tradeId").asLong(0)));
        words.add(ChainReader.word(proof.path("salt").asText()));
        return Numeric.hexStringToByteArray(String.join("", words));
    }

    private static String word(long value) {
        return ChainReader.word(BigInteger.valueOf(value));
    }
}
