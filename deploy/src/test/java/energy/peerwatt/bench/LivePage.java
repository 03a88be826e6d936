package energy.peerwatt.bench;

import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One page that looks on, and how long after the market's time its messages came. */
final class LivePage implements WebSocket.Listener {

    /** What a message begins with is shorter. */
    private static final int ENVELOPE_LENGTH = 128;

    private static final Pattern ENVELOPE =
            Pattern.compile("\\{\"t\":\"(\\w+)\",\"seq\":(\\d+),\"at\":\"([^\"]+)\"");

    private final AtomicBoolean measuring;
    private final AtomicInteger lost;
    private final LongStream.Builder delays = LongStream.builder();
    private final Map<String, Long> latest = new HashMap<>();

    /** Beginning of the message that is coming in. */
    private final StringBuilder head = new StringBuilder();

    private boolean inOrder = true;

    /**
     * Not connected yet.
     *
     * @param measuring whether what comes counts
     * @param lost counts pages whose connection ended
     */
    LivePage(AtomicBoolean measuring, AtomicInteger lost) {
        this.measuring = measuring;
        this.lost = lost;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        Instant now = Instant.now();
        head.append(part, 0, Math.min(part.length(), ENVELOPE_LENGTH - head.length()));
        if (last) {
            take(now);
            head.setLength(0);
        }
        socket.request(1);
        return null;
    }

    private void take(Instant now) {
        Matcher envelope = ENVELOPE.matcher(head);
        if (!envelope.lookingAt()) {
            inOrder = false;
            return;
        }
        long number = Long.parseLong(envelope.group(2));
        Long before = latest.put(envelope.group(1), number);
        inOrder &= before == null || before < number;
        if (measuring.get()) {
            delays.add(Duration.between(Instant.parse(envelope.group(3)), now).toMillis());
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        lost.incrementAndGet();
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        lost.incrementAndGet();
    }

    /** Whether each topic's numbers ascended, and every message said what it was. */
    boolean inOrder() {
        return inOrder;
    }

    /** Milliseconds from the time a message is of until it was here. Once, after measuring. */
    long[] delays() {
        return delays.build().toArray();
    }
}
