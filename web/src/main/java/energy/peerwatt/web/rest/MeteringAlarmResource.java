package energy.peerwatt.web.rest;

import energy.peerwatt.metering.headend.store.FindingStore;
import energy.peerwatt.metering.headend.store.IntervalValueStore;
import energy.peerwatt.metering.headend.store.MeterOperations;
import energy.peerwatt.metering.headend.store.RegisterFaults;
import energy.peerwatt.web.view.FindingView;
import energy.peerwatt.web.view.MeteringAlarmsView;
import energy.peerwatt.web.view.MeteringAlarmsView.FaultView;
import energy.peerwatt.web.view.MeteringAlarmsView.HeldBackView;
import energy.peerwatt.web.view.MeteringAlarmsView.SilentView;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
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
    private final CurrentCaller caller;

    public MeteringAlarmResource(
            MeterOperations operations,
            IntervalValueStore values,
            FindingStore findings,
            RegisterFaults faults,
            CurrentCaller caller) {
        this.operations = operations;
        this.values = values;
        this.findings = findings;
        this.faults = faults;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary = "Held-back readings, silent and failing registers, findings; operators only")
    public Uni<MeteringAlarmsView> alarms(@QueryParam("limit") @Nullable String limit) {
        caller.access().requireOperator();
        int most = Inputs.limit(limit, 100, 1_000);
        return Uni.combine()
                .all()
                .unis(
                        operations.heldBack(most),
                        values.silent(most),
                        findings.newest(most),
                        faults.list(most))
                .with((held, silent, found, failed) ->
                        new MeteringAlarmsView(
                                held.stream().map(HeldBackView::of).toList(),
                                silent.stream().map(SilentView::of).toList(),
                                found.stream().map(FindingView::of).toList(),
                                failed.stream().map(FaultView::of).toList()));
    }
}
