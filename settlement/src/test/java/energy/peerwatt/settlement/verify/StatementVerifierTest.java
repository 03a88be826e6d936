package energy.peerwatt.settlement.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.LeafForm;
import energy.peerwatt.settlement.SaltedSettlement;
import energy.peerwatt.settlement.Scenario;
import energy.peerwatt.settlement.chain.ChainAddress;
import energy.peerwatt.settlement.chain.ContractReader;
import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.settlement.chain.SettledChain;
import energy.peerwatt.settlement.chain.StatementTree;
import energy.peerwatt.settlement.verify.Verification.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A seller's statement of three intervals on a real node; the second was settled again. */
class StatementVerifierTest {

    private static final Instant FROM = Scenario.INTERVAL.start();
    private static final Instant TO = Scenario.INTERVAL.plus(4).start();
    private static final ParticipantId SELLER = Scenario.member(0);
    private static final Random RANDOM = new Random(7);

    private static final SaltedSettlement FIRST = interval(0, 1, 900);
    private static final SaltedSettlement REPLACED = interval(1, 1, 700);
    private static final SaltedSettlement SECOND = interval(1, 2, 750);
    private static final SaltedSettlement THIRD = interval(2, 1, 500);
    private static final SaltedSettlement WAITING = interval(3, 1, 400);

    @TempDir static Path home;

    private static SettledChain chain;

    @TempDir Path files;

    @BeforeAll
    static void settle() {
        chain = new SettledChain(home.resolve("chain"));
        List.of(FIRST, REPLACED, THIRD)
                .forEach(salted -> chain.settle(salted.settlement(), root(salted)));
        chain.correct(SECOND.settlement(), REPLACED.settlement(), root(SECOND));
    }

    @AfterAll
    static void stop() {
        chain.close();
    }

