package energy.peerwatt.web.rest;

import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.registry.store.TariffRegistry;
import energy.peerwatt.web.view.InvoicingView;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Who issues an area's invoices; utility and operators only. */
@Path("/api/v1/areas/{id}/invoicing")
@Tag(name = "invoices")
public class InvoicingResource {

    private final Registry registry;
    private final TariffRegistry issuers;
    private final CurrentCaller caller;

    public InvoicingResource(Registry registry, TariffRegistry issuers, CurrentCaller caller) {
        this.registry = registry;
        this.issuers = issuers;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "Who issues the area's invoices, by first day")
    public Uni<List<InvoicingView>> issuers(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id) {
        caller.access().requireUtility();
        return AreaResource.find(registry, id)
                .map(area -> area.charges().invoicing().stream().map(InvoicingView::of).toList());
    }

    @POST
    @Operation(summary = "Says who issues the area's invoices from a day on")
    public Uni<RestResponse<Void>> issuer(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @NotNull @Valid InvoicingRequest request) {
        String by = caller.access().requireUtility();
        return AreaResource.find(registry, id)
                .chain(area -> issuers.add(area.rules().area(), request.toInvoicing(), by))
                .onFailure(IllegalArgumentException.class)
                .transform(TariffResource::problem)
                .map(_ -> RestResponse.status(RestResponse.Status.CREATED));
    }
}
