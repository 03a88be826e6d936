package energy.peerwatt.web.rest;

import energy.peerwatt.metering.headend.store.ChainBreaks;
import energy.peerwatt.metering.headend.store.FindingStore;
import energy.peerwatt.metering.headend.store.IntervalValueStore;
import energy.peerwatt.metering.headend.store.MeterOperations;
import energy.peerwatt.metering.headend.store.RefusedBlockLog;
import energy.peerwatt.metering.headend.store.RegisterFaults;
import energy.peerwatt.web.view.FindingView;
import energy.peerwatt.web.view.MeteringAlarmsView;
import energy.peerwatt.web.view.MeteringAlarmsView.ChainBreakView;
import energy.peerwatt.web.view.MeteringAlarmsView.FaultView;
import energy.peerwatt.web.view.MeteringAlarmsView.HeldBackView;
import energy.peerwatt.web.view.MeteringAlarmsView.RefusedBlockView;
import energy.peerwatt.web.view.MeteringAlarmsView.SilentView;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What an operator of meters should look at. */
@Path("/api/v1/metering/alarms")
@Tag(name = "meters")
public class MeteringAlarmResource {

    private final MeterOperations operations;
    private final IntervalValueStore values;
    private final FindingStore findings;
    private final RegisterFaults faults;
    private final ChainBreaks chains;
    private final RefusedBlockLog refused;
    private final CurrentCaller caller;

    public MeteringAlarmResource(
            MeterOperations operations,
            IntervalValueStore values,
            FindingStore findings,
            RegisterFaults faults,
            ChainBreaks chains,
            RefusedBlockLog refused,
            CurrentCaller caller) {
        this.operations = operations;
        this.values = values;
        this.findings = findings;
        this.faults = faults;
        this.chains = chains;
        this.refused = refused;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary =
                    "Held-back readings, silent and failing registers, findings, broken chains, refused"
                            + " blocks; operators only")
    public Uni<MeteringAlarmsView> alarms(@QueryParam("limit") @Nullable String limit) {
        caller.access().requireOperator();
        int most = Inputs.limit(limit, 100, 1_000);
        return Uni.combine()
                .all()
                .unis(
                        list(operations.heldBack(most), HeldBackView::of),
                        list(values.silent(most), SilentView::of),
                        list(findings.newest(most), FindingView::of),
                        list(faults.list(most), FaultView::of),
                        list(chains.newest(most), ChainBreakView::of),
                        list(refused.newest(most), RefusedBlockView::of))
                .with(MeteringAlarmsView::new);
    }

    private static <R, V> Uni<List<V>> list(Uni<List<R>> rows, Function<R, V> view) {
        return rows.map(found -> found.stream().map(view).toList());
    }
}
