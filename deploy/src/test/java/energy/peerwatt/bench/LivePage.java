package energy.peerwatt.bench;

import java.net.http.WebSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One page that looks on, and how long after an event it was told of it. */
final class LivePage implements WebSocket.Listener {

    private static final Pattern ENVELOPE = Pattern.compile("\\{\"t\":\"(\\w+)\",\"seq\":(\\d+),");

    private final AtomicReference<LiveEvent> awaited;
    private final LongAdder messages;
    private final AtomicInteger lost;
    private final LongStream.Builder delays = LongStream.builder();
    private final Map<String, Long> latest = new HashMap<>();

    /** The message that is coming in. */
    private final StringBuilder text = new StringBuilder();

    private LiveEvent told = LiveEvent.NONE;
    private boolean inOrder = true;

    /**
     * Not connected yet.
     *
     * @param awaited what every page is to be told of
     * @param messages counts those of all pages
     * @param lost counts pages whose connection ended
     */
    LivePage(AtomicReference<LiveEvent> awaited, LongAdder messages, AtomicInteger lost) {
        this.awaited = awaited;
        this.messages = messages;
        this.lost = lost;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            take();
            text.setLength(0);
        }
        socket.request(1);
        return null;
    }

    private void take() {
        messages.increment();
        Matcher envelope = ENVELOPE.matcher(text);
        if (!envelope.lookingAt()) {
            inOrder = false;
            return;
        }
        long number = Long.parseLong(envelope.group(2));
        Long before = latest.put(envelope.group(1), number);
        inOrder &= before == null || before < number;
        LiveEvent event = awaited.get();
        if (!event.equals(told) && text.indexOf(event.mark()) >= 0) {
            delays.add(event.millisSince());
            told = event;
            event.pages().countDown();
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

    /** Milliseconds from each event until it was here. Once, after measuring. */
    long[] delays() {
        return delays.build().toArray();
    }
}
