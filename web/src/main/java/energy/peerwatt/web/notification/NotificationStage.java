package energy.peerwatt.web.notification;

import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.store.BrowserSessions;
import energy.peerwatt.web.notification.Outbox.Taken;
import energy.peerwatt.web.notification.Outbox.Target;
import energy.peerwatt.web.stage.Stage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Notes what there is to tell people, and sends it. May be killed at any point and run in several
 * processes: see {@link Facts} and {@link Outbox}.
 *
 * <p>Belongs to the thread of its {@link Stage}.
 */
@Singleton
public final class NotificationStage implements Stage.Step {

    private static final Logger LOG = Logger.getLogger(NotificationStage.class);
    private static final Duration NEXT_LOOK = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Until a kind that failed is looked at again: it holds up the others no more than once. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    private static final int MOST_AT_ONCE = 8;

    /** Notifications of before are forgotten. */
    private static final Duration KEPT = Duration.ofDays(400);

    private final BrowserSessions sessions;
    private final Facts facts;
    private final Outbox outbox;
    private final Carrier carrier;
    private final MarketClock clock;

    /** Since when this process hears meters. */
    private final Instant listening;

    /** {@link System#nanoTime} of the last failure of a kind. */
    private final Map<NotificationKind, Long> failed = new EnumMap<>(NotificationKind.class);

    NotificationStage(
            BrowserSessions sessions,
            Facts facts,
            Outbox outbox,
            Carrier carrier,
            MarketClock clock) {
        this.sessions = sessions;
        this.facts = facts;
        this.outbox = outbox;
        this.carrier = carrier;
        this.clock = clock;
        this.listening = clock.now();
    }

    @Override
    public Duration run() throws InterruptedException {
        // Browsers that are not signed in any more are pushed to no more.
        await(sessions.sweep());
        look(clock.now(), listening);
        sendAll(clock.now());
        await(outbox.forget(clock.now().minus(KEPT)));
        return NEXT_LOOK;
    }

    /** Notes what is new; a kind that fails holds up neither the others nor what is to be sent. */
    void look(Instant now, Instant since) {
        for (NotificationKind kind : NotificationKind.values()) {
            Long at = failed.get(kind);
            if (at == null || System.nanoTime() - at >= RETRY.toNanos()) {
                note(kind, now, since);
            }
        }
    }

    private void note(NotificationKind kind, Instant now, Instant since) {
        try {
            await(facts.note(kind, now, since));
            failed.remove(kind);
        } catch (RuntimeException e) {
            if (Stage.ending().getAsBoolean()) {
                throw e;
            }
            failed.put(kind, System.nanoTime());
            LOG.errorf(
                    e,
                    "error %s: what there is of %s was not told; tried again in a minute",
                    Stage.nextErrorId(),
                    kind);
        }
    }

    /** Sends what is due and may go now; returns when all was tried. */
    void sendAll(Instant now) throws InterruptedException {
        await(outbox.giveUp(now));
        List<Target> open =
                await(outbox.targets(now)).stream().filter(target -> target.isOpen(now)).toList();
        Semaphore places = new Semaphore(MOST_AT_ONCE);
        BooleanSupplier ending = Stage.ending();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Target target : open) {
                places.acquire();
                threads.execute(() -> {
                    try {
                        send(target, now);
                    } catch (RuntimeException e) {
                        // It is due again after a while.
                        if (!ending.getAsBoolean()) {
                            LOG.warnf(
                                    "error %s: account %d was not told: %s",
                                    Stage.nextErrorId(), target.account(), e.getMessage());
                        }
                    } finally {
                        places.release();
                    }
                });
            }
        }
    }

    private void send(Target target, Instant now) {
        List<Taken> taken = await(outbox.take(target));
        if (!taken.isEmpty() && carrier.carry(target, taken)) {
            await(outbox.sent(taken, now));
        }
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(TIMEOUT);
    }
}
