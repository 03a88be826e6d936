package energy.peerwatt.web.strategy;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.web.preference.Style;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Which part of its corridor a member holds out for, in per mille, and how it learns.
 *
 * <p>Each style begins at a part of its own, moved a little by the participant's number so that
 * neighbours differ. What cleared moves it inside the style's bounds: an interval in which nearly
 * all was traded lets the member ask for a bit more, one in which less than half was, for less. The
 * same outcomes always give the same part.
 */
final class Margins {

    /** Per interval of which nearly all was traded. */
    private static final int UP = 10;

    /** Per interval of which less than half was traded. */
    private static final int DOWN = 20;

    private static final int SPREAD = 50;

    /**
     * Where a style begins and how far it goes, per mille.
     *
     * @param first without outcomes
     */
    private record Bounds(int least, int first, int most) {}

    private Margins() {}

    /**
     * What became of a member's orders of one side in one interval.
     *
     * @param wantedWh positive
     */
    record Outcome(long wantedWh, long tradedWh) {

        /**
         * Wanted is what was traded and what rested in the book when the gate closed: an order that
         * another took the place of counts by what it had traded.
         *
         * @param closed all orders of the interval
         * @return empty if nothing of that side was traded or rested there
         */
        static Optional<Outcome> of(List<StandingOrder> closed, Side side) {
            long traded = 0;
            long left = 0;
            for (StandingOrder order : closed) {
                if (order.side() == side) {
                    traded = Math.addExact(traded, order.tradedWh());
                    left = Math.addExact(left, order.remainingWh());
                }
            }
            long wanted = Math.addExact(traded, left);
            return wanted == 0 ? Optional.empty() : Optional.of(new Outcome(wanted, traded));
        }

        private boolean isFull() {
            return tradedWh * 10 >= wantedWh * 9;
        }

        private boolean isPoor() {
            return tradedWh * 2 < wantedWh;
        }
    }

    /**
     * The part to hold out for, 0 to 1000.
     *
     * @param style not {@link Style#OWN_LIMITS}, which has no margin
     * @param outcomes of closed intervals, the oldest first
     */
    static int of(Style style, ParticipantId participant, List<Outcome> outcomes) {
        int margin = first(style, participant);
        for (Outcome outcome : outcomes) {
            margin = next(style, margin, outcome);
        }
        return margin;
    }

    /** Before anything cleared. */
    static int first(Style style, ParticipantId participant) {
        Bounds bounds = bounds(style);
        return Math.clamp(bounds.first() + seeded(participant), bounds.least(), bounds.most());
    }

    /** After one more interval. */
    static int next(Style style, int margin, Outcome outcome) {
        Bounds bounds = bounds(style);
        int step = outcome.isFull() ? UP : outcome.isPoor() ? -DOWN : 0;
        return Math.clamp(margin + step, bounds.least(), bounds.most());
    }

    private static int seeded(ParticipantId participant) {
        return new SplittableRandom(participant.value()).nextInt(-SPREAD, SPREAD + 1);
    }

    private static Bounds bounds(Style style) {
        return switch (style) {
            case NEIGHBOURLY -> new Bounds(0, 100, 200);
            case BALANCED -> new Bounds(100, 300, 500);
            case BEST_PRICE -> new Bounds(200, 500, 800);
            case OWN_LIMITS -> throw new IllegalArgumentException("own limits have no margin");
        };
    }
}
