package energy.peerwatt.web.database;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Opens each session on an event loop context of its own.
 *
 * <p>Hibernate Reactive refuses worker threads, and two sessions opened at the same time on one
 * context would be the same session. With a context of its own, callers may use any thread and run
 * any number of calls at once. The result arrives on an event loop.
 */
@ApplicationScoped
public class Sessions {

    private final Mutiny.SessionFactory factory;
    private final Vertx vertx;

    public Sessions(Mutiny.SessionFactory factory, Vertx vertx) {
        this.factory = factory;
        this.vertx = vertx;
    }

    public <T> Uni<T> read(Function<Mutiny.Session, Uni<T>> work) {
        return onOwnContext(() -> inSession(work));
    }

    /** In one transaction. */
    public <T> Uni<T> write(Function<Mutiny.Session, Uni<T>> work) {
        return onOwnContext(
                () -> inSession(session -> session.withTransaction(_ -> work.apply(session))));
    }

    // Not factory.withSession: it looks for a session that the context already has.
    private <T> Uni<T> inSession(Function<Mutiny.Session, Uni<T>> work) {
        return factory.openSession()
                .chain(session -> work.apply(session).eventually(session::close));
    }

    private <T> Uni<T> onOwnContext(Supplier<Uni<? extends T>> work) {
        Uni<T> result =
                Uni.createFrom()
                        .emitter(emitter ->
                                ownContext()
                                        .runOnContext(_ ->
                                                Uni.createFrom()
                                                        .deferred(work)
                                                        .subscribe()
                                                        .with(emitter::complete, emitter::fail)));
        return DatabaseFailure.named("session", result);
    }

    private Context ownContext() {
        Context current = vertx.getOrCreateContext();
        return Objects.requireNonNull(VertxContext.createNewDuplicatedContext(current));
    }
}
