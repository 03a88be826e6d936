package energy.peerwatt.web.live;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.accounts.Account;
import energy.peerwatt.web.accounts.ActiveSession;
import energy.peerwatt.web.accounts.BasicLogin;
import energy.peerwatt.web.accounts.Caller;
import energy.peerwatt.web.accounts.SessionCookie;
import energy.peerwatt.web.config.MarketConfig;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The pages that look on. Each gets the latest message of every topic, see {@link Delivery}. */
@WebSocket(path = "/ws/v1")
@Singleton
public class LiveSocket {

    private static final Logger LOG = Logger.getLogger(LiveSocket.class);

    /** Every page has its turn about once a second, a part of them at a time. */
    private static final int TURNS = 5;

    private static final long TURN_NANOS = Duration.ofMillis(200).toNanos();

    /** In the address that a page opens. */
    private static final Pattern WANTED = Pattern.compile("(?:^|&)area=([1-9]\\d{0,8})(?:&|$)");

    /** Policy violation (RFC 6455, 7.4.1). */
    private static final CloseReason NO_LONGER_ALLOWED =
            new CloseReason(1008, "no longer signed in");

    private final Topics topics;
    private final CurrentIdentityAssociation identities;
    private final boolean openReads;
    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final AtomicInteger opened = new AtomicInteger();
    private volatile Places places = Places.UNKNOWN;

    /** Those who had theirs last, and when by {@link System#nanoTime}; the feed's thread's. */
    private int turn;

    private long turnedNanos;

    public LiveSocket(Topics topics, CurrentIdentityAssociation identities, MarketConfig config) {
        this.topics = topics;
        this.identities = identities;
        this.openReads = config.demo().openReads();
    }

    @OnOpen
    Uni<Void> opened(WebSocketConnection connection) {
        return identities
                .getDeferredIdentity()
                .invoke(identity -> {
                    Page page =
                            new Page(
                                    connection,
                                    wanted(connection),
                                    Caller.of(identity),
                                    SessionCookie.sessionOf(identity).map(ActiveSession::id),
                                    BasicLogin.passwordHashOf(identity));
                    pages.put(connection.id(), page);
                    page.delivery.send(() -> topics.latest(page.sight));
                })
                .replaceWithVoid();
    }

    /** The area that a page asks for. */
    private static Optional<AreaId> wanted(WebSocketConnection connection) {
        return Optional.ofNullable(connection.handshakeRequest().query())
                .map(WANTED::matcher)
                .filter(Matcher::find)
                .map(area -> new AreaId(Integer.parseInt(area.group(1))));
    }

    @OnClose
    void closed(WebSocketConnection connection) {
        pages.remove(connection.id());
    }

    /** Whether anybody looks on. */
    boolean isWatched() {
        return !pages.isEmpty();
    }

    /** What the pages that look on may see, each once. */
    Set<Sight> sights() {
        return pages.values().stream().map(page -> page.sight).collect(Collectors.toSet());
    }

    /** Shows each page its area. */
    void place(Places known) {
        places = known;
        pages.values().forEach(Page::look);
    }

    /** Accounts of those who look on and see by a right; nobody needs one if reads are open. */
    Set<Long> accounts() {
        return openReads
                ? Set.of()
                : pages.values().stream()
                        .flatMap(page -> page.account().stream())
                        .collect(Collectors.toSet());
    }

    /** Sessions by which those look on. */
    Set<Long> sessions() {
        return pages.values().stream()
                .flatMap(page -> page.session.stream())
                .collect(Collectors.toSet());
    }

    /**
     * Lets each page see what its person may see now, and closes those whose session, password or
     * account is no more.
     *
     * @param looked at these accounts; pages of others opened since
     */
    void review(Set<Long> looked, Map<Long, Account> known, Set<Long> goodSessions) {
        for (Page page : pages.values()) {
            page.account()
                    .filter(looked::contains)
                    .ifPresent(account -> page.review(known.get(account), goodSessions));
        }
    }

    /**
     * Sends every page what is prompt, then those whose turn it is all else. Whatever changes all
     * the time goes to a part of the pages at a time, so that what is prompt never queues behind
     * all of it.
     */
    void sendNews() {
        Map<Sight, List<Topics.Message>> latest = new HashMap<>();
        pages.values().forEach(page -> page.sendNews(latest));
        if (System.nanoTime() - turnedNanos >= TURN_NANOS) {
            turnedNanos = System.nanoTime();
            turn = (turn + 1) % TURNS;
            pages.values().stream()
                    .filter(page -> page.turn == turn)
                    .forEach(page -> {
                        page.delivery.takeTurn();
                        page.sendNews(latest);
                    });
        }
    }

    private final class Page {

        private final WebSocketConnection connection;
        private final Optional<AreaId> wanted;
        private final Optional<Long> session;
        private final Optional<String> passwordHash;
        private volatile Caller caller;
        private volatile Sight sight;
        private final Delivery delivery;

        /** When it has its turn, see {@link #TURNS}. */
        private final int turn = Math.floorMod(opened.getAndIncrement(), TURNS);

        Page(
                WebSocketConnection connection,
                Optional<AreaId> wanted,
                Caller caller,
                Optional<Long> session,
                Optional<String> passwordHash) {
            this.connection = connection;
            this.wanted = wanted;
            this.delivery = new Delivery(connection::sendText);
            this.session = session;
            this.passwordHash = passwordHash;
            this.caller = caller;
            this.sight = sight();
        }

        void look() {
            sight = sight();
        }

        private Sight sight() {
            return Sight.of(new Access(caller, openReads), places.shownTo(caller, wanted));
        }

        /**
         * Sends what is due.
         *
         * @param latest what each sight has, looked up once
         */
        void sendNews(Map<Sight, List<Topics.Message>> latest) {
            delivery.send(() -> latest.computeIfAbsent(sight, topics::latest));
        }

        Optional<Long> account() {
            return caller instanceof Caller.Person person
                    ? Optional.of(person.account())
                    : Optional.empty();
        }

        void review(@Nullable Account account, Set<Long> goodSessions) {
            if (account == null || !isSignedIn(account, goodSessions)) {
                pages.remove(connection.id(), this);
                connection
                        .close(NO_LONGER_ALLOWED)
                        .subscribe()
                        .with(_ -> {}, failure -> LOG.debugf("page: %s", failure.getMessage()));
                return;
            }
            caller = account.caller();
            look();
        }

        /** By its session, or by the password that it sent when it opened. */
        private boolean isSignedIn(Account account, Set<Long> goodSessions) {
            return session.map(goodSessions::contains)
                    .orElseGet(() -> account.passwordHash().equals(passwordHash));
        }
    }
}
