package energy.peerwatt.web.notification;

import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.notification.Outbox.Taken;
import energy.peerwatt.web.notification.Outbox.Target;
import energy.peerwatt.web.stage.Stage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
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
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MOST_AT_ONCE = 8;

    /** Notifications of before are forgotten. */
    private static final Duration KEPT = Duration.ofDays(400);

    private final Facts facts;
    private final Outbox outbox;
    private final Carrier carrier;
    private final MarketClock clock;

    /** Since when this process hears meters. */
    private final Instant listening;

    NotificationStage(Facts facts, Outbox outbox, Carrier carrier, MarketClock clock) {
        this.facts = facts;
        this.outbox = outbox;
        this.carrier = carrier;
        this.clock = clock;
        this.listening = clock.now();
    }

    @Override
    public Duration run() throws InterruptedException {
        look(clock.now(), listening);
        sendAll(clock.now());
        return NEXT_LOOK;
    }

    /** Notes what is new. */
    void look(Instant now, Instant since) {
        for (NotificationKind kind : NotificationKind.values()) {
            await(facts.note(kind, now, since));
        }
        await(outbox.forget(now.minus(KEPT)));
    }

    /** Sends what is due and may go now; returns when all was tried. */
    void sendAll(Instant now) throws InterruptedException {
        await(outbox.giveUp(now));
        List<Target> open =
                await(outbox.targets(now)).stream().filter(target -> target.isOpen(now)).toList();
        Semaphore places = new Semaphore(MOST_AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Target target : open) {
                places.acquire();
                threads.execute(() -> {
                    try {
                        send(target, now);
                    } catch (RuntimeException e) {
                        // It is due again after a while.
                        LOG.warnf(
                                "error %s: account %d was not told: %s",
                                Stage.nextErrorId(), target.account(), e.getMessage());
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
