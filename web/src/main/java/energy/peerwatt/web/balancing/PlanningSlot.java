package energy.peerwatt.web.balancing;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Lets one question at a time be planned beside the balancer, so that it keeps its core. */
@ApplicationScoped
public class PlanningSlot {

    private final Semaphore free = new Semaphore(1);

    /**
     * Does the work now.
     *
     * @throws MarketException BALANCER_BUSY if another question is being planned
     */
    <T> T run(Supplier<T> work) {
        if (!free.tryAcquire()) {
            throw new MarketException(ErrorCode.BALANCER_BUSY, "another question is being planned");
        }
        try {
            return work.get();
        } finally {
            free.release();
        }
    }
}
