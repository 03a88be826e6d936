package energy.peerwatt.book;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Continuous trading as others published it, see {@code continuous-cases.txt}. */
class ContinuousCasesTest {

    static Stream<Arguments> cases() throws IOException {
        List<ContinuousCase> cases = ContinuousCase.all();
        return Books.all().flatMap(book -> cases.stream().map(c -> Arguments.of(book, c)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersAsListed(Supplier<OrderBook> book, ContinuousCase published) {
        CaseFloor floor = new CaseFloor(book.get(), published);

        floor.play();

        assertThat(floor.events()).isEqualTo(published.linesOf("trade", "gone"));
        assertThat(floor.rests()).containsExactlyInAnyOrderElementsOf(published.linesOf("rests"));
    }

    @Test
    void everyBindingCaseIsReproducedAndEveryOtherHasItsRule() throws IOException {
        for (ContinuousCase published : ContinuousCase.all()) {
            if (published.kind().equals("binding")) {
                assertThat(published.isReproduced()).as("%s", published).isTrue();
            }
            assertThat(published.isReproduced() || published.hasRule())
                    .as("%s", published)
                    .isTrue();
        }
    }

    @Test
    void noCaseIsMissing() throws IOException {
        Map<String, Long> counts =
                ContinuousCase.all().stream().collect(groupingBy(ContinuousCase::kind, counting()));

        assertThat(counts)
                .isEqualTo(Map.of("binding", 49L, "convention", 18L, "source-deviates", 1L));
    }
}
