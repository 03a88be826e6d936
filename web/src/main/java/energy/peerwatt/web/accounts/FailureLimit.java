package energy.peerwatt.web.accounts;

import energy.peerwatt.web.config.MarketConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How often a password may be wrong: for one login from one line, for one line, and for one login
 * from everywhere, each within a time that begins with the first failure. Somebody who guesses from
 * elsewhere thus cannot lock a person out before a good number of failures. Codes and mails are
 * counted by line, apart from passwords. Failures elsewhere do not count on a line from which the
 * login came in before: nobody can lock a person out from afar. Safe for use by several threads.
 */
@Singleton
public class FailureLimit {

    /** Bounds the memory; what was touched longest ago is forgotten. */
    static final int MOST_COUNTED = 100_000;

    /** Many people may be behind one address, and most challenges are answered. */
    private static final int CHALLENGES = 20;

    /** After which attempts that are being looked at will have been. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final long withinNanos;
    private final MarketConfig.Accounts limits;
    private final LongSupplier nanoTime;
    private final LinkedHashMap<String, Count> counts = new LinkedHashMap<>();

    /** Logins and lines that came in together before. */
    private final LinkedHashSet<String> good = new LinkedHashSet<>();

    /**
     * Attempts of which one does not know yet count too, so that those at the same time do not
     * exceed the limit.
     */
    private record Count(int failures, int open, long since) {

        Count with(int moreFailures, int moreOpen) {
            return new Count(
                    Math.max(0, failures + moreFailures), Math.max(0, open + moreOpen), since);
        }
    }

    private record Limit(String key, int most) {}

    @Inject
    public FailureLimit(MarketConfig config) {
        this(config.accounts(), System::nanoTime);
    }

    FailureLimit(MarketConfig.Accounts limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.withinNanos = limits.failuresWithin().toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * Looks at a password unless it was wrong too often; every failure counts.
     *
     * @return fails with {@link TooManyFailures} if it may not be tried now
     */
    public <T> Uni<T> countedPassword(String login, String address, Uni<T> look) {
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> attempt(login, address))
                .chain(() ->
                        look.onFailure()
                                .invoke(() -> failed(login, address))
                                .invoke(() -> succeeded(login, address)));
    }

    /** As {@link #countedPassword}, for what is typed as a login but cannot be one. */
    public <T> Uni<T> countedLine(String address, Uni<T> look) {
        return counted(ofLine("line", address), look);
    }

    /** As {@link #countedPassword}, for a code that names nobody. */
    public <T> Uni<T> countedCode(String address, Uni<T> look) {
        return counted(ofLine("code", address), look);
    }

    /**
     * Counts a mail that somebody asks for.
     *
     * @throws TooManyFailures if there were too many
     */
    public void countMail(String address) {
        List<Limit> all = ofLine("mail", address);
        begin(all);
        end(all, 1);
    }

    /**
     * Counts a challenge that somebody asks for to sign in; each takes a row for minutes.
     *
     * @throws TooManyFailures if there were too many
     */
    public void countChallenge(String address) {
        List<Limit> all =
                ofLine("challenge", address).stream()
                        .map(limit -> new Limit(limit.key(), CHALLENGES * limit.most()))
                        .toList();
        begin(all);
        end(all, 1);
    }

    private <T> Uni<T> counted(List<Limit> all, Uni<T> look) {
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> begin(all))
                .chain(() -> look.onFailure().invoke(() -> end(all, 1)).invoke(() -> end(all, 0)));
    }

    /**
     * Begins to look at a password.
     *
     * @throws TooManyFailures if it may not be tried now
     */
    void attempt(String login, String address) {
        begin(limits(login, address));
    }

    /**
     * Lets a password that is known to be right in without counting it, as far as the right one is
     * let in at all: else whoever guesses would learn by it.
     *
     * @throws TooManyFailures if none is looked at now
     */
    synchronized void require(String login, String address) {
        long now = nanoTime.getAsLong();
        limits(login, address).forEach(limit -> requireFew(limit, current(limit.key(), now), now));
    }

    /** The password that was begun with was wrong. */
    void failed(String login, String address) {
        end(limits(login, address), 1);
    }

    /** It was right, so what failed before for this login there is forgotten. */
    synchronized void succeeded(String login, String address) {
        List<Limit> all = limits(login, address);
        String both = all.getFirst().key();
        counts.remove(both);
        end(all.subList(1, all.size()), 0);
        good.addLast(both);
        if (good.size() > MOST_COUNTED) {
            good.removeFirst();
        }
    }

    synchronized int size() {
        return counts.size();
    }

    private synchronized void begin(List<Limit> all) {
        long now = nanoTime.getAsLong();
        for (Limit limit : all) {
            Count count = current(limit.key(), now);
            requireFew(limit, count, now);
            if (count.failures() + count.open() >= limit.most()) {
                throw new TooManyFailures(SOON);
            }
        }
        all.forEach(limit -> put(limit.key(), current(limit.key(), now).with(0, 1)));
    }

    private void requireFew(Limit limit, Count count, long now) {
        if (count.failures() >= limit.most()) {
            throw new TooManyFailures(Duration.ofNanos(count.since() + withinNanos - now));
        }
    }

    private synchronized void end(List<Limit> all, int failures) {
        long now = nanoTime.getAsLong();
        all.forEach(limit -> put(limit.key(), current(limit.key(), now).with(failures, -1)));
    }

    private void put(String key, Count count) {
        if (count.failures() == 0 && count.open() == 0) {
            counts.remove(key);
            return;
        }
        counts.putLast(key, count);
        if (counts.size() > MOST_COUNTED) {
            counts.pollFirstEntry();
        }
    }

    private synchronized List<Limit> limits(String login, String address) {
        Limit both =
                new Limit(
                        "both " + SourceAddress.line(address) + " " + login,
                        limits.failuresPerLogin());
        List<Limit> all = new ArrayList<>(List.of(both));
        all.addAll(ofLine("line", address));
        if (!good.contains(both.key())) {
            all.add(new Limit("login " + login, limits.failuresInAll()));
        }
        return all;
    }

    /** None if nobody knows from where: one who fails must not stop everybody. */
    private List<Limit> ofLine(String what, String address) {
        return address.isEmpty()
                ? List.of()
                : List.of(
                        new Limit(
                                what + " " + SourceAddress.line(address),
                                limits.failuresPerAddress()));
    }

    private Count current(String key, long now) {
        Count count = counts.get(key);
        return count == null || now - count.since() >= withinNanos ? new Count(0, 0, now) : count;
    }
}
