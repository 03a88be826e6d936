package energy.peerwatt.web.rest;

import energy.peerwatt.web.balancing.AreaBacktest;
import energy.peerwatt.web.balancing.AreaBacktest.HomeResult;
import energy.peerwatt.web.balancing.AreaBacktest.Outcome;
import java.time.Instant;
import java.util.List;

/**
 * What balancing would have been worth; amounts in the area's currency, negative is earned.
 *
 * @param quarterHours that were planned
 * @param hasFeeder whether today's cables and voltages were planned with; without a feeder nobody
 *     knows whether they would have been kept
 * @param winners homes that would have paid less
 * @param losers homes that would have paid more
 * @param homes the greatest advantage first
 */
public record BacktestView(
        int areaId,
        Instant from,
        Instant until,
        int quarterHours,
        boolean hasFeeder,
        OutcomeView balanced,
        OutcomeView uncoordinated,
        long winners,
        long losers,
        List<HomeResultView> homes) {

    /**
     * One way of running the devices.
     *
     * @param highestW most that would have been taken in a quarter-hour
     * @param overLimit quarter-hours in which that is more than today's limits allow
     * @param overFeeder quarter-hours in which a voltage or cable of today's feeder is not kept
     * @param peakAmount of the amount, what today's charge on each month's highest import comes to,
     *     as if each month began with the first of its quarter-hours here
     */
    public record OutcomeView(
            String amount, int highestW, int overLimit, int overFeeder, String peakAmount) {

        static OutcomeView of(Outcome outcome) {
            return new OutcomeView(
                    outcome.cost().toDecimal(),
                    outcome.highestW(),
                    outcome.overLimit(),
                    outcome.overFeeder(),
                    outcome.peakCost().toDecimal());
        }
    }

    /** A home; its advantage is negative if it would have lost. */
    public record HomeResultView(
            long participantId,
            String meteringPoint,
            String balancedAmount,
            String uncoordinatedAmount,
            String advantageAmount) {

        static HomeResultView of(HomeResult home) {
            return new HomeResultView(
                    home.participant().value(),
                    home.meteringPoint(),
                    home.balanced().toDecimal(),
                    home.uncoordinated().toDecimal(),
                    home.advantage().toDecimal());
        }
    }

    static BacktestView of(int area, AreaBacktest.Result result) {
        return new BacktestView(
                area,
                result.from(),
                result.until(),
                result.quarterHours(),
                result.hasFeeder(),
                OutcomeView.of(result.balanced()),
                OutcomeView.of(result.uncoordinated()),
                count(result, 1),
                count(result, -1),
                result.homes().stream().map(HomeResultView::of).toList());
    }

    private static long count(AreaBacktest.Result result, int sign) {
        return result.homes().stream()
                .filter(home -> Long.signum(home.advantage().quarterNano()) == sign)
                .count();
    }
}
