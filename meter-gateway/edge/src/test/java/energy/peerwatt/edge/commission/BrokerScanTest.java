package energy.peerwatt.edge.commission;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.commission.Messages.Message;
import energy.peerwatt.edge.testkit.FreePort;
import energy.peerwatt.edge.testkit.Mosquitto;
import energy.peerwatt.edge.testkit.TestBroker;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What arrives at a real broker. */
class BrokerScanTest {

    @TempDir Path folder;

    private static final List<Message> HOUSE =
            List.of(
                    new Message("tele/plug/SENSOR", "{\"ENERGY\":{\"Total\":12.05,\"Power\":230}}"),
                    new Message("shellies/em/emeter/0/total", "100.5"),
                    new Message("shellies/em/emeter/0/total_returned", "3.5"),
                    new Message("shellies/em/emeter/0/power", "250.4"),
                    new Message(
                            "pro3/status/emdata:0",
                            "{\"id\":0,\"total_act\":7000.00,\"total_act_ret\":50.00}"),
                    new Message(
                            "homeassistant/sensor/m/in/config",
                            """
                            {"device_class":"energy","state_class":"total_increasing",
                             "unit_of_measurement":"kWh","state_topic":"m/state",
                             "value_template":"{{ value_json.in }}"}
                            """,
                            true),
                    new Message("m/state", "{\"in\":7}"),
                    new Message(
                            "dsmr/raw",
                            "/T\n\n1-0:1.8.1(000001.001*kWh)\n1-0:1.8.2(000002.500*kWh)\n!\n"),
                    new Message("garden/soil", "{\"moisture\":41}"));

    @Test
    void dialectsAreFoundByWhatArrives() throws Exception {
        try (TestBroker broker = TestBroker.start();
                Messages _ = new Messages(broker.url(), HOUSE)) {
            String url = broker.url().replace("tcp:", "mqtt:");

            Tool scan = Tool.run("scan", url, "--listen", "2");
            assertThat(scan.code()).as(scan.said()).isZero();
            assertThat(scan.out())
                    .contains("topic tele/plug/SENSOR: tasmota\n  import  12050 Wh  in steps of 10")
                    .contains("--topic shellies/em/emeter/0 --profile shelly-gen1")
                    .contains("--topic pro3 --profile shelly-gen2")
                    .contains("topic homeassistant/sensor/m: home-assistant\n  energy sensors in")
                    .contains("topic dsmr/raw: p1\n  refused: CHECKSUM_MISSING")
                    .doesNotContain("soil");

            Tool read =
                    Tool.run(
                            "read",
                            url,
                            "--topic",
                            "homeassistant/sensor/m",
                            "--profile",
                            "home-assistant",
                            "--option",
                            "import=in",
                            "--listen",
                            "5");
            assertThat(read.code()).as(read.said()).isZero();
            assertThat(read.out()).containsPattern("import +7000 Wh +in steps of 10 Wh");
        }
    }

    @Test
    void anotherBrokerIsAsGood() throws Exception {
        try (Mosquitto broker = Mosquitto.start(folder);
                Messages _ = new Messages(broker.url(), HOUSE)) {
            Tool scan = Tool.run("scan", broker.url(), "--listen", "2");
            assertThat(scan.code()).as(scan.said()).isZero();
            assertThat(scan.out()).contains("tasmota").contains("shelly-gen1").contains("p1");
        }
    }

    @Test
    void whatDoesNotComeIsUnknown() throws Exception {
        try (TestBroker broker = TestBroker.start()) {
            Tool read =
                    Tool.run(
                            "read",
                            broker.url(),
                            "--topic",
                            "tele/x/SENSOR",
                            "--profile",
                            "tasmota",
                            "--listen",
                            "1");
            assertThat(read.code()).isEqualTo(ExitCode.NOT_SO);
            assertThat(read.out()).contains("no register came in 1 s: unknown");
        }
        assertThat(Tool.run("scan", "mqtt://127.0.0.1:" + FreePort.find()).code())
                .isEqualTo(ExitCode.FAILED);
    }
}
