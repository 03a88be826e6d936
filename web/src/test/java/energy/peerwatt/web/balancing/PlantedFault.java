package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.solver.LivePlanner;
import energy.peerwatt.market.AreaId;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.optaplanner.core.api.solver.change.ProblemChange;

/**
 * A change of the problem that holds up the thread of an area's solver until it is released, and
 * then throws. There is no way to plant it but by reflection, and none in the product.
 */
final class PlantedFault implements AutoCloseable {

    private final LivePlanner planner;
    private final Method submit;
    private final long before;
    private final CountDownLatch hangs = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private PlantedFault(LivePlanner planner, Method submit) {
        this.planner = planner;
        this.submit = submit;
        before = planner.state().faults();
    }

    /** For the planner that a stage runs for an area. */
    static PlantedFault in(BalancingStage stage, AreaId area) throws ReflectiveOperationException {
        Map<?, ?> balancers = (Map<?, ?>) value(stage, "balancers");
        LivePlanner planner = (LivePlanner) value(balancers.get(area), "planner");
        Method submit = LivePlanner.class.getDeclaredMethod("submit", ProblemChange.class);
        submit.setAccessible(true);
        return new PlantedFault(planner, submit);
    }

    private static Object value(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    /** Whether the solver's thread has come to it; a solver that rests takes none. */
    boolean plant() {
        try {
            ProblemChange<?> change = (plan, director) -> hang();
            submit.invoke(planner, change);
            return hangs.await(200, TimeUnit.MILLISECONDS);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void hang() {
        if (released.getCount() == 0) {
            return;
        }
        hangs.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("planted fault");
    }

    void release() {
        released.countDown();
    }

    /** How often the solver has failed since. */
    long count() {
        return planner.state().faults() - before;
    }

    @Override
    public void close() {
        release();
    }
}
