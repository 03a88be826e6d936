package energy.peerwatt.web.notification;

import energy.peerwatt.web.notification.Settings.Language;
import energy.peerwatt.web.notification.Settings.Quiet;
import energy.peerwatt.web.notification.Topic.Channels;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How people want to be told. */
@ApplicationScoped
public class SettingsStore {

    private static final String SETTING =
            "SELECT language, quiet_from, quiet_until FROM market.notification_setting"
                    + " WHERE account_id = $1";

    private static final String TOPICS =
            "SELECT topic, in_app, mail, push FROM market.notification_preference"
                    + " WHERE account_id = $1";

    private static final String PUT =
            """
            INSERT INTO market.notification_setting (account_id, language, quiet_from, quiet_until)
            VALUES ($1, $2, $3, $4) ON CONFLICT (account_id) DO UPDATE
            SET language = $2, quiet_from = $3, quiet_until = $4
            """;

    private static final String PUT_LANGUAGE =
            """
            INSERT INTO market.notification_setting (account_id, language, quiet_from, quiet_until)
            VALUES ($1, $2, $3, $4) ON CONFLICT (account_id) DO UPDATE SET language = $2
            """;

    private static final String PUT_TOPIC =
            """
            INSERT INTO market.notification_preference (account_id, topic, in_app, mail, push)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account_id, topic) DO UPDATE
            SET in_app = $3, mail = $4, push = $5
            """;

    private final Pool pool;

    public SettingsStore(Pool pool) {
        this.pool = pool;
    }

    public Uni<Settings> of(long account) {
        return Uni.combine()
                .all()
                .unis(
                        pool.preparedQuery(SETTING).execute(Tuple.of(account)),
                        pool.preparedQuery(TOPICS).execute(Tuple.of(account)))
                .with((setting, rows) -> {
                    Map<Topic, Channels> topics = new EnumMap<>(Topic.class);
                    for (Row row : rows) {
                        topics.put(
                                Topic.valueOf(row.getString(0)),
                                new Channels(
                                        row.getBoolean(1), row.getBoolean(2), row.getBoolean(3)));
                    }
                    return setting.size() == 0
                            ? new Settings(
                                    Settings.USUAL.language(), Settings.USUAL.quiet(), topics)
                            : settings(setting.iterator().next(), topics);
                });
    }

    private static Settings settings(Row row, Map<Topic, Channels> topics) {
        return new Settings(
                language(row.getString(0)),
                quiet(row.getLocalTime(1), row.getLocalTime(2)),
                topics);
    }

    static Language language(String kept) {
        return Language.valueOf(kept.toUpperCase(Locale.ROOT));
    }

    static Optional<Quiet> quiet(@Nullable LocalTime from, @Nullable LocalTime until) {
        return from == null || until == null
                ? Optional.empty()
                : Optional.of(new Quiet(from, until));
    }

    /** Sets all of it. */
    public Uni<Void> put(long account, Settings settings) {
        List<Tuple> topics =
                settings.topics().entrySet().stream()
                        .map(one -> {
                            Channels by = one.getValue();
                            return Tuple.of(
                                    account, one.getKey().name(), by.inApp(), by.mail(), by.push());
                        })
                        .toList();
        return pool.withTransaction(connection ->
                connection
                        .preparedQuery(PUT)
                        .execute(setting(account, settings))
                        .chain(() -> connection.preparedQuery(PUT_TOPIC).executeBatch(topics))
                        .replaceWithVoid());
    }

    /** Sets the language alone. */
    public Uni<Void> put(long account, Language language) {
        return pool.preparedQuery(PUT_LANGUAGE)
                .execute(setting(account, new Settings(language, Settings.USUAL.quiet(), Map.of())))
                .replaceWithVoid();
    }

    private static Tuple setting(long account, Settings settings) {
        return Tuple.of(
                account,
                settings.language().name().toLowerCase(Locale.ROOT),
                settings.quiet().map(Quiet::from).orElse(null),
                settings.quiet().map(Quiet::until).orElse(null));
    }
}
