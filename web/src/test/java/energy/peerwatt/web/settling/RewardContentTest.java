package energy.peerwatt.web.settling;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.web.settling.RewardContent.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class RewardContentTest {

    @Test
    void saysInWordsWhatIsSettledBy() {
        RewardContent content =
                new RewardContent(
                        300,
                        10_000L,
                        63_000L,
                        List.of(new Step(700, 20_000L), new Step(900, 45_500L)),
                        List.of(new Step(900, 1_000L)),
                        500,
                        0);

        assertThat(content.sentences())
                .containsExactly(
                        "Rewards are paid out of what members gained in the same quarter-hour against"
                                + " their suppliers alone, at most 30 % of it, and never more than was"
                                + " gained.",
                        "While the area as a whole gives or draws 70 % or more of the 63 kW that its"
                                + " connection carries, shared energy that relieves it earns 2 ct per"
                                + " kWh.",
                        "While the area as a whole gives or draws 90 % or more of the 63 kW that its"
                                + " connection carries, shared energy that relieves it earns 4.55 ct"
                                + " per kWh.",
                        "Energy delivered to neighbours earns 1 ct per kWh.",
                        "Substituted values earn 50 % of a reward, estimated ones 0 %.",
                        "Who delivered or took 90 % or more of what it had contracted earns 100 % of"
                                + " it.");
        assertThat(content.rules().congestion().adders().at(950, 0)).isEqualTo(45_500);
    }
}
