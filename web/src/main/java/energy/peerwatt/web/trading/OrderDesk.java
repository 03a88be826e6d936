package energy.peerwatt.web.trading;

import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.CancelOrder;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.EngineEvent.OrderRejected;
import energy.peerwatt.market.EngineEvent.OrderReplaced;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.Side;
import energy.peerwatt.matching.cluster.EngineReply;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import energy.peerwatt.web.registry.store.Registry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/**
 * Hands orders to the engine and says what became of them. Safe for use by several threads.
 *
 * <p>Refuses here, before the engine, what settlement could not keep its promises for: orders of
 * participants without a meter in the area, and limits worse than the participant's own supplier;
 * and orders for intervals whose rules the engine was not told of yet. Where money is real, the
 * engine is told before a bid what the buyer may owe, see {@link CashLimits}.
 */
@ApplicationScoped
public class OrderDesk {

    private final Parts parts;
    private final Registry registry;
    private final ToldRules told;
    private final CashLimits limits;

    public OrderDesk(Parts parts, Registry registry, ToldRules told, CashLimits limits) {
        this.parts = parts;
        this.registry = registry;
        this.told = told;
        this.limits = limits;
    }

    /** Places an order; sending the same again is answered like the first. */
    public Uni<OrderOutcome> place(PlaceOrder order) {
        return registry.bounds(order.area(), order.participant(), order.interval().start())
                .chain(bounds ->
                        refusal(order, bounds)
                                .map(refused -> Uni.createFrom().item(refused))
                                .orElseGet(() -> sendIfTold(order)));
    }

    /** Nothing is matched by rules that do not hold for its interval. */
    private Uni<OrderOutcome> sendIfTold(PlaceOrder order) {
        Instant start = order.interval().start();
        return told.until(order.area(), start)
                .chain(until -> {
                    if (until.isEmpty()) {
                        return rejected(RejectReason.UNKNOWN_AREA);
                    }
                    return start.isAfter(until.get())
                            ? rejected(RejectReason.BEYOND_HORIZON)
                            : sendIfPaid(order);
                });
    }

    /** The engine refuses a bid that costs more than what it was told that the buyer has. */
    private Uni<OrderOutcome> sendIfPaid(PlaceOrder order) {
        return order.side() == Side.BUY
                ? limits.tell(order.participant()).chain(() -> send(order))
                : send(order);
    }

    private static Uni<OrderOutcome> rejected(RejectReason reason) {
        return Uni.createFrom().item(new OrderOutcome.Rejected(reason));
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
            case EngineReply.Answered(OrderReplaced replaced) ->
                    new OrderOutcome.Accepted(replaced.order());
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
