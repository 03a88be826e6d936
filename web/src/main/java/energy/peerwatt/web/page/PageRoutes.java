package energy.peerwatt.web.page;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers deep links into the single-page app with its one page. */
@Singleton
public final class PageRoutes {

    private static final String PAGE = "/index.html";

    /** Before REST, whose error mapper answers every path that is no resource. */
    private static final int ORDER = 1;

    private static final List<String> OTHERS = List.of("/api", "/q", "/ws", "/assets");

    void add(@Observes Router router) {
        router.route().order(ORDER).method(HttpMethod.GET).handler(PageRoutes::answer);
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
