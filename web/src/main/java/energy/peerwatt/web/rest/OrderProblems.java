package energy.peerwatt.web.rest;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.stage.Stage;
import energy.peerwatt.web.trading.OrderOutcome;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why an order or a cancellation did not go through, as problems. */
final class OrderProblems {

    private OrderProblems() {}

    /** The problem behind an outcome that is not a success. */
    static ProblemException of(OrderOutcome outcome) {
        return switch (outcome) {
            case OrderOutcome.Rejected(RejectReason reason) -> of(reason);
            case OrderOutcome.NotAMember _ -> notAMember();
            case OrderOutcome.WorseThanSupplier(Price bound) -> worseThanSupplier(bound);
            case OrderOutcome.Unknown _ ->
                    new ProblemException(
                            Problems.ofCode(
                                    503, ErrorCode.ENGINE_UNAVAILABLE, Stage.nextErrorId()));
            case OrderOutcome.Accepted _, OrderOutcome.Cancelled _ ->
                    throw new IllegalStateException("not the answer to this: " + outcome);
        };
    }

    /** The problem behind the engine's reason. */
    static ProblemException of(RejectReason reason) {
        String id = reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
        int status =
                switch (reason) {
                    case BUSY, MALFORMED -> 503;
                    case UNKNOWN_ORDER -> 404;
                    default -> 422;
                };
        return new ProblemException(
                Problem.of(status, id, "Order refused", detail(reason))
                        .withField(field(reason))
                        .withReason(reason.name()));
    }

    private static ProblemException notAMember() {
        return new ProblemException(
                Problem.of(
                                422,
                                "not-a-member",
                                "Not a member",
                                "The participant has no metering point in the area.")
                        .withField("participantId")
                        .withReason("NOT_A_MEMBER"));
    }

    private static ProblemException worseThanSupplier(Price bound) {
        return new ProblemException(
                Problem.of(
                                422,
                                "worse-than-supplier",
                                "Worse than the own supplier",
                                "The own supplier's price is %d micro per kWh; the market must never be worse."
                                        .formatted(bound.microPerKwh()))
                        .withField("limitMicro")
                        .withReason("WORSE_THAN_SUPPLIER"));
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
            case TERMS_NOT_ALLOWED ->
                    "The order's terms contradict each other or the market's design.";
            case EXPIRED -> "The time until which the order shall stand has passed.";
            case BUY_EXPOSURE -> "Open purchases would cost more than this account may owe.";
            case SELL_LIMIT -> "The connection cannot deliver this much in the interval.";
            case FEEDER_LIMIT -> "The feeder cannot carry this much in the interval.";
            case UNFILLABLE -> "The linked orders cannot all be filled at once.";
            case AREAS_DO_NOT_FIT -> "These areas cannot be linked.";
            case TOO_MANY -> "No more of these are taken.";
            case BUSY -> "Too many orders wait to be stored. Try again.";
            case MALFORMED -> "The engine has another version. Try again later.";
        };
    }

    private static @Nullable String field(RejectReason reason) {
        return switch (reason) {
            case UNKNOWN_AREA -> "areaId";
            case WRONG_INTERVAL, GATE_CLOSED, BEYOND_HORIZON -> "interval";
            case OFF_TICK -> "limitMicro";
            case OFF_LOT, SELL_LIMIT, FEEDER_LIMIT -> "energyWh";
            case UNKNOWN_ORDER, DUPLICATE_CLIENT_ORDER_ID -> "clientOrderId";
            case OUT_OF_RANGE,
                    TERMS_NOT_ALLOWED,
                    EXPIRED,
                    BUY_EXPOSURE,
                    UNFILLABLE,
                    AREAS_DO_NOT_FIT,
                    TOO_MANY,
                    BUSY,
                    MALFORMED ->
                    null;
        };
    }
}
