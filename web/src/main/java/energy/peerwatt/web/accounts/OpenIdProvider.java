package energy.peerwatt.web.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import energy.peerwatt.web.config.MarketConfig;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * A provider of sign-ins by OpenID Connect Core 1.0, with the authorization code flow and PKCE (RFC
 * 7636). Safe for use by several threads.
 */
@Singleton
public class OpenIdProvider {

    /** A provider that is down is not asked by everybody who comes meanwhile. */
    private static final Duration REST = Duration.ofSeconds(10);

    private static final int CLOCK_SKEW_SECONDS = 60;
    private static final int LONGEST_SUBJECT = 255;
    private static final int LONGEST_NAME = 100;
    private static final Pattern DOT = Pattern.compile("\\.");

    /** Where the provider sends browsers back to. */
    public static final String CALLBACK = "/api/v1/session/oidc/callback";

    private final Optional<MarketConfig.Oidc> config;
    private final URI callback;
    private final Map<String, AccountRole> roles;
    private final ObjectMapper json;
    private final ProviderCalls calls;
    private final ReentrantLock discovery = new ReentrantLock();
    private volatile @Nullable Metadata metadata;
    private @Nullable ProviderUnavailable failure;
    private long failedAtNanos;

    public OpenIdProvider(MarketConfig config, ObjectMapper json) {
        this.config = Optional.of(config.oidc()).filter(one -> one.issuer().isPresent());
        this.callback = config.mail().page().resolve(CALLBACK);
        this.json = json;
        this.calls = new ProviderCalls(json);
        this.roles =
                this.config.map(MarketConfig.Oidc::roles).orElse(Map.of()).entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey,
                                        role -> AccountRole.valueOf(role.getValue())));
        this.config.ifPresent(_ -> {
            requireSafe(issuer());
            clientId();
        });
    }

    private record Metadata(URI authorize, URI token, JwtConsumer tokens) {}

    /** What the provider is called on the page; empty if there is none. */
    public Optional<String> name() {
        return config.map(MarketConfig.Oidc::name);
    }

    /** Whether it says which roles people have. */
    public boolean saysRoles() {
        return !roles.isEmpty();
    }

    /**
     * Where a browser is to go to be signed in.
     *
     * @param browser what only that browser has
     * @param anew whether the person must show there who it is, signed in there or not
     * @return fails with {@link ProviderUnavailable}
     */
    public Uni<URI> signIn(SessionToken state, SessionToken browser, boolean anew) {
        return calls.call(() -> location(state, browser, anew));
    }

    private URI location(SessionToken state, SessionToken browser, boolean anew) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", clientId());
        query.put("redirect_uri", callback.toString());
        query.put("scope", String.join(" ", required().scopes()));
        query.put("state", state.value());
        query.put("nonce", nonce(browser));
        query.put("code_challenge", SessionToken.encode(Sha256.of(verifier(browser))));
        query.put("code_challenge_method", "S256");
        if (anew) {
            query.put("prompt", "login");
            query.put("max_age", "0");
        }
        URI authorize = metadata().authorize();
        String separator = authorize.getQuery() == null ? "?" : "&";
        return URI.create(authorize + separator + form(query));
    }

    /**
     * Asks the provider whom it has signed in.
     *
     * @param code that the browser came back with
     * @return fails with {@link AuthenticationFailedException} if the answer is not for us, this
     *     browser and now, and with {@link ProviderUnavailable}
     */
    public Uni<ProviderSession> redeem(String code, SessionToken browser) {
        return calls.call(() -> asked(code, browser));
    }

    private ProviderSession asked(String code, SessionToken browser) {
        Metadata known = metadata();
        Map<String, String> body = new LinkedHashMap<>();
        body.put("grant_type", "authorization_code");
        body.put("code", code);
        body.put("redirect_uri", callback.toString());
        body.put("code_verifier", verifier(browser));
        if (required().clientSecret().isEmpty()) {
            body.put("client_id", clientId());
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(known.token())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Accept", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(form(body)));
        required()
                .clientSecret()
                .ifPresent(secret -> request.header("Authorization", basic(secret)));
        JsonNode answer = calls.ask(request.build());
        return session(known, answer.path("id_token").asText(""), nonce(browser));
    }

    private ProviderSession session(Metadata known, String token, String nonce) {
        try {
            JwtClaims claims = known.tokens().processToClaims(token);
            requireForUs(claims, nonce);
            String subject = claims.getSubject();
            if (subject.isEmpty() || subject.length() > LONGEST_SUBJECT) {
                throw new AuthenticationFailedException("the subject cannot be kept");
            }
            JsonNode all = json.readTree(claims.toJson());
            return new ProviderSession(
                    issuer().toString(),
                    subject,
                    name(all, subject),
                    roles(all),
                    authenticatedAt(claims));
        } catch (InvalidJwtException e) {
            if (e.getCause() instanceof UnresolvableKeyException keys
                    && keys.getCause() instanceof IOException) {
                throw new ProviderUnavailable("its keys cannot be read", e);
            }
            throw new AuthenticationFailedException("the provider's token is not good", e);
        } catch (MalformedClaimException | IOException e) {
            throw new AuthenticationFailedException("the provider's token is not good", e);
        }
    }

    /** Of several audiences we must be the one that asked (OpenID Connect Core 1.0, 3.1.3.7). */
    private void requireForUs(JwtClaims claims, String nonce) throws MalformedClaimException {
        String party = claims.getStringClaimValue("azp");
        boolean ours = party == null ? claims.getAudience().size() == 1 : party.equals(clientId());
        if (!ours || !nonce.equals(claims.getStringClaimValue("nonce"))) {
            throw new AuthenticationFailedException("the token is for somebody else");
        }
    }

    private static Optional<Instant> authenticatedAt(JwtClaims claims)
            throws MalformedClaimException {
        return Optional.ofNullable(claims.getNumericDateClaimValue("auth_time"))
                .map(time -> Instant.ofEpochSecond(time.getValue()));
    }

    private static String name(JsonNode claims, String subject) {
        return Stream.of("name", "preferred_username")
                .map(claim -> claims.path(claim).asText("").replaceAll("\\p{Cc}", "").strip())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .map(name -> name.substring(0, Math.min(LONGEST_NAME, name.length())))
                .orElse(subject.substring(0, Math.min(LONGEST_NAME, subject.length())));
    }

    private Set<AccountRole> roles(JsonNode claims) {
        JsonNode found =
                DOT.splitAsStream(required().rolesClaim())
                        .reduce(claims, JsonNode::path, (_, last) -> last);
        return StreamSupport.stream(found.spliterator(), false)
                .flatMap(role -> Stream.ofNullable(roles.get(role.asText())))
                .collect(Collectors.toSet());
    }

    private Metadata metadata() {
        Metadata known = metadata;
        return known == null ? discoverOnce() : known;
    }

    /** One asks, the others wait for what it learns; a failure is remembered for a while. */
    private Metadata discoverOnce() {
        discovery.lock();
        try {
            Metadata known = metadata;
            if (known != null) {
                return known;
            }
            if (failure != null && System.nanoTime() - failedAtNanos < REST.toNanos()) {
                throw failure;
            }
            known = discover();
            metadata = known;
            return known;
        } catch (ProviderUnavailable e) {
            if (e != failure) {
                failure = e;
                failedAtNanos = System.nanoTime();
            }
            throw e;
        } catch (AuthenticationFailedException
                | IllegalStateException
                | IllegalArgumentException e) {
            failure = new ProviderUnavailable("it describes itself wrongly", e);
            failedAtNanos = System.nanoTime();
            throw failure;
        } finally {
            discovery.unlock();
        }
    }

    private Metadata discover() {
        String issuer = issuer().toString();
        String base = issuer.endsWith("/") ? issuer : issuer + "/";
        JsonNode found =
                calls.ask(
                        HttpRequest.newBuilder(
                                        URI.create(base + ".well-known/openid-configuration"))
                                .build());
        if (!found.path("issuer").asText("").equals(issuer)) {
            throw new ProviderUnavailable("it has another issuer");
        }
        HttpsJwks keys = ProviderCalls.keys(safe(found, "jwks_uri").toString());
        return new Metadata(
                safe(found, "authorization_endpoint"),
                safe(found, "token_endpoint"),
                new JwtConsumerBuilder()
                        .setExpectedIssuer(issuer)
                        .setExpectedAudience(clientId())
                        .setRequireSubject()
                        .setRequireExpirationTime()
                        .setRequireIssuedAt()
                        .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                        .setJwsAlgorithmConstraints(
                                ConstraintType.PERMIT,
                                AlgorithmIdentifiers.RSA_USING_SHA256,
                                AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
                                AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256)
                        .setVerificationKeyResolver(new HttpsJwksVerificationKeyResolver(keys))
                        .build());
    }

    private static URI safe(JsonNode found, String endpoint) {
        URI uri = URI.create(found.path(endpoint).asText(""));
        requireSafe(uri);
        return uri;
    }

    /** Secrets and keys travel there; on this machine itself nobody is between. */
    private static void requireSafe(URI uri) {
        boolean here =
                "http".equals(uri.getScheme())
                        && Set.of("localhost", "127.0.0.1", "[::1]")
                                .contains(String.valueOf(uri.getHost()));
        if (!here && !"https".equals(uri.getScheme())) {
            throw new IllegalStateException("peerwatt.oidc: " + uri + " is not https");
        }
    }

    private MarketConfig.Oidc required() {
        return config.orElseThrow(() -> new IllegalStateException("no provider is configured"));
    }

    private URI issuer() {
        return required().issuer().orElseThrow();
    }

    private String clientId() {
        return required()
                .clientId()
                .orElseThrow(() -> new IllegalStateException("peerwatt.oidc.client-id is missing"));
    }

    private static String verifier(SessionToken browser) {
        return SessionToken.encode(Sha256.of("verifier " + browser.value()));
    }

    private static String nonce(SessionToken browser) {
        return SessionToken.encode(Sha256.of("nonce " + browser.value()));
    }

    /** Both parts are form-encoded first (RFC 6749, 2.3.1). */
    private String basic(String secret) {
        String both = encoded(clientId()) + ":" + encoded(secret);
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    private static String form(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
