package energy.peerwatt.web.page;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers deep links into the single-page app with its one page, and says how long its files may be
 * kept: assets for good, because their names change with their content; the page not at all.
 */
@Singleton
public final class PageRoutes {

    private static final String PAGE = "/index.html";
    private static final String ASSETS = "/assets/";

    /** Before files and REST, whose error mapper answers every path that is no resource. */
    private static final int FIRST = -1_000;

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    /** The page itself, and what decides which of its files a browser keeps. */
    private static final Set<String> ALWAYS_ASKED_FOR =
            Set.of("/", PAGE, "/sw.js", "/manifest.webmanifest");

    private static final List<String> OTHERS = List.of("/api", "/q", "/ws", "/assets");

    /**
     * Scripts, styles, fonts, and connections only of our own origin, in no frame of another's.
     * Pictures may be drawn within styles.
     */
    private static final String CONTENT =
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
                    + " form-action 'self'; frame-ancestors 'none'";

    void add(@Observes Router router) {
        router.route().order(FIRST - 1).handler(PageRoutes::guard);
        router.route().order(FIRST).method(HttpMethod.GET).handler(PageRoutes::limitCaching);
        router.route().order(FIRST + 1).method(HttpMethod.GET).handler(PageRoutes::answer);
    }

    private static void guard(RoutingContext request) {
        request.response()
                .putHeader("Content-Security-Policy", CONTENT)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "same-origin");
        if (request.request().isSSL()) {
            request.response().putHeader("Strict-Transport-Security", "max-age=31536000");
        }
        request.next();
    }

    private static void limitCaching(RoutingContext request) {
        String path = request.normalizedPath();
        if (path.startsWith(ASSETS) || ALWAYS_ASKED_FOR.contains(path)) {
            request.addHeadersEndHandler(_ ->
                    request.response()
                            .putHeader(
                                    HttpHeaders.CACHE_CONTROL,
                                    caching(path, request.response().getStatusCode())));
        }
        request.next();
    }

    static String caching(String path, int status) {
        boolean found = status == OK || status == NOT_MODIFIED;
        return found && path.startsWith(ASSETS)
                ? "public, max-age=31536000, immutable"
                : "no-cache";
    }

    private static void answer(RoutingContext request) {
        if (isPageLink(request.normalizedPath(), request.request().getHeader("Accept"))) {
            request.reroute(PAGE);
            return;
        }
        request.next();
    }

    /** A link that a browser opens, other than a file or one of the interfaces. */
    static boolean isPageLink(String path, @Nullable String accept) {
        boolean isFile = path.lastIndexOf('.') > path.lastIndexOf('/');
        return accept != null
                && accept.contains("text/html")
                && !isFile
                && !path.equals("/")
                && OTHERS.stream()
                        .noneMatch(other -> path.equals(other) || path.startsWith(other + "/"));
    }
}
