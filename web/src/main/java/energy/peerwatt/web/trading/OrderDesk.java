package energy.peerwatt.web.trading;

import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.CancelOrder;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.EngineEvent.OrderRejected;
import energy.peerwatt.market.Side;
import energy.peerwatt.matching.cluster.EngineReply;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import energy.peerwatt.web.registry.store.Registry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Hands orders to the engine and says what became of them. Safe for use by several threads.
 *
 * <p>Refuses here, before the engine, what settlement could not keep its promises for: orders of
 * participants without a meter in the area, and limits worse than the participant's own supplier.
 */
@ApplicationScoped
public class OrderDesk {

    private final Parts parts;
    private final Registry registry;

    public OrderDesk(Parts parts, Registry registry) {
        this.parts = parts;
        this.registry = registry;
    }

    /** Places an order; sending the same again is answered like the first. */
    public Uni<OrderOutcome> place(PlaceOrder order) {
        return registry.bounds(order.area(), order.participant(), order.interval().start())
                .chain(bounds ->
                        refusal(order, bounds)
                                .map(refused -> Uni.createFrom().item(refused))
                                .orElseGet(() -> send(order)));
    }

    private static Optional<OrderOutcome> refusal(PlaceOrder order, Optional<Tariffs> tariffs) {
        if (tariffs.isEmpty()) {
            return Optional.of(new OrderOutcome.NotAMember());
        }
        Tariffs own = tariffs.get();
        boolean neverWorse =
                order.side() == Side.BUY
                        ? order.limit().isAtMost(own.retail())
                        : own.feedIn().isAtMost(order.limit());
        return neverWorse
                ? Optional.empty()
                : Optional.of(
                        new OrderOutcome.WorseThanSupplier(
                                order.side() == Side.BUY ? own.retail() : own.feedIn()));
    }

    /** Cancels what is left of an order. */
    public Uni<OrderOutcome> cancel(CancelOrder cancellation) {
        return send(cancellation);
    }

    private Uni<OrderOutcome> send(EngineCommand command) {
        return Uni.createFrom()
                .completionStage(() -> parts.engine().client().send(command))
                .map(OrderDesk::outcome);
    }

    private static OrderOutcome outcome(EngineReply reply) {
        return switch (reply) {
            case EngineReply.Answered(OrderAccepted accepted) ->
                    new OrderOutcome.Accepted(accepted.order());
            case EngineReply.Answered(OrderCancelled cancelled) ->
                    new OrderOutcome.Cancelled(cancelled.order(), cancelled.remaining());
            case EngineReply.Answered(OrderRejected rejected) ->
                    new OrderOutcome.Rejected(rejected.reason());
            case EngineReply.Refused refused -> new OrderOutcome.Rejected(refused.reason());
            case EngineReply.Unknown(String why) -> new OrderOutcome.Unknown(why);
            case EngineReply.Answered _, EngineReply.Done _ ->
                    throw new IllegalStateException("no answer to an order: " + reply);
        };
    }
}
