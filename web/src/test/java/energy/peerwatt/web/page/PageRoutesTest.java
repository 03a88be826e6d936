package energy.peerwatt.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageRoutesTest {

    @ParameterizedTest
    @CsvSource({
        "/village, text/html, true",
        "/homes/100/2026-06-18, 'text/html,*/*', true",
        "/quarter, text/html, true",
        "/village, application/json, false",
        "/village, , false",
        "/icon.svg, text/html, false",
        "/assets/gone.js, text/html, false",
        "/assets/gone, text/html, false",
        "/api/v1/nothing, text/html, false",
        "/q/nothing, text/html, false",
        "/ws/v1, text/html, false",
    })
    void answersLinksOfBrowsersWithThePage(String path, String accept, boolean page) {
        assertThat(PageRoutes.isPageLink(path, accept)).isEqualTo(page);
    }
}
