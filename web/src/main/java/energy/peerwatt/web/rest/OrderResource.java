package energy.peerwatt.web.rest;

import energy.peerwatt.market.EngineCommand.CancelOrder;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.accounts.Caller;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.stage.Stage;
import energy.peerwatt.web.trading.OrderDesk;
import energy.peerwatt.web.trading.OrderOutcome;
import energy.peerwatt.web.trading.OrderState;
import energy.peerwatt.web.trading.store.TradingLedger;
import energy.peerwatt.web.view.OrderView;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
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
        ParticipantId participant = actingFor(request.participantId());
        return AreaResource.find(registry, request.areaId())
                .onFailure(ProblemException.class)
                .transform(_ -> refused(RejectReason.UNKNOWN_AREA))
                .chain(area -> desk.place(order(request, participant, area)))
                .map(outcome -> placed(request, outcome));
    }

    private ParticipantId actingFor(@Nullable Long participantId) {
        Access access = caller.access();
        return switch (access.caller()) {
            case Caller.Member(ParticipantId own) -> {
                if (participantId != null && participantId != own.value()) {
                    access.requireOperator();
                }
                yield own;
            }
            case Caller.Operator _ -> {
                if (participantId == null || participantId < ParticipantId.FIRST_MEMBER) {
                    throw Inputs.invalid("participantId", "is required of an operator");
                }
                yield new ParticipantId(participantId);
            }
            case Caller.Anonymous _ -> throw new UnauthorizedException();
        };
    }

    private static PlaceOrder order(OrderRequest request, ParticipantId participant, Area area) {
        return new PlaceOrder(
                participant,
                request.clientOrderId(),
                area.rules().area(),
                Inputs.interval("interval", area, request.interval()),
                request.side(),
                Energy.ofWattHours(request.energyWh()),
                Price.ofMicroPerKwh(request.limitMicro()));
    }

    private static RestResponse<Placed> placed(OrderRequest request, OrderOutcome outcome) {
        return switch (outcome) {
            case OrderOutcome.Accepted(var order) ->
                    RestResponse.status(
                            RestResponse.Status.CREATED,
                            new Placed(order.value(), request.clientOrderId(), "ACCEPTED"));
            default -> throw failed(outcome);
        };
    }

    private static ProblemException failed(OrderOutcome outcome) {
        return switch (outcome) {
            case OrderOutcome.Rejected(RejectReason reason) -> refused(reason);
            case OrderOutcome.NotAMember _ ->
                    new ProblemException(
                            Problem.of(
                                            422,
                                            "not-a-member",
                                            "Not a member",
                                            "The participant has no metering point in the area.")
                                    .withField("participantId")
                                    .withReason("NOT_A_MEMBER"));
            case OrderOutcome.WorseThanSupplier(Price bound) ->
                    new ProblemException(
                            Problem.of(
                                            422,
                                            "worse-than-supplier",
                                            "Worse than the own supplier",
                                            "The own supplier's price is "
                                                    + bound.microPerKwh()
                                                    + " micro per kWh; the market must never be"
                                                    + " worse.")
                                    .withField("limitMicro")
                                    .withReason("WORSE_THAN_SUPPLIER"));
            case OrderOutcome.Unknown _ ->
                    new ProblemException(
                            Problems.ofCode(
                                    503, ErrorCode.ENGINE_UNAVAILABLE, Stage.nextErrorId()));
            case OrderOutcome.Accepted _, OrderOutcome.Cancelled _ ->
                    throw new IllegalStateException("not the answer to this: " + outcome);
        };
    }

    private static ProblemException refused(RejectReason reason) {
        String id = reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
        int status =
                switch (reason) {
                    case BUSY -> 503;
                    case UNKNOWN_ORDER -> 404;
                    default -> 422;
                };
        return new ProblemException(
                Problem.of(status, id, "Order refused", detail(reason))
                        .withField(field(reason))
                        .withReason(reason.name()));
    }

    private static String detail(RejectReason reason) {
        return switch (reason) {
            case UNKNOWN_AREA -> "There is no such area.";
            case WRONG_INTERVAL -> "The area has no such interval.";
            case GATE_CLOSED -> "The gate of this interval is closed.";
            case BEYOND_HORIZON -> "Orders are not yet taken for this interval.";
            case OFF_TICK -> "The limit is not a multiple of the area's tick.";
            case OFF_LOT -> "The energy is not a multiple of the area's lot.";
            case OUT_OF_RANGE -> "The limit or the energy is larger than any may be.";
            case UNKNOWN_ORDER -> "There is no such order, or nothing of it is left.";
            case DUPLICATE_CLIENT_ORDER_ID -> "This number was used for a different order.";
            case BUSY -> "Too many orders wait to be stored. Try again.";
        };
    }

    private static @Nullable String field(RejectReason reason) {
        return switch (reason) {
            case UNKNOWN_AREA -> "areaId";
            case WRONG_INTERVAL, GATE_CLOSED, BEYOND_HORIZON -> "interval";
            case OFF_TICK -> "limitMicro";
            case OFF_LOT -> "energyWh";
            case UNKNOWN_ORDER, DUPLICATE_CLIENT_ORDER_ID -> "clientOrderId";
            case OUT_OF_RANGE, BUSY -> null;
        };
    }

    @DELETE
    @Path("/{clientOrderId}")
    @Operation(summary = "Cancels what is left of an order")
    public Uni<Cancelled> cancel(
            @PathParam("clientOrderId") long clientOrderId,
            @QueryParam("participantId") @Nullable Long participantId) {
        ParticipantId participant = actingFor(participantId);
        return desk.cancel(new CancelOrder(participant, clientOrderId))
                .map(outcome ->
                        switch (outcome) {
                            case OrderOutcome.Cancelled(var order, Energy remaining) ->
                                    new Cancelled(
                                            order.value(),
                                            clientOrderId,
                                            OrderState.CANCELLED.name(),
                                            remaining.wattHours());
                            default -> throw failed(outcome);
                        });
    }

    @GET
    @Operation(summary = "One's own orders, the newest first")
    public Uni<List<OrderView>> orders(
            @QueryParam("participantId") @Nullable Long participantId,
            @QueryParam("interval") @Nullable String interval,
            @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @Nullable Integer limit) {
        return ledger.orders(
                        actingFor(participantId),
                        Inputs.instant("interval", interval),
                        Inputs.name("state", OrderState.class, state),
                        Inputs.limit(limit, 100, 1000))
                .map(orders -> orders.stream().map(OrderView::of).toList());
    }
}
