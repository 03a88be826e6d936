package energy.peerwatt.web.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the market has done so far.
 *
 * @param settledIntervals confirmed on the chain
 * @param refusedBatches by the contract; each needs a person
 * @param chainWait null while the chain answers
 * @param settlementProblems areas whose settlement stands still; why is for operators
 * @param balancingProblems areas that are not planned although they should be; why is for operators
 * @param balancing of one area; null while it has no limit
 */
public record StatusView(
        boolean ready,
        long readings,
        long orders,
        long trades,
        long settledIntervals,
        long refusedBatches,
        long chainHeight,
        @Nullable ChainWaitView chainWait,
        Instant marketTime,
        int speed,
        int homes,
        List<SettlementProblemView> settlementProblems,
        List<BalancingProblemView> balancingProblems,
        @Nullable BalancingStatusView balancing) {}
