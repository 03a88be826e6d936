package energy.peerwatt.web.accounts;

import energy.peerwatt.web.config.MarketConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells what our own page sends from what pages of others make a browser send, with its cookie or
 * with the password that it remembers. Programs are no browsers and say neither.
 */
@Singleton
public class OwnOrigin {

    /** By what a browser says where a request comes from (W3C Fetch Metadata). */
    private static final String FETCH_SITE = "Sec-Fetch-Site";

    private static final String FETCH_MODE = "Sec-Fetch-Mode";

    /** Header that our page sends with what it asks for. */
    static final String PAGE = "X-Peerwatt-Page";

    /** {@code none}: somebody typed it. */
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private final String page;

    public OwnOrigin(MarketConfig config) {
        this.page = config.mail().page().getAuthority();
    }

    /** Whether no page of others sends it, as far as the browser says. */
    public boolean sends(HttpServerRequest request) {
        String site = request.getHeader(FETCH_SITE);
        if (site != null) {
            return OWN.contains(site);
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin == null || isOwn(origin, request.getHeader(HttpHeaders.HOST));
    }

    /** Not by the scheme: a proxy before us may end TLS. */
    boolean isOwn(String origin, @Nullable String host) {
        try {
            String authority = Objects.requireNonNullElse(URI.create(origin).getAuthority(), "");
            return authority.equalsIgnoreCase(page) || authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether a browser sends it, which would remember a password that it asks for. */
    public static boolean isBrowser(HttpServerRequest request) {
        return request.getHeader(FETCH_MODE) != null || request.getHeader(PAGE) != null;
    }
}
