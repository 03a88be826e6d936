package energy.peerwatt.web.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/**
 * A provider of OpenID Connect on loopback, with the authorization code flow and PKCE: people sign
 * in by {@link #signIn}, and the tokens are really signed. What is wrong with a token a test says.
 */
public final class SignInProvider implements AutoCloseable {

    public static final String CLIENT = "peerwatt";
    public static final String SECRET = "a secret: with + signs";
    public static final String NAME = "Keycloak";

    private static final Map<String, Grant> GRANTS = new ConcurrentHashMap<>();
    private static final RsaJsonWebKey KEY = key("provider");
    private static final RsaJsonWebKey ANOTHER_KEY = key("provider");

    private final HttpServer server;

    private record Grant(JwtClaims claims, String challenge, String redirect, RsaJsonWebKey key) {}

    SignInProvider() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/realms/test/.well-known/openid-configuration",
                exchange ->
                        answer(
                                exchange,
                                200,
                                """
                                {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize",
                                 "token_endpoint":"%1$s/token","jwks_uri":"%1$s/keys"}\
                                """
                                        .formatted(issuer())));
        server.createContext(
                "/realms/test/keys",
                exchange -> answer(exchange, 200, new JsonWebKeySet(KEY).toJson()));
        server.createContext("/realms/test/token", this::token);
        server.start();
    }

    private static RsaJsonWebKey key(String id) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    String issuer() {
        return "http://localhost:" + server.getAddress().getPort() + "/realms/test";
    }

    /**
     * Somebody signs in where the market has sent its browser.
     *
     * @param location of the market's answer
     * @param roles of Keycloak's realm
     * @param wrong changes the claims of the token to come
     * @return path and query with which the browser comes back
     */
    public static String signIn(
            String location, String subject, List<String> roles, Consumer<JwtClaims> wrong) {
        return signIn(location, subject, roles, wrong, KEY);
    }

    /** As {@link #signIn}, and the token is signed by somebody else. */
    public static String signInForged(String location, String subject) {
        return signIn(location, subject, List.of(), _ -> {}, ANOTHER_KEY);
    }

    private static String signIn(
            String location,
            String subject,
            List<String> roles,
            Consumer<JwtClaims> wrong,
            RsaJsonWebKey key) {
        Map<String, String> asked = form(URI.create(location).getRawQuery());
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(location.substring(0, location.indexOf("/authorize")));
        claims.setAudience(asked.get("client_id"));
        claims.setSubject(subject);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setStringClaim("nonce", asked.get("nonce"));
        claims.setStringClaim("name", "Anna of " + subject);
        claims.setClaim("realm_access", Map.of("roles", roles));
        wrong.accept(claims);
        String code = UUID.randomUUID().toString();
        GRANTS.put(
                code,
                new Grant(claims, asked.get("code_challenge"), asked.get("redirect_uri"), key));
        return "/api/v1/session/oidc/callback?code=" + code + "&state=" + asked.get("state");
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> asked =
                form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Grant grant = GRANTS.remove(asked.get("code"));
        boolean good =
                grant != null
                        && exchange.getRequestHeaders()
                                .getFirst("Authorization")
                                .equals("Basic " + credentials())
                        && asked.get("grant_type").equals("authorization_code")
                        && asked.get("redirect_uri").equals(grant.redirect())
                        && sha256(asked.get("code_verifier")).equals(grant.challenge());
        if (!good) {
            answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        answer(
                exchange,
                200,
                "{\"token_type\":\"Bearer\",\"access_token\":\"x\",\"id_token\":\"%s\"}"
                        .formatted(signed(grant)));
    }

    private static String signed(Grant grant) {
        try {
            JsonWebSignature token = new JsonWebSignature();
            token.setPayload(grant.claims().toJson());
            token.setKey(grant.key().getPrivateKey());
            token.setKeyIdHeaderValue(grant.key().getKeyId());
            token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String credentials() {
        String both = CLIENT + ":a+secret%3A+with+%2B+signs";
        return Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&"))
                .map(part -> part.split("=", 2))
                .collect(
                        Collectors.toMap(
                                part -> part[0],
                                part -> URLDecoder.decode(part[1], StandardCharsets.UTF_8)));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
