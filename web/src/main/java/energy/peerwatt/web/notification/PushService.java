package energy.peerwatt.web.notification;

import com.zerodeplibs.webpush.EncryptedPushMessage;
import com.zerodeplibs.webpush.MessageEncryptions;
import com.zerodeplibs.webpush.PushMessage;
import com.zerodeplibs.webpush.UserAgentMessageEncryptionKeyInfo;
import com.zerodeplibs.webpush.VAPIDKeyPair;
import com.zerodeplibs.webpush.jwt.VAPIDJWTParam;
import energy.peerwatt.web.config.MarketConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Sends web pushes: encrypted for the browser (RFC 8291), signed as the market (RFC 8292), to the
 * push service that the browser named. That is an address that somebody told us, so it must be
 * https and resolve to public addresses alone; the connection goes to the very address that was
 * looked at, follows no redirect and has an end.
 *
 * <p>Safe for use by several threads; sending blocks.
 */
@ApplicationScoped
public class PushService {

    private static final Logger LOG = Logger.getLogger(PushService.class);

    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_SECONDS = 10;
    private static final int MOST_CONNECTIONS = 4;
    private static final int HOUR_SECONDS = 3_600;
    private static final int TOKEN_MINUTES = 60;
    private static final int HTTPS_PORT = 443;

    private final VAPIDKeyPair key;
    private final HttpClient http;
    private final boolean loopback;
    private final String contact;

    public PushService(Vertx vertx, MarketConfig config) {
        this.key = VapidKey.loadOrCreate(config.dataDir());
        this.loopback = config.push().allowLoopback();
        this.contact =
                config.mail()
                        .from()
                        .map(from -> "mailto:" + from)
                        .orElse(config.mail().page().toString());
        this.http =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setConnectTimeout(CONNECT_MILLIS)
                                .setMaxPoolSize(MOST_CONNECTIONS)
                                .setVerifyHost(true));
    }

    /** What became of a push. */
    public enum Answer {
        TAKEN,
        /** It may be taken later. */
        LATER,
        /** The browser is not subscribed any more, or cannot be. */
        GONE
    }

    /** The key that browsers subscribe to: an uncompressed point in base64url without padding. */
    public String publicKey() {
        return key.extractPublicKeyInUncompressedFormAsString();
    }

    /** Whether pushes may be sent to an endpoint, as far as its text says. */
    public boolean isAllowed(String endpoint) {
        return uri(endpoint).isPresent();
    }

    private Optional<URI> uri(String endpoint) {
        try {
            URI uri = URI.create(endpoint);
            boolean named =
                    uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null;
            boolean https =
                    "https".equals(uri.getScheme())
                            && (uri.getPort() == -1 || uri.getPort() == HTTPS_PORT);
            boolean local =
                    loopback && "http".equals(uri.getScheme()) && "127.0.0.1".equals(uri.getHost());
            return named && (https || local) ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Sends a text to a browser; blocks for some seconds at most. */
    Answer send(PushTarget target, String text) {
        Optional<URI> uri = uri(target.endpoint());
        if (uri.isEmpty()) {
            return Answer.GONE;
        }
        try {
            EncryptedPushMessage message =
                    MessageEncryptions.of()
                            .encrypt(
                                    UserAgentMessageEncryptionKeyInfo.of(
                                            target.p256dh(), target.auth()),
                                    PushMessage.ofUTF8(text));
            Optional<InetAddress> address = address(uri.get());
            return address.isEmpty()
                    ? Answer.GONE
                    : answer(target, post(uri.get(), address.get(), message));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.LATER;
        } catch (UnknownHostException | TimeoutException e) {
            LOG.debugf(e, "push to browser %d", target.id());
            return Answer.LATER;
        } catch (Exception e) {
            LOG.warnf("push to browser %d did not go: %s", (Object) target.id(), e.getMessage());
            return Answer.LATER;
        }
    }

    /** An address of the push service; empty if one of its addresses is not public. */
    private Optional<InetAddress> address(URI uri) throws UnknownHostException {
        InetAddress[] all = InetAddress.getAllByName(uri.getHost());
        for (InetAddress one : all) {
            if (!PublicAddress.is(one) && !(loopback && one.isLoopbackAddress())) {
                LOG.warnf("a browser names a push service at an address that is not public");
                return Optional.empty();
            }
        }
        return Optional.of(all[0]);
    }

    private int post(URI uri, InetAddress address, EncryptedPushMessage message) throws Exception {
        boolean tls = "https".equals(uri.getScheme());
        int port = uri.getPort() == -1 ? HTTPS_PORT : uri.getPort();
        String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        RequestOptions options =
                new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                        .setHost(uri.getHost())
                        .setPort(port)
                        .setSsl(tls)
                        .setURI(path.isEmpty() ? "/" : path)
                        .setFollowRedirects(false)
                        .setTimeout(TimeUnit.SECONDS.toMillis(ANSWER_SECONDS))
                        .putHeader("Authorization", authorization(uri))
                        .putHeader("Content-Encoding", message.contentEncoding())
                        .putHeader("Content-Type", message.mediaType())
                        .putHeader("TTL", Integer.toString(HOUR_SECONDS * 12))
                        .putHeader("Urgency", "normal");
        // What it says besides the status is not read: whoever answers decides how long that is.
        return http.request(options)
                .compose(request -> request.send(Buffer.buffer(message.toBytes())))
                .map(PushService::status)
                .toCompletionStage()
                .toCompletableFuture()
                .get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    private static int status(HttpClientResponse response) {
        int status = response.statusCode();
        // It is we who end it.
        response.exceptionHandler(_ -> {});
        response.request().reset();
        return status;
    }

    private String authorization(URI uri) {
        VAPIDJWTParam token =
                VAPIDJWTParam.getBuilder()
                        .resourceURLString(uri.toString())
                        .expiresAfter(TOKEN_MINUTES, TimeUnit.MINUTES)
                        .subject(contact)
                        .build();
        return key.generateAuthorizationHeaderValue(token);
    }

    private static Answer answer(PushTarget target, int status) {
        if (status >= 200 && status < 300) {
            return Answer.TAKEN;
        }
        if (status == 404 || status == 410) {
            return Answer.GONE;
        }
        LOG.warnf("push to browser %d: the push service answers with %d", target.id(), status);
        return Answer.LATER;
    }
}
