package energy.peerwatt.settlement;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeterCheckTest {

    @Test
    void refusesLinesThatDoNotAddUpToTheMeters() {
        Scenario scenario = new Scenario().metered(40, 0).metered(0, 60);
        List<SettlementLine> lines = scenario.settle().lines();
        List<SettlementLine> tooFew = lines.subList(2, lines.size());

        assertThatThrownBy(() -> MeterCheck.requireMetered(scenario.positions(), tooFew))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "lines of 100 add up to 0 Wh imported, 0 Wh exported;"
                                + " metered were 40 Wh, 0 Wh");
    }
}
