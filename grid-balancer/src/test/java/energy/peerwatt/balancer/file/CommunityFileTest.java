package energy.peerwatt.balancer.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Outage;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.testkit.HomeLimits;
import energy.peerwatt.balancer.testkit.Islands;
import energy.peerwatt.balancer.testkit.Plans;
import energy.peerwatt.balancer.testkit.Reserves;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommunityFileTest {

    private static final String EXAMPLE = resource("/energy/peerwatt/balancer/three-homes.json");

    private static final String FEEDER = resource("/energy/peerwatt/balancer/three-nodes.json");

    @Test
    void readsTheExample() {
        Community community = CommunityFile.read(EXAMPLE);

        assertThat(community.homes()).hasSize(3);
        assertThat(community.devices()).hasSize(5);
        assertThat(community.slots()).isEqualTo(96);
    }

    @Test
    void readsWhatItWrote() {
        Community community = Plans.variety(12, 1);

        assertThat(CommunityFile.read(CommunityFile.write(community))).isEqualTo(community);
    }

    @Test
    void readsTheLimitsOfHomesAndReservesItWrote() {
        Community community = Reserves.on(HomeLimits.on(Plans.variety(12, 1)));

        assertThat(CommunityFile.read(CommunityFile.write(community))).isEqualTo(community);
    }

    @Test
    void aFeederByItselfIsTheMemberOfAnInstance() {
        Feeder feeder = Objects.requireNonNull(CommunityFile.read(FEEDER).feeder());

        assertThat(FeederFile.read(FeederFile.write(feeder))).isEqualTo(feeder);
        assertThatThrownBy(() -> FeederFile.read("{\"source\":{\"node\":1}}"))
                .hasMessage("source.node: must be a text");
    }

    @Test
    void aDearCurrencyIsPlannedAsLongAsTheBillFits() {
        String dear =
                EXAMPLE.replaceAll("\"importMicro\": \\[[^\\]]*\\]", "\"importMicro\": 999999999");

        assertThat(CommunityFile.read(dear).tariff().importMicro().at(0)).isEqualTo(999_999_999);
        assertThatThrownBy(() -> CommunityFile.read(dear.replace("999999999", "1000000001")))
                .hasMessageContaining("importMicro[0] must be from -1000000000 to 1000000000");
        String huge = dear.replaceFirst("\"loadW\": 400", "\"loadW\": 41000000");
        assertThatThrownBy(() -> CommunityFile.read(huge))
                .hasMessageContaining("take and give, at the highest price, must be from 0 to");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"scope\": \"TOTAL\"|\"scope\": \"HOME\"|limits[0]: limit transformer-import"
                        + " must name a home if its scope is HOME, and only then",
                "\"scope\": \"TOTAL\"|\"scope\": \"TOTAL\", \"home\": \"mill-lane-1\"|limits[0]:"
                        + " limit transformer-import must name a home if its scope is HOME, and"
                        + " only then",
                "\"scope\": \"TOTAL\"|\"scope\": \"RESERVE\", \"expiry\": {\"slot\": 3, \"floorW\": 9}"
                        + "|limits[0]: limit transformer-import is a reserve, so has no expiry",
                "\"scope\": \"TOTAL\"|\"scope\": \"HOME\", \"home\": \"mill-lane-9\"|limit"
                        + " transformer-import names no home: mill-lane-9",
            })
    void namesWhatIsWrongWithALimitOfAHome(String part, String broken, String message) {
        assertThatThrownBy(() -> CommunityFile.read(EXAMPLE.replaceFirst(part, broken)))
                .isInstanceOf(FileFault.class)
                .hasMessage(message);
    }

    @Test
    void readsTheQuantilesItWrote() {
        String load = "\"loadW\": 400, \"loadLowW\": 200, \"loadHighW\": 900";
        String text = EXAMPLE.replaceFirst("\"loadW\": 400", load);

        Community community = CommunityFile.read(text);

        Home home = community.homes().getFirst();
        assertThat(home.spread())
                .contains(
                        new Home.Spread(
                                Series.constant(96, 200),
                                Series.constant(96, 900),
                                home.solar().watts(),
                                home.solar().watts()));
        assertThat(CommunityFile.read(CommunityFile.write(community))).isEqualTo(community);
    }

    @Test
    void readsTheLocalPriceItWrote() {
        String text = EXAMPLE.replaceFirst("\"peak\"", "\"localMicro\": 120000, \"peak\"");

        Community community = CommunityFile.read(text);

        assertThat(community.tariff().localMicro()).contains(Series.constant(96, 120_000));
        assertThat(CommunityFile.read(CommunityFile.write(community))).isEqualTo(community);
        assertThatThrownBy(() -> CommunityFile.read(text.replace("120000", "60000")))
                .hasMessage("tariff: localMicro[0] must be from 70000 to 270000, not 60000");
    }

    @Test
    void refusesQuantilesInTheWrongOrder() {
        String load = "\"loadW\": 400, \"loadLowW\": 500, \"loadHighW\": 450";
        String text = EXAMPLE.replaceFirst("\"loadW\": 400", load);

        assertThatThrownBy(() -> CommunityFile.read(text))
                .isInstanceOf(FileFault.class)
                .hasMessage("homes[0]: loadHighW[0] must be from 500 to 100000000, not 450");
    }

    @Test
    void readsTheIslandItWrote() {
        Community community = Islands.of(Plans.variety(12, 1), Outage.Kind.PLANNED, 24, 72);

        assertThat(CommunityFile.read(CommunityFile.write(community))).isEqualTo(community);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"tier\": 1|\"tier\": 5|island.shedding.blocks[0]: tier must be from 1 to 4, not 5",
                "\"kind\": \"UNPLANNED\"|\"kind\": \"STORM\"|island.outage.kind: must be one of"
                        + " PLANNED, UNPLANNED, BLACK_START, not STORM",
                "\"UNPLANNED\", \"fromSlot\": 24|\"PLANNED\", \"fromSlot\": 0|island.outage:"
                        + " fromSlot of a planned outage must be at least 1",
                "\"untilSlot\": 40|\"untilSlot\": 97|untilSlot of the outage must be from 1 to 96,"
                        + " not 97",
                "mill-lane-1-battery\"]|mill-lane-2-car\"]|forming unit mill-lane-2-car must be a"
                        + " battery, named once",
                "[\"mill-lane-1-battery\"]|[]|an outage needs a forming unit: forming.units names no"
                        + " battery",
                "\"home\": \"mill-lane-1\"|\"home\": \"mill-lane-9\"|block pumps names no home:"
                        + " mill-lane-9",
                "\"permille\": 300|\"permille\": 800|permille of mill-lane-1 in all blocks must be"
                        + " from 1 to 1000, not 1500",
                "\"id\": \"lamps\"|\"id\": \"pumps\"|block id pumps is used twice",
                "\"missedMicro\": 600000|\"missedMicro\": 0|island: missedMicro must be from 1 to"
                        + " 100000000, not 0",
            })
    void namesWhatIsWrongWithAnIsland(String part, String broken, String message) {
        String island =
                """
                "island": {
                  "outage": {"kind": "UNPLANNED", "fromSlot": 24, "untilSlot": 40},
                  "shedding": {"blocks": [
                    {"id": "pumps", "tier": 1, "parts": [{"home": "mill-lane-1", "permille": 300}]},
                    {"id": "lamps", "tier": 2, "parts": [{"home": "mill-lane-1", "permille": 700}]}
                  ]},
                  "forming": {"units": ["mill-lane-1-battery"]},
                  "missedMicro": 600000
                },
                """;
        String whole = EXAMPLE.replaceFirst("\"homes\"", island + "\"homes\"");
        String text = EXAMPLE.replaceFirst("\"homes\"", island.replace(part, broken) + "\"homes\"");

        assertThat(CommunityFile.read(whole).island()).isPresent();
        assertThat(text).isNotEqualTo(whole);
        assertThatThrownBy(() -> CommunityFile.read(text))
                .isInstanceOf(FileFault.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"slots\": 96|\"slots\": 96.5|horizon.slots: must be a whole number, not 96.5",
                "\"slots\": 96|\"slots\": 95|tariff.importMicro: must have 95 values, one for each"
                        + " slot, not 96",
                "2026-06-01T10:00:00Z|2026-06-01T10:01:00Z|horizon: start must be on a quarter-hour:"
                        + " 2026-06-01T10:01:00Z",
                "2026-06-01T10:00:00Z|noon|horizon.start: must be a time such as"
                        + " 2026-06-01T10:00:00Z, not noon",
                "\"limitW\": 9000|\"limitKw\": 9|limits[0].limitW: is missing",
                "\"limitW\": 9000|\"limitW\": 9000, \"expiry\": {\"slot\": 8, \"floorW\": 9001}|limits[0]:"
                        + " floorW must be from 0 to 9000, not 9001",
                "\"limitW\": 9000|\"limitW\": 9000, \"expiry\": {\"slot\": 8}|limits[0].expiry.floorW:"
                        + " is missing",
                "\"IMPORT\"|\"IN\"|limits[0].direction: must be one of IMPORT, EXPORT, not IN",
                "\"initialWh\": 3000|\"initialWh\": 300|homes[0].devices[0]: initialWh must be from"
                        + " 500 to 10000, not 300",
                "\"wearMicro\"|\"wear\"|homes[0].devices[0].wear: is not known here",
                "\"minA\": 6|\"minimum\": 6|homes[1].devices[0].minA: is missing",
                "\"maxA\": 16|\"maxA\": 16, \"onW\": 1|homes[1].devices[0]: must have either onW or"
                        + " both minA and maxA",
                "\"maxA\": 16|\"maxA\": 16, \"toHome\": {\"minA\": 6, \"maxA\": 16, \"vehicleWh\": 50000,"
                        + " \"arrivalWh\": 49000, \"chargePermille\": 950, \"dischargePermille\":"
                        + " 950}|homes[1].devices[0]: energyWh must be from 0 to 1000, not 24000",
                "\"maxA\": 16|\"maxA\": 16, \"toHome\": {\"vehicleWh\": 50000}|homes[1].devices[0].toHome:"
                        + " must have either onW or both minA and maxA",
                "\"departureSlot\": 78|\"departureSlot\": 97|departureSlot of mill-lane-2-car must"
                        + " be from 1 to 96, not 97",
                "\"demandW\": 1200|\"demandW\": 9000|heat pump mill-lane-2-heat cannot hold its"
                        + " comfort band: at full power the store runs empty in slot 6",
                "\"exportMicro\": 70000|\"exportMicro\": 300000|tariff: exportMicro[0] must be from"
                        + " -1000000000 to 270000, not 300000",
                "mill-lane-3-washer|mill-lane-3-car|device id mill-lane-3-car is used twice",
                "peerwatt-community/1|peerwatt-community/2|format: must be peerwatt-community/1, not"
                        + " peerwatt-community/2",
            })
    void namesTheFieldAndTheReason(String part, String broken, String message) {
        String text = EXAMPLE.replaceFirst(Pattern.quote(part), broken);

        assertThat(text).isNotEqualTo(EXAMPLE);
        assertThatThrownBy(() -> CommunityFile.read(text))
                .isInstanceOf(FileFault.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"to\": \"end\"|\"to\": \"corner\"|feeder: not radial: node corner has two cables"
                        + " to it",
                "\"from\": \"transformer\"|\"from\": \"end\"|feeder: not radial: node corner is not"
                        + " reached from the source transformer",
                "\"to\": \"end\"|\"to\": \"transformer\"|feeder: not radial: node transformer is the"
                        + " source",
                "\"far\": \"end\"|\"far\": \"land\"|feeder.homes.far is at node land, which is"
                        + " unknown",
                "\"far\": \"end\"|\"far\": \"cottage\"|home far is on THREE_PHASE, its node cottage"
                        + " has only L1",
                "\"far\": \"end\"|\"fat\": \"end\"|feeder.homes has no node for far",
                "\"ampacityA\": 160|\"ampacityA\": 0|feeder.cables[0]: ampacity of corner must be"
                        + " from 1 to 2147483647, not 0",
                "216200|206999|feeder: planning band must be from 207000 to 253000 millivolts, not"
                        + " from 206999 to 250000",
                "\"position\": -1|\"position\": -3|feeder.source.tap: tap.position must be from -2 to"
                        + " 2, not -3",
                "\"mutualRMicroOhm\": 12000|\"mutualRMicroOhm\": 70000|feeder.cables[0]: mutualR must"
                        + " be from -30000 to 60000, not 70000",
                "\"loadPowerFactorPermille\": 950|\"powerFactor\": 950|"
                        + "feeder.loadPowerFactorPermille: is missing",
            })
    void namesWhatIsWrongWithAFeeder(String part, String broken, String message) {
        String text = FEEDER.replaceFirst(Pattern.quote(part), broken);

        assertThat(text).isNotEqualTo(FEEDER);
        assertThatThrownBy(() -> CommunityFile.read(text))
                .isInstanceOf(FileFault.class)
                .hasMessage(message);
    }

    @Test
    void readsAFeederAndWhatItWroteOfIt() {
        Community community = CommunityFile.read(FEEDER);

        Feeder feeder = Objects.requireNonNull(community.feeder());
        assertThat(feeder.cables()).hasSize(3);
        assertThat(feeder.source().tap().position()).isEqualTo(-1);
        assertThat(CommunityFile.read(CommunityFile.write(community))).isEqualTo(community);
    }

    @Test
    void saysWhereTextIsNotJson() {
        assertThatThrownBy(() -> CommunityFile.read("{\n\"format\": oops}"))
                .isInstanceOf(FileFault.class)
                .hasMessageStartingWith("is not JSON in line 2");
        assertThatThrownBy(() -> CommunityFile.read("{\"format\": 1, \"format\": 2}"))
                .isInstanceOf(FileFault.class)
                .hasMessageStartingWith("is not JSON");
    }

    /** Whatever the writer writes is in the schema, at every level. */
    @Test
    void theSchemaNamesEveryField() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode schema =
                mapper.readTree(resource("/energy/peerwatt/balancer/file/community.schema.json"));
        Set<String> declared = new TreeSet<>();
        collectNested(schema, declared);
        Set<String> written = new TreeSet<>();
        Community community = CommunityFile.read(FEEDER);
        JsonNode plain = mapper.readTree(CommunityFile.write(Plans.variety(12, 1)));
        JsonNode fed = mapper.readTree(CommunityFile.write(community));
        // The names of homes are data.
        ((ObjectNode) fed.get("feeder")).remove("homes");
        collectNames(plain, written);
        collectNames(fed, written);
        Community island = Islands.of(Plans.variety(12, 1), Outage.Kind.PLANNED, 24, 72);
        collectNames(mapper.readTree(CommunityFile.write(island)), written);

        assertThat(declared).containsAll(written);
    }

    private static void collectNested(JsonNode node, Set<String> names) {
        node.forEach(child -> collectNested(child, names));
        JsonNode properties = node.get("properties");
        if (properties != null) {
            properties.fieldNames().forEachRemaining(names::add);
        }
    }

    private static void collectNames(JsonNode node, Set<String> names) {
        node.fieldNames().forEachRemaining(names::add);
        node.forEach(child -> collectNames(child, names));
    }

    static String resource(String name) {
        try (InputStream in = CommunityFileTest.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
