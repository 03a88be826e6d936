package energy.peerwatt.web.rest;

import energy.peerwatt.web.accounts.Caller;
import energy.peerwatt.web.notification.Notification;
import energy.peerwatt.web.notification.NotificationKind;
import energy.peerwatt.web.notification.NotificationStore;
import energy.peerwatt.web.notification.NotificationStore.Unread;
import energy.peerwatt.web.notification.Settings;
import energy.peerwatt.web.notification.Settings.Language;
import energy.peerwatt.web.notification.Settings.Quiet;
import energy.peerwatt.web.notification.SettingsStore;
import energy.peerwatt.web.notification.Topic;
import energy.peerwatt.web.notification.Topic.Channels;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jspecify.annotations.Nullable;

/** What oneself was told, and how one wants to be. */
@Path("/api/v1/me/notifications")
@Tag(name = "notifications")
public class NotificationResource {

    private static final int USUAL = 30;
    private static final int MOST = 100;

    private final NotificationStore notifications;
    private final SettingsStore settings;
    private final CurrentCaller caller;

    public NotificationResource(
            NotificationStore notifications, SettingsStore settings, CurrentCaller caller) {
        this.notifications = notifications;
        this.settings = settings;
        this.caller = caller;
    }

    /**
     * Something that one was told.
     *
     * @param participantId the home that it is about; null if it is about none
     * @param details values of its text: energies in Wh and amounts in billionths as figures, times
     *     in ISO 8601
     * @param path where the page shows more
     */
    public record View(
            long id,
            NotificationKind kind,
            Topic topic,
            @Nullable Long participantId,
            Map<String, String> details,
            String path,
            Instant at,
            boolean read) {

        static View of(Notification one) {
            return new View(
                    one.id(),
                    one.kind(),
                    one.kind().topic(),
                    one.participant().isPresent() ? one.participant().getAsLong() : null,
                    one.details(),
                    one.path(),
                    one.at(),
                    one.readAt().isPresent());
        }
    }

    /**
     * A page of them, the newest first.
     *
     * @param next the next page is of those before this one; null if there is none
     */
    public record Page(List<View> items, @Nullable Long next) {}

    /**
     * How much of it was not read.
     *
     * @param language what mails and pushes speak; null as long as it was not said
     */
    public record UnreadView(long unread, @Nullable String language) {

        static UnreadView of(Unread unread) {
            return new UnreadView(unread.count(), unread.language().orElse(null));
        }
    }

    /** The newest that was seen. */
    public record Seen(@NotNull Long upTo) {}

    /** What mails and pushes are to speak: {@code en} or {@code de}. */
    public record Speaks(@NotNull String language) {}

    /**
     * By which ways a topic comes.
     *
     * @param fixed whether list and mail cannot be switched off
     */
    public record TopicView(
            @NotNull Topic topic, boolean inApp, boolean mail, boolean push, boolean fixed) {}

    /**
     * How one wants to be told.
     *
     * @param quietFrom local time such as 21:00 from which no push comes; null if they may come at
     *     any hour
     * @param quietUntil local time; null with the other one
     */
    public record SettingsView(
            @NotNull String language,
            @Nullable String quietFrom,
            @Nullable String quietUntil,
            @NotNull @Valid List<TopicView> topics) {

        static SettingsView of(Settings settings) {
            return new SettingsView(
                    settings.language().name().toLowerCase(Locale.ROOT),
                    settings.quiet().map(hours -> hours.from().toString()).orElse(null),
                    settings.quiet().map(hours -> hours.until().toString()).orElse(null),
                    Arrays.stream(Topic.values())
                            .map(topic -> {
                                Channels by = settings.by(topic);
                                return new TopicView(
                                        topic, by.inApp(), by.mail(), by.push(), topic.isUrgent());
                            })
                            .toList());
        }

        Settings toSettings() {
            Map<Topic, Channels> by = new EnumMap<>(Topic.class);
            topics.forEach(
                    one -> by.put(one.topic(), new Channels(one.inApp(), one.mail(), one.push())));
            return new Settings(NotificationResource.language(language), quiet(), by);
        }

        private Optional<Quiet> quiet() {
            if (quietFrom == null || quietUntil == null) {
                if (quietFrom != null || quietUntil != null) {
                    throw Inputs.invalid(
                            quietFrom == null ? "quietFrom" : "quietUntil", "is missing");
                }
                return Optional.empty();
            }
            return Optional.of(
                    new Quiet(time("quietFrom", quietFrom), time("quietUntil", quietUntil)));
        }

        private static LocalTime time(String field, String text) {
            try {
                return LocalTime.parse(text);
            } catch (DateTimeParseException e) {
                throw Inputs.invalid(field, "is not a time of day such as 21:00");
            }
        }
    }

    @GET
    @Cache(noStore = true)
    @Operation(summary = "What one was told, the newest first")
    public Uni<Page> page(
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit) {
        Caller.Person person = caller.access().requirePerson();
        int most = Inputs.limit(limit, USUAL, MOST);
        long first = Inputs.number("before", before).orElse(Long.MAX_VALUE);
        return notifications
                .page(person.account(), first, most + 1)
                .map(found -> {
                    List<View> items = found.stream().limit(most).map(View::of).toList();
                    return new Page(items, found.size() > most ? items.getLast().id() : null);
                });
    }

    @GET
    @Path("/unread")
    @Cache(noStore = true)
    @Operation(summary = "How much of it was not read")
    public Uni<UnreadView> unread() {
        Caller.Person person = caller.access().requirePerson();
        return notifications.unread(person.account()).map(UnreadView::of);
    }

    @PUT
    @Path("/{id}/read")
    @Operation(summary = "Notes that one was read")
    public Uni<Void> read(@PathParam("id") @Schema(type = SchemaType.INTEGER) String id) {
        Caller.Person person = caller.access().requirePerson();
        return notifications
                .read(person.account(), Inputs.requiredNumber("id", id))
                .invoke(known -> {
                    if (!known) {
                        throw new ProblemException(Problem.notFound("notification " + id));
                    }
                })
                .replaceWithVoid();
    }

    @PUT
    @Path("/read")
    @Operation(summary = "Notes that all were read up to one, which is the newest that was seen")
    public Uni<UnreadView> readAll(@NotNull @Valid Seen seen) {
        Caller.Person person = caller.access().requirePerson();
        return notifications
                .readUpTo(person.account(), seen.upTo())
                .chain(() -> notifications.unread(person.account()))
                .map(UnreadView::of);
    }

    @GET
    @Path("/settings")
    @Cache(noStore = true)
    @Operation(summary = "How one wants to be told")
    public Uni<SettingsView> settings() {
        Caller.Person person = caller.access().requirePerson();
        return settings.of(person.account()).map(SettingsView::of);
    }

    @PUT
    @Path("/settings")
    @Operation(summary = "Sets how one wants to be told; topics that are left out come as usual")
    public Uni<SettingsView> put(@NotNull @Valid SettingsView wish) {
        Caller.Person person = caller.access().requirePerson();
        Settings wished = wish.toSettings();
        return settings.put(person.account(), wished).map(_ -> SettingsView.of(wished));
    }

    @PUT
    @Path("/language")
    @Operation(summary = "Sets what mails and pushes speak, as the page does")
    public Uni<Void> speak(@NotNull @Valid Speaks wish) {
        Caller.Person person = caller.access().requirePerson();
        return settings.put(person.account(), language(wish.language()));
    }

    static Language language(String text) {
        return switch (text) {
            case "en" -> Language.EN;
            case "de" -> Language.DE;
            default -> throw Inputs.invalid("language", "is neither en nor de");
        };
    }
}
