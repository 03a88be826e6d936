package energy.peerwatt.web.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jose4j.http.Get;
import org.jose4j.jwk.HttpsJwks;

/**
 * Calls of a provider of sign-ins: few at once, on threads of their own, each with an end, so that
 * a provider that hangs holds up nobody but whom it is to sign in. Safe for use by several threads.
 */
final class ProviderCalls {

    /** For the whole of an answer, headers and body. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final int MOST_AT_ONCE = 8;
    private static final long LONGEST_ANSWER = 262_144;
    private static final int KEYS_TIMEOUT_MILLIS = 5_000;

    /** Keys that were good go on to be while the provider cannot be asked for new ones. */
    private static final long KEEP_KEYS_SECONDS = 3_600;

    private final ObjectMapper json;
    private final Semaphore calls = new Semaphore(MOST_AT_ONCE);
    private final Executor threads = task -> Thread.ofVirtual().name("provider").start(task);
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    ProviderCalls(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Does what asks the provider, and goes on in the worker pool.
     *
     * @return fails with {@link ProviderUnavailable} if too many are at it
     */
    <T> Uni<T> call(Supplier<T> work) {
        return Uni.createFrom()
                .item(() -> {
                    if (!calls.tryAcquire()) {
                        throw new ProviderUnavailable("too many sign-ins wait for it");
                    }
                    try {
                        return work.get();
                    } finally {
                        calls.release();
                    }
                })
                .runSubscriptionOn(threads)
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    /** An answer of JSON; blocks. What is 4xx is the request's fault, all else the provider's. */
    JsonNode ask(HttpRequest request) {
        HttpResponse<byte[]> answer = send(request);
        int status = answer.statusCode();
        if (status >= 400 && status < 500) {
            throw new AuthenticationFailedException("the provider answers with status " + status);
        }
        if (status != 200) {
            throw new ProviderUnavailable("it answers with status " + status);
        }
        try {
            JsonNode found = json.readTree(answer.body());
            if (found.isObject()) {
                return found;
            }
        } catch (IOException e) {
            throw new ProviderUnavailable("it does not answer in JSON", e);
        }
        throw new ProviderUnavailable("it does not answer with an object of JSON");
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER));
        try {
            return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new ProviderUnavailable("it does not answer", e);
        } catch (TimeoutException e) {
            throw new ProviderUnavailable("it does not answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderUnavailable("interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }

    /** Where its keys are read, when they are needed. */
    static HttpsJwks keys(String location) {
        Get get = new Get();
        get.setConnectTimeout(KEYS_TIMEOUT_MILLIS);
        get.setReadTimeout(KEYS_TIMEOUT_MILLIS);
        get.setRetries(1);
        HttpsJwks keys = new HttpsJwks(location);
        keys.setSimpleHttpGet(get);
        keys.setRetainCacheOnErrorDuration(KEEP_KEYS_SECONDS);
        return keys;
    }
}
