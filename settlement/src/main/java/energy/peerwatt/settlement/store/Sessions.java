package energy.peerwatt.settlement.store;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Opens each session on an event loop context of its own.
 *
 * <p>Hibernate Reactive refuses worker threads, and two sessions opened at the same time on one
 * context would be the same session. With a context of its own, callers may use any thread and run
 * any number of calls at once. The result arrives on an event loop.
 */
record Sessions(Mutiny.SessionFactory factory, Vertx vertx) {

    <T> Uni<T> read(Function<Mutiny.StatelessSession, Uni<T>> work) {
        Uni<T> result =
                Uni.createFrom()
                        .emitter(emitter ->
                                ownContext()
                                        .runOnContext(ignored ->
                                                Uni.createFrom()
                                                        .deferred(() -> inSession(work))
                                                        .subscribe()
                                                        .with(emitter::complete, emitter::fail)));
        return DatabaseFailure.named("read settlements", result);
    }

    // Not factory.withStatelessSession: it looks for a session that the context already has.
    private <T> Uni<T> inSession(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return factory.openStatelessSession()
                .chain(session -> work.apply(session).eventually(session::close));
    }

    private Context ownContext() {
        Context current = vertx.getOrCreateContext();
        return Objects.requireNonNull(VertxContext.createNewDuplicatedContext(current));
    }
}
