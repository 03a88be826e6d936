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

    @ParameterizedTest
    @CsvSource({
        "/assets/index-1.js, 200, 'public, max-age=31536000, immutable'",
        "/assets/index-1.js, 304, 'public, max-age=31536000, immutable'",
        "/assets/gone.js, 404, no-cache",
        "/, 200, no-cache",
        "/index.html, 200, no-cache",
    })
    void keepsAssetsForGoodAndThePageNotAtAll(String path, int status, String caching) {
        assertThat(PageRoutes.caching(path, status)).isEqualTo(caching);
    }
}