    @Test
    void aStatementHolds() {
        Verification found = verify(statement());

        assertThat(found.faults()).isEmpty();
        assertThat(found.unchecked()).isEmpty();
        assertThat(found.complete()).isEqualTo(3);
        assertThat(found.waiting()).isEqualTo(linesOf(WAITING)).isPositive();
        assertThat(found.proved())
                .isEqualTo(linesOf(FIRST) + linesOf(SECOND) + linesOf(THIRD))
                .isGreaterThan(6);
        assertThat(found.verdict()).isEqualTo(Verdict.WAITS);
        assertThat(verify(settled()).verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void itHoldsAfterTheNodeWasKilled() {
        chain.killNode();

        assertThat(verify(settled()).verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void anyChangedFieldIsFoundInItsLine() {
        assertFault("is -", line -> line.put("amount", "-0.5"));
        assertFault(" at ", line -> line.put("energyWh", line.get("energyWh").longValue() + 1));
        assertFault(" at ", line -> line.put("priceMicro", 1));
        assertFault("was changed", line -> line.put("counterpartyId", 9_999));
        assertFault("was changed", line -> line.put("number", 40));
        assertFault("was changed", line -> line.put("number", 0));
        assertFault("was changed", line -> line.put("kind", "POOL_ENERGY"));
        assertFault("was changed", line -> line.put("quality", "ESTIMATED"));
        assertFault("was changed", line -> line.put("quality", "SUBSTITUTED"));
        assertFault("was changed", line -> line.put("tradeId", 9_999));
        assertFault("was changed", line -> line.putNull("tradeId"));
        assertFault("was changed", line -> line.remove("tradeId"));
        assertFault("was changed", line -> proof(line).put("form", 1));
        assertFault("was changed", line -> proof(line).remove("form"));
        assertFault("names another interval", line -> line.put("version", 2));
        assertFault(
                "names another interval",
                line -> line.put("interval", FROM.plusSeconds(900).toString()));
        assertFault("beyond the statement", line -> line.put("interval", "2026-06-19T10:00:00Z"));
        assertFault("was changed", line -> proof(line).put("salt", "0x" + "ab".repeat(32)));
        assertFault("was changed", line -> proof(line).put("leaf", "0x" + "ab".repeat(32)));
        assertFault(
                "is not under the root",
                line -> ((ArrayNode) proof(line).get("path")).add("0x" + "ab".repeat(32)));
    }

    /** Whoever says another form, with the leaf that goes with it, leads to another root. */
    @Test
    void nobodyChoosesTheFormOfALine() {
        ObjectNode statement = settled();
        ObjectNode line = (ObjectNode) statement.get("lines").get(0);
        StatementText.restate(line, FIRST, LeafForm.WHOLE);
        assertThat(verify(statement).verdict()).isEqualTo(Verdict.HOLDS);

        StatementText.restate(line, FIRST, LeafForm.BASIC);
        line.put("quality", "ESTIMATED");

        assertThat(verify(statement).faults())
                .singleElement()
                .asString()
                .startsWith("line 1 (")
                .contains("is not under the root that the contract keeps");
    }

    /** Its file says no form; whoever says one is not believed. */
    @Test
    void whatWasSettledBeforeHoldsByTheFormOfThen() {
        SaltedSettlement before = basic(interval(12, 1, 600));
        chain.settle(before.settlement(), root(before));
        Instant start = before.settlement().interval().start();
        ObjectNode statement =
                StatementText.of(chain, SELLER, start, start.plusSeconds(900), List.of(before));
        statement.get("lines").forEach(line -> proof((ObjectNode) line).remove("form"));

        Verification found = verify(statement);

        assertThat(found.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(found.basic()).isEqualTo(found.proved()).isEqualTo(linesOf(before));
        assertThat(found.notProved()).containsExactly("quality", "trade");
        assertThat(verify(settled()).notProved()).isEmpty();
        proof((ObjectNode) statement.get("lines").get(0)).put("form", 2);
        assertThat(verify(statement).faults()).singleElement().asString().contains("was changed");
    }

    /** Whatever is changed is found. */
    @Test
    void anyFieldOfTheFileThatIsChangedIsFound() {
        Set<String> passed = new TreeSet<>();
        tamper(settled(), (file, field) -> passed.addAll(passes(file, field)));

        assertThat(passed).isEmpty();
    }

    @Test
    void aRootThatALineDoesNotLeadToIsFoundBeforeItIsOnTheChain() {
        Instant start = WAITING.settlement().interval().start();
        ObjectNode waiting = StatementText.of(chain, SELLER, start, TO, List.of(WAITING));
        assertThat(verify(waiting).verdict()).isEqualTo(Verdict.WAITS);

        proof((ObjectNode) waiting.get("lines").get(0)).put("root", "0x" + "ab".repeat(32));

        assertThat(verify(waiting).faults()).singleElement().asString().contains("it states");
    }

    private static Set<String> passes(ObjectNode file, String field) {
        try {
            Verdict verdict = verify(file).verdict();
            return verdict == Verdict.BROKEN ? Set.of() : Set.of(field);
        } catch (IllegalArgumentException | MarketException refused) {
            return Set.of();
        }
    }

    /**
     * Tries the file with one field after the other changed, those of its first line among them.
     */
    private static void tamper(ObjectNode statement, BiConsumer<ObjectNode, String> attempt) {
        for (String pointer : leaves(statement, "")) {
            ObjectNode file = statement.deepCopy();
            int last = pointer.lastIndexOf('/');
            JsonNode parent = file.at(pointer.substring(0, last));
            String name = pointer.substring(last + 1);
            JsonNode old = file.at(pointer);
            if (parent instanceof ArrayNode array) {
                array.set(Integer.parseInt(name), other(name, old));
            } else {
                ((ObjectNode) parent).set(name, other(name, old));
            }
            attempt.accept(file, pointer.substring(1).replace("lines/0/", "lines[]."));
        }
    }

    private static List<String> leaves(JsonNode node, String place) {
        List<String> leaves = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(one ->
                            leaves.addAll(leaves(one.getValue(), place + "/" + one.getKey())));
        } else if (node instanceof ArrayNode array) {
            int all = place.endsWith("/lines") ? 1 : array.size();
            for (int i = 0; i < all; i++) {
                leaves.addAll(leaves(array.get(i), place + "/" + i));
            }
        } else {
            leaves.add(place);
        }
        return leaves;
    }

    /** Another value of the same form. */
    private static JsonNode other(String name, JsonNode old) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        if (old.isNumber() || old.isNull()) {
            return make.numberNode(old.asLong(0) + 1);
        }
        String text = old.stringValue();
        return make.stringNode(
                switch (name) {
                    case "from" -> FROM.plusSeconds(7_500).toString();
                    case "to" -> FROM.plusSeconds(600).toString();
                    case "interval" -> FROM.plusSeconds(2_700).toString();
                    case "kind" -> text.equals("POOL_ENERGY") ? "MATCHED_ENERGY" : "POOL_ENERGY";
                    case "direction" -> text.equals("SOLD") ? "BOUGHT" : "SOLD";
                    case "quality" -> text.equals("ACTUAL") ? "ESTIMATED" : "ACTUAL";
                    case "amount", "onChainAmount" -> text + (text.contains(".") ? "1" : ".1");
                    default -> text.substring(0, 2) + "12".repeat((text.length() - 2) / 2);
                });
    }

    /**
     * What was corrected when energy was final has other energy than the contract, not other cash.
     */
    @Test
    void aCorrectionOfFinalEnergyHolds() {
        SaltedSettlement before = interval(8, 1, 500);
        SaltedSettlement after = interval(8, 2, 550);
        chain.settle(before.settlement(), root(before));
        chain.correctLate(after.settlement(), before.settlement(), root(after));
        Instant start = after.settlement().interval().start();
        ObjectNode statement =
                StatementText.of(chain, SELLER, start, start.plusSeconds(900), List.of(after));

        Verification found = verify(statement);

        assertThat(found.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(found.complete()).isEqualTo(1);
        assertThat(found.notes()).singleElement().asString().contains("energy was final");

        ((ArrayNode) statement.get("lines")).remove(0);
        StatementText.addTotals(statement);
        assertThat(verify(statement).verdict()).isEqualTo(Verdict.BROKEN);
    }

    @Test
    void aLineLeftOutIsMissed() {
        ObjectNode statement = statement();
        ((ArrayNode) statement.get("lines")).remove(0);
        StatementText.addTotals(statement);

        assertThat(verify(statement).faults())
                .singleElement()
                .asString()
                .contains("the lines of " + FROM, "the contract booked");
    }

    @Test
    void anIntervalLeftOutIsMissed() {
        ObjectNode statement = statement(List.of(FIRST, SECOND, WAITING));

        assertThat(verify(statement).faults())
                .singleElement()
                .asString()
                .contains("the lines of " + FROM.plusSeconds(1_800) + " add up to 0,");
    }

    @Test
    void aReplacedVersionIsNotTheLast() {
        ObjectNode statement = statement(List.of(FIRST, REPLACED, THIRD));

        assertThat(verify(statement).faults())
                .hasSize(linesOf(REPLACED))
                .allSatisfy(fault -> assertThat(fault).endsWith("was replaced by version 2"));
    }

    @Test
    void aVersionThatTheContractDoesNotHaveProvesNothing() {
        SaltedSettlement forged = interval(1, 99, 2_000_000);

        Verification found = verify(statement(List.of(FIRST, forged, THIRD)));

        assertThat(found.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(found.unchecked()).singleElement().asString().contains("its newest is 2");
    }

    @Test
    void linesOfAnotherAreaDoNotReplaceThoseLeftOut() {
        ObjectNode statement = statement(List.of(FIRST, SECOND, THIRD));
        ((ArrayNode) statement.get("lines")).removeAll();
        StatementText.addTotals(statement);

        assertThat(verify(statement).faults()).hasSize(3);
    }

    @Test
    void aLineThatIsThereTwiceIsFound() {
        ObjectNode statement = statement();
        ArrayNode lines = (ArrayNode) statement.get("lines");
        lines.add(lines.get(0).deepCopy());

        assertThat(verify(statement).faults()).anyMatch(fault -> fault.endsWith("is there twice"));
    }

    @Test
    void wrongTotalsAreFound() {
        ObjectNode statement = statement();
        ((ObjectNode) statement.get("totals")).put("amount", "123");

        assertThat(verify(statement).faults())
                .singleElement()
                .asString()
                .startsWith("the totals are not the sums");
    }

    @Test
    void anotherChainOrContractIsFound() {
        ObjectNode statement = statement();
        ((ObjectNode) statement.get("chain")).put("chainId", 5);
        assertThat(verify(statement).faults()).anyMatch(fault -> fault.contains("chain 5"));

        ObjectNode elsewhere = statement();
        ((ObjectNode) elsewhere.get("chain")).put("contract", "0x" + "12".repeat(20));
        assertThatThrownBy(() -> verify(elsewhere)).hasMessageContaining("no vault");
    }

    @Test
    void theCommandSaysWhatItFound() throws IOException {
        Path file = Files.writeString(files.resolve("s.json"), statement().toString());
        String url = chain.url().toString();

        assertThat(run(3, "--statement", file.toString(), "--rpc", url))
                .contains("complete  3 intervals", "Nothing is wrong, but")
                .doesNotContain("NOT PROVED");
        Files.writeString(file, settled().toString());
        assertThat(run(0, "--statement", file.toString(), "--rpc", url))
                .contains("waiting   0 lines", "The statement holds.")
                .contains("BELIEVED  the file's own contract", "BELIEVED  the file's own account");
        String contract = chain.contract().hex();
        String account = chain.accounts().addressOf(SELLER).hex();
        assertThat(
                        run(
                                0,
                                "--statement",
                                file.toString(),
                                "--rpc",
                                url,
                                "--contract",
                                contract,
                                "--account",
                                account))
                .doesNotContain("BELIEVED");
        JsonNode json =
                JsonMapper.shared()
                        .readTree(
                                run(
                                        0,
                                        "--statement",
                                        file.toString(),
                                        "--rpc",
                                        url,
                                        "--format",
                                        "json"));
        assertThat(json.get("verdict").stringValue()).isEqualTo("HOLDS");
        assertThat(json.get("notProved")).hasToString("[]");
        assertThat(json.get("believed")).hasToString("[\"contract\",\"account\"]");
        assertThat(json.get("faults").size()).isZero();
        assertThat(json.get("basic").intValue()).isZero();
        ObjectNode changed = statement();
        ((ObjectNode) changed.get("lines").get(1)).put("counterpartyId", 9_999);
        Files.writeString(file, changed.toString());
        assertThat(run(1, "--statement", file.toString(), "--rpc", url))
                .contains("WRONG     line 2 (2026-06-18T10:00:00Z, no. ", "not proved");
    }

    @Test
    void theProgramPrintsNothingButItsOwn() throws IOException, InterruptedException {
        Path file = Files.writeString(files.resolve("s.json"), settled().toString());
        Path err = files.resolve("err");
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));

        Process program =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                classPath,
                                VerifyMain.class.getName(),
                                "--statement",
                                file.toString(),
                                "--rpc",
                                chain.url().toString())
                        .redirectError(err.toFile())
                        .start();
        String out = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(program.waitFor()).isZero();
        assertThat(err).isEmptyFile();
        assertThat(out).startsWith("contract  ").contains("The statement holds.");
    }

    @Test
    void theCommandRefusesWhatItCannotUse() throws IOException {
        Path file = Files.writeString(files.resolve("s.json"), statement().toString());
        String url = chain.url().toString();
        String other = "0x" + "12".repeat(20);

        assertThat(run(2)).contains("option --rpc is missing");
        assertThat(run(2, "--what", "x")).contains("unknown option --what");
        assertThat(run(2, "--rpc")).contains("needs a value");
        assertThat(run(2, "--rpc", url, "--statement", file + "x")).contains("cannot be read");
        assertThat(run(2, "--rpc", url, "--statement", file.toString(), "--format", "xml"))
                .contains("not text or json");
        assertThat(run(2, "--rpc", url, "--statement", file.toString(), "--contract", other))
                .contains("but the statement says");
        assertThat(run(2, "--rpc", url, "--statement", file.toString(), "--account", other))
                .contains("but the statement says");
        assertThat(run(2, "--rpc", "http://127.0.0.1:1", "--statement", file.toString()))
                .contains("eth_chainId");
        ObjectNode lacking = statement();
        ((ObjectNode) lacking.get("lines").get(2)).remove("energyWh");
        Files.writeString(file, lacking.toString());
        assertThat(run(2, "--rpc", url, "--statement", file.toString()))
                .contains("line 3: energyWh is missing");
        Files.writeString(file, "{\"participantId\": 1.5}");
        assertThat(run(2, "--rpc", url, "--statement", file.toString()))
                .contains("lines is missing");
        Files.writeString(file, "no JSON");
        assertThat(run(2, "--rpc", url, "--statement", file.toString())).contains("not JSON");
    }

    private static void assertFault(String what, Consumer<ObjectNode> change) {
        ObjectNode statement = statement();
        change.accept((ObjectNode) statement.get("lines").get(0));

        Verification found = verify(statement);

        assertThat(found.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(found.faults())
                .anyMatch(fault -> fault.startsWith("line 1 (") && fault.contains(what));
    }

    private static ObjectNode proof(ObjectNode line) {
        return (ObjectNode) line.get("proof");
    }

    private static ObjectNode statement() {
        return statement(List.of(FIRST, SECOND, THIRD, WAITING));
    }

    private static ObjectNode settled() {
        return statement(List.of(FIRST, SECOND, THIRD));
    }

    private static ObjectNode statement(List<SaltedSettlement> settlements) {
        return StatementText.of(chain, SELLER, FROM, TO, settlements);
    }

    private static Verification verify(ObjectNode text) {
        Statement statement = StatementFile.read(text.toString());
        ChainAddress contract = statement.contract().address();
        return StatementVerifier.verify(statement, new ContractReader(chain.url(), contract));
    }

    private static String run(int expected, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code = VerifyMain.run(args, stream, stream);
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(code).as(text).isEqualTo(expected);
        return text;
    }

    /** The seller exports more than it has sold; one buyer, and others for the pool. */
    private static SaltedSettlement interval(int index, int version, long exported) {
        IntervalSettlement settlement =
                new Scenario()
                        .metered(0, exported)
                        .metered(600, 0)
                        .metered(100, 0)
                        .trade(0, 1, 300, 20)
                        .at(Scenario.INTERVAL.plus(index))
                        .version(version)
                        .settle();
        return SaltedSettlement.draw(settlement, RANDOM);
    }

    /** As it was settled before there were forms. */
    private static SaltedSettlement basic(SaltedSettlement salted) {
        return new SaltedSettlement(salted.settlement(), salted.salts(), LeafForm.BASIC);
    }

    private static Digest root(SaltedSettlement salted) {
        return StatementTree.of(salted).root();
    }

    private static int linesOf(SaltedSettlement salted) {
        return (int)
                salted.settlement().lines().stream()
                        .filter(line -> line.participant().equals(SELLER))
                        .count();
    }
}
