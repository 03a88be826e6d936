package energy.peerwatt.edge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.edge.simulator.model.Quantity;
import energy.peerwatt.edge.simulator.model.Village;
import energy.peerwatt.edge.testkit.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioTest {

    private static final Instant START = Instant.parse("2026-06-18T10:00:00Z");

    @TempDir Path folder;

    private VillagePlan plan(String homes) throws IOException {
        Path file = folder.resolve("scenario.json");
        Files.writeString(
                file, "{\"start\":\"" + START + "\",\"homes\":[" + homes.replace('\'', '"') + "]}");
        return Scenario.read(file);
    }

    private static List<HomeReading> after(VillagePlan plan, long seconds) {
        Village village = Village.found(plan.blueprint(), START.getEpochSecond());
        village.advanceTo(START.getEpochSecond() + seconds);
        return village.readings(START.getEpochSecond() + seconds);
    }

    @Test
    void totalsAreExact() throws IOException {
        VillagePlan plan =
                plan("{'name':'A','meter':'SDM630','loadW':[400,1201,3],'solarW':[0,2400]}");

        assertThat(wattHours(after(plan, 900), Quantity.IMPORT)).isEqualTo(1_000_100);
        assertThat(wattHours(after(plan, 1_800), Quantity.EXPORT)).isEqualTo(500_299);
        HomeReading reading = after(plan, 1_800).getFirst();
        assertThat(reading.counters().wattSeconds(Quantity.EXPORT))
                .isEqualTo(500_000 * 3_600L + 1_199 * 900L);
        assertThat(wattHours(after(plan, 1_800), Quantity.GENERATION)).isEqualTo(2_000_600);
    }

    @Test
    void seriesRepeatAfterTheirOwnEnd() throws IOException {
        VillagePlan plan = plan("{'meter':'TASMOTA','loadW':[100,200],'solarW':[0,0,1000]}");
        long twoRounds = 6 * 900;

        long load = 3 * (25 + 50);
        assertThat(wattHours(after(plan, twoRounds), Quantity.IMPORT))
                .isEqualTo(1_000_000 + load - 25 - 50);
        assertThat(wattHours(after(plan, twoRounds), Quantity.GENERATION))
                .isEqualTo(2_000_000 + 2 * 250);
        assertThat(wattHours(after(plan, twoRounds), Quantity.EXPORT))
                .isEqualTo(500_000 + 225 + 200);
    }

    @Test
    void powerIsConstantWithinAQuarterHour() throws IOException {
        VillagePlan plan = plan("{'meter':'SHELLY_GEN2','loadW':[360,720]}");

        for (int second = 0; second < 900; second += 10) {
            HomeReading reading = after(plan, second).getFirst();
            assertThat(reading.flow().gridW()).isEqualTo(360);
            assertThat(reading.counters().wattSeconds(Quantity.IMPORT))
                    .isEqualTo(1_000_000 * 3_600L + 360L * second);
        }
    }

    @Test
    void aCarComesAndGoesByTheSeed() throws IOException {
        VillagePlan plan = plan("{'meter':'SDM630','loadW':[100],'car':true}");
        long twoWeeks = 14 * 86_400;

        HomeReading reading = after(plan, twoWeeks).getFirst();

        assertThat(reading.home().equipment().chargerW()).isEqualTo(11_000);
        long charged = reading.wattHours(Quantity.CHARGER);
        assertThat(charged).isGreaterThan(50_000);
        assertThat(reading.wattHours(Quantity.IMPORT))
                .isBetween(1_000_000 + 33_600 + charged - 1, 1_000_000 + 33_600 + charged + 1);
        assertThat(after(plan, twoWeeks)).isEqualTo(List.of(reading));
    }

    @Test
    void aPlantExportsWhatItMakes() throws IOException {
        VillagePlan plan = plan("{'meter':'SUNSPEC_PLANT','solarW':[40000]}");
        HomeReading reading = after(plan, 900).getFirst();

        assertThat(reading.wattHours(Quantity.EXPORT))
                .isEqualTo(reading.wattHours(Quantity.GENERATION))
                .isEqualTo(2_010_000);
        assertThat(reading.wattHours(Quantity.IMPORT)).isZero();
        SunSpecFacts facts = new SunSpecFacts(SunSpecInverter.image(reading), 40_000);
        assertThat(facts.scaled(103, 14, 15)).isEqualTo(40_000);
        assertThat(facts.accumulator(103, 24)).isEqualTo(2_010_000);
    }

    @ParameterizedTest
    @CsvSource({"sn-inverter-103-01,0,103,17129352", "sn-inverter-101-01,40000,101,76476022"})
    void aRecordedInverterComesAlive(String name, int base, int model, long recordedWh)
            throws IOException {
        Path dump = Fixtures.path("sunspec/dumps/" + name + ".registers.json");
        VillagePlan plan =
                plan(
                        "{'meter':'SUNSPEC_PLANT','solarW':[4000,8000],'registerImage':'"
                                + dump
                                + "'}");
        HomeReading reading = after(plan, 1_000).getFirst();
        SunSpecFacts facts = new SunSpecFacts(plan.recordings().get(1).image(reading), base);

        assertThat(facts.models().keySet()).contains(1, model);
        assertThat(facts.scaled(model, 14, 15)).isEqualTo(8_000);
        assertThat(facts.accumulator(model, 24)).isEqualTo(recordedWh + 1_000 + 222);
        assertThat(reading.wattHours(Quantity.EXPORT)).isEqualTo(recordedWh + 1_222);
    }

    @ParameterizedTest
    @CsvSource({
        "sn-inverter-103-05,WH_SF is 1",
        "sn-inverter-103-03,4000 W do not fit",
        "sn-inverter-113-01,float32",
        "sn-meter-203-01,no SunSpec inverter model"
    })
    void anUnsuitableRecordingIsRefusedWithItsReason(String name, String reason) {
        Path dump = Fixtures.path("sunspec/dumps/" + name + ".registers.json");

        assertThatThrownBy(() ->
                        plan(
                                "{'meter':'SUNSPEC_PLANT','solarW':[4000],"
                                        + "'registerImage':'"
                                        + dump
                                        + "'}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'meter':'SUNSPEC_PLANT','loadW':[1],'solarW':[5]} | SUNSPEC_PLANT",
                "{'meter':'SUNSPEC_PLANT','solarW':[5],'car':true} | SUNSPEC_PLANT",
                "{'loadW':[1]} | meter is missing",
                "{'meter':'SDM630','loadW':[-1]} | at least 0",
                "{'meter':'SDM630','loadW':[1],'registerImage':'x'} | registerImage without solarW"
            },
            quoteCharacter = '~')
    void anImpossibleHomeIsRefusedWithItsReason(String home, String reason) {
        assertThatThrownBy(() -> plan(home))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    private static long wattHours(List<HomeReading> readings, Quantity quantity) {
        return readings.getFirst().wattHours(quantity);
    }
}
