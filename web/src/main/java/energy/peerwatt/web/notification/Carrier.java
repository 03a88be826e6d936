package energy.peerwatt.web.notification;

import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.mail.Letter;
import energy.peerwatt.web.mail.Post;
import energy.peerwatt.web.notification.Outbox.Taken;
import energy.peerwatt.web.notification.Outbox.Target;
import energy.peerwatt.web.notification.PushService.Answer;
import energy.peerwatt.web.notification.Wording.Said;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/** Brings what is to be told to a mailbox or a browser: one message, however much waited. */
@ApplicationScoped
class Carrier {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** A message of a push service has 4096 bytes, of which encryption takes 103. */
    private static final int LONGEST_BODY = 600;

    private final Post post;
    private final PushService pushes;
    private final PushSubscriptions subscriptions;
    private final URI page;

    Carrier(Post post, PushService pushes, PushSubscriptions subscriptions, MarketConfig config) {
        this.post = post;
        this.pushes = pushes;
        this.subscriptions = subscriptions;
        this.page = config.mail().page();
    }

    /**
     * Blocks until it is there.
     *
     * @return false if it has to be tried again
     */
    boolean carry(Target target, List<Taken> taken) {
        Wording wording = new Wording(target.manner().language(), target.manner().zone());
        List<Notification> all = taken.stream().map(Taken::notification).toList();
        return target.push().isPresent()
                ? push(target.push().get(), message(wording, all))
                : target.email().map(to -> mail(to, wording, all)).orElse(true);
    }

    /** Pushes the text that shows somebody that pushes arrive; blocks. False if it did not go. */
    boolean test(PushTarget target, Settings.Language language) {
        Said said = new Wording(language, ZoneOffset.UTC).test();
        Answer answer = pushes.send(target, json(said.title(), said.body(), "/you", "test"));
        if (answer == Answer.GONE) {
            subscriptions.remove(target.id()).await().atMost(TIMEOUT);
        }
        return answer == Answer.TAKEN;
    }

    private boolean push(PushTarget target, String message) {
        return switch (pushes.send(target, message)) {
            case TAKEN -> true;
            case LATER -> false;
            case GONE -> {
                subscriptions.remove(target.id()).await().atMost(TIMEOUT);
                yield true;
            }
        };
    }

    private static String message(Wording wording, List<Notification> all) {
        Notification newest = all.getLast();
        if (all.size() == 1) {
            Said said = wording.of(newest);
            return json(said.title(), said.body(), newest.path(), Long.toString(newest.id()));
        }
        String titles =
                all.stream()
                        .map(one -> wording.of(one).title())
                        .distinct()
                        .collect(Collectors.joining("\n"));
        return json(
                wording.several(all.size()), titles, "/notifications", Long.toString(newest.id()));
    }

    /** As the service worker reads it. */
    private static String json(String title, String body, String path, String tag) {
        return new JsonObject()
                .put("title", title)
                .put("body", body.substring(0, Math.min(LONGEST_BODY, body.length())))
                .put("path", path)
                .put("tag", tag)
                .encode();
    }

    private boolean mail(String to, Wording wording, List<Notification> all) {
        String subject =
                all.size() == 1 ? wording.of(all.getFirst()).title() : wording.several(all.size());
        String text = all.stream().map(one -> text(wording, one)).collect(Collectors.joining("\n"));
        String fewer = wording.fewer(page.resolve("/you#notifications").toString());
        return post.deliver(new Letter(to, subject, text + "\n--\n" + fewer + "\n"))
                .map(_ -> true)
                .onFailure()
                .recoverWithItem(false)
                .await()
                .atMost(TIMEOUT);
    }

    private String text(Wording wording, Notification one) {
        Said said = wording.of(one);
        return "%s\n\n%s\n\n%s\n".formatted(said.title(), said.body(), page.resolve(one.path()));
    }
}
