package energy.peerwatt.web.rest;

import energy.peerwatt.market.EngineCommand.CancelOrder;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.trading.OrderDesk;
import energy.peerwatt.web.trading.OrderOutcome;
import energy.peerwatt.web.trading.OrderState;
import energy.peerwatt.web.trading.store.TradingLedger;
import energy.peerwatt.web.view.OrderView;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** A participant's own orders. */
@Path("/api/v1/orders")
@Tag(name = "orders")
public class OrderResource {

    private final OrderDesk desk;
    private final TradingLedger ledger;
    private final Registry registry;
    private final CurrentCaller caller;

    public OrderResource(
            OrderDesk desk, TradingLedger ledger, Registry registry, CurrentCaller caller) {
        this.desk = desk;
        this.ledger = ledger;
        this.registry = registry;
        this.caller = caller;
    }

    /**
     * An order that the engine has taken.
     *
     * @param state ACCEPTED: it is durable; what it traded is seen in the list of orders
     */
    public record Placed(long orderId, long clientOrderId, String state) {}

    /**
     * An order that was taken out of the book.
     *
     * @param cancelledWh what was left of it
     */
    public record Cancelled(long orderId, long clientOrderId, String state, long cancelledWh) {}

    @POST
    @Operation(summary = "Places a limit order, good until the gate closes")
    public Uni<RestResponse<Placed>> place(@NotNull @Valid OrderRequest request) {
        ParticipantId participant =
                actingFor(
                        request.participantId() == null
                                ? OptionalLong.empty()
                                : OptionalLong.of(request.participantId()));
        return AreaResource.find(registry, request.areaId())
                .onFailure(ProblemException.class)
                .transform(_ -> OrderProblems.of(RejectReason.UNKNOWN_AREA))
                .chain(area -> desk.place(order(request, participant, area)))
                .map(outcome -> placed(request, outcome));
    }

    private ParticipantId actingFor(OptionalLong participantId) {
        Access access = caller.access();
        Set<ParticipantId> homes = access.requirePerson().homes();
        if (participantId.isEmpty() && homes.size() == 1) {
            return homes.iterator().next();
        }
        if (homes.isEmpty()) {
            access.requireOperator();
        }
        if (participantId.orElse(0) < ParticipantId.FIRST_MEMBER) {
            throw Inputs.invalid("participantId", "is required of who acts for several");
        }
        ParticipantId participant = new ParticipantId(participantId.getAsLong());
        access.requireOwnOrOperator(participant);
        return participant;
    }

    private static PlaceOrder order(OrderRequest request, ParticipantId participant, Area area) {
        return new PlaceOrder(
                participant,
                request.clientOrderId(),
                area.rules().area(),
                interval(request, area),
                request.side(),
                Energy.ofWattHours(request.energyWh()),
                Price.ofMicroPerKwh(request.limitMicro()));
    }

    private static DeliveryInterval interval(OrderRequest request, Area area) {
        Instant start = Inputs.requiredInstant("interval", request.interval());
        return Inputs.interval("interval", area, start);
    }

    private static RestResponse<Placed> placed(OrderRequest request, OrderOutcome outcome) {
        return switch (outcome) {
            case OrderOutcome.Accepted(var order) ->
                    RestResponse.status(
                            RestResponse.Status.CREATED,
                            new Placed(order.value(), request.clientOrderId(), "ACCEPTED"));
            default -> throw OrderProblems.of(outcome);
        };
    }

    @DELETE
    @Path("/{clientOrderId}")
    @Operation(summary = "Cancels what is left of an order")
    public Uni<Cancelled> cancel(
            @PathParam("clientOrderId") @Schema(type = SchemaType.INTEGER) String number,
            @QueryParam("participantId") @Nullable String participantId) {
        long clientOrderId = Inputs.requiredNumber("clientOrderId", number);
        ParticipantId participant = actingFor(Inputs.number("participantId", participantId));
        return desk.cancel(new CancelOrder(participant, clientOrderId))
                .map(outcome ->
                        switch (outcome) {
                            case OrderOutcome.Cancelled(var order, Energy remaining) ->
                                    new Cancelled(
                                            order.value(),
                                            clientOrderId,
                                            OrderState.CANCELLED.name(),
                                            remaining.wattHours());
                            default -> throw OrderProblems.of(outcome);
                        });
    }

    @GET
    @Operation(summary = "One's own orders, the newest first")
    public Uni<List<OrderView>> orders(
            @QueryParam("participantId") @Nullable String participantId,
            @QueryParam("interval") @Nullable String interval,
            @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @Nullable String limit) {
        return ledger.orders(
                        actingFor(Inputs.number("participantId", participantId)),
                        Inputs.instant("interval", interval),
                        Inputs.name("state", OrderState.class, state),
                        Inputs.limit(limit, 100, 1000))
                .map(orders -> orders.stream().map(OrderView::of).toList());
    }
}
