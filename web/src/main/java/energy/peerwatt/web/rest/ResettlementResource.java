package energy.peerwatt.web.rest;

import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.settling.ResettlementLedger;
import energy.peerwatt.web.view.ResettlementView;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Intervals that are to be settled again, and those that were. */
@Path("/api/v1/areas/{id}/resettlements")
@Tag(name = "settlements")
public class ResettlementResource {

    private final Registry registry;
    private final ResettlementLedger ledger;
    private final CurrentCaller caller;

    public ResettlementResource(
            Registry registry, ResettlementLedger ledger, CurrentCaller caller) {
        this.registry = registry;
        this.ledger = ledger;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary =
                    "Intervals settled again or due to be, those first; utility and operators only")
    public Uni<List<ResettlementView>> resettlements(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("limit") @Nullable String limit) {
        caller.access().requireUtility();
        int most = Inputs.limit(limit, 100, 1_000);
        return AreaResource.find(registry, id)
                .chain(area -> ledger.ofArea(area.rules().area(), most))
                .map(found -> found.stream().map(ResettlementView::of).toList());
    }
}
